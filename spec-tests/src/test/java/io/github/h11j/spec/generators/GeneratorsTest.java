package io.github.h11j.spec.generators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Role;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

/** The generators produce what they promise, found by type and by annotation. */
class GeneratorsTest {

    @Property(tries = 200)
    void names_values_tokens_and_targets_are_valid(
            @ForAll @Token String token,
            @ForAll @FieldName String name,
            @ForAll @FieldValue String value,
            @ForAll @RequestTarget String origin,
            @ForAll @RequestTarget(TargetForm.AUTHORITY) String authority) {
        Headers headers = Headers.of(token, value, name, value);
        assertThat(headers.value(0)).isEqualTo(value);
        assertThat(new Request(token, origin, headers).target()).startsWith("/");
        assertThat(authority).contains(":").doesNotContain("/");
    }

    @Property(tries = 100)
    @Domain(HttpDomain.class)
    void a_domain_adds_them_too(@ForAll Pipeline pipeline, @ForAll @ByRole(Role.SERVER) Message response) {
        assertThat(pipeline.requests()).hasSizeBetween(1, 4);
        assertThat(response.startLine()).startsWith("HTTP/1.1 ");
    }

    @Property(tries = 500)
    void nothing_follows_a_connect_in_a_pipeline(@ForAll Pipeline pipeline) {
        List<Message> requests = pipeline.requests();
        assertThat(requests.subList(0, requests.size() - 1))
                .noneMatch(request -> request.method().equals("CONNECT"));
    }

    @Property(tries = 200)
    void a_segmentation_only_cuts(@ForAll Segmentation cuts, @ForAll ByteString stream) {
        List<ByteString> pieces = cuts.cut(stream);
        assertThat(ByteString.join(pieces)).isEqualTo(stream);
        assertThat(pieces).noneMatch(piece -> piece.length() == 0);
    }

    @Property(tries = 200)
    void a_message_to_send_is_head_data_and_end(@ForAll Outgoing message) {
        assertThat(message.events().get(0))
                .isInstanceOf(message.sender() == Role.CLIENT ? Request.class : Response.class);
        assertThat(message.events().get(message.events().size() - 1)).isInstanceOf(EndOfMessage.class);
    }

    @Property(tries = 100)
    void a_conversation_prints_what_both_say(@ForAll Conversation conversation) {
        assertThat(conversation.toString().lines().filter(line -> line.startsWith("> \"")))
                .hasSameSizeAs(conversation.exchanges());
    }

    @Example
    void bytes_print_completely_and_escaped() {
        ByteString bytes = ByteString.of("a\r\n\t\"\\\u0001\u00e9" + "x".repeat(100));
        assertThat(bytes).hasToString("\"a\\r\\n\\t\\\"\\\\\\x01\\xe9" + "x".repeat(100) + "\"");
        assertThatIllegalArgumentException().isThrownBy(() -> ByteString.of("\u20ac"));
    }

    @Example
    void a_segmentation_says_how_it_cuts() {
        assertThat(Segmentation.WHOLE).hasToString("whole");
        assertThat(Segmentation.BYTE_BY_BYTE).hasToString("pieces of [1], again and again");
        assertThat(Segmentation.after(3)).hasToString("pieces of [3], then the rest");
        assertThat(Segmentation.after(3).cut(ByteString.of("hello")))
                .containsExactly(ByteString.of("hel"), ByteString.of("lo"));
        assertThatIllegalArgumentException().isThrownBy(() -> Segmentation.after(0));
    }
}
