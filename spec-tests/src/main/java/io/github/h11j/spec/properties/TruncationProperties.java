package io.github.h11j.spec.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Role;
import io.github.h11j.spec.generators.Body;
import io.github.h11j.spec.generators.ByteString;
import io.github.h11j.spec.generators.Message;
import io.github.h11j.spec.generators.Segmentation;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A truncated message is never reported as complete (RFC 9112 §8). */
public interface TruncationProperties extends ConnectionSource {

    /**
     * A message that ends too early, with a FIN or a reset.
     *
     * @param message a valid one
     * @param missing how many bytes to cut off at the end, at most all
     * @param orderly whether the stream ends by a FIN
     * @param cuts how the bytes before arrive
     */
    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    default void a_message_that_is_cut_short_never_ends(
            @ForAll("receivedMessages") Message message,
            @ForAll @IntRange(min = 1, max = 300) int missing,
            @ForAll boolean orderly,
            @ForAll Segmentation cuts) {
        ByteString bytes = message.bytes();
        ByteString part = bytes.slice(0, bytes.length() - Math.min(missing, bytes.length()));
        Hearing heard = Playback.of(this, message).feed(part, cuts).end(orderly).hearing();
        boolean bodyMayEnd = message.body() instanceof Body.UntilClose
                && orderly
                && part.length() >= message.head().length();
        boolean nothing = part.length() == 0 && message.sender() == Role.CLIENT;
        assertThat(heard.messages()).isEqualTo(bodyMayEnd ? 1 : 0);
        assertThat(heard.verdict().isPresent()).as("refused").isEqualTo(!bodyMayEnd && !nothing);
        assertThat(heard.content().isPrefixOf(message.body().content())).isTrue();
    }

    /**
     * A body that runs until the connection closes, or whose last chunk is missing, is not complete when the connection
     * is reset.
     *
     * @param role whose connection
     * @param content the bytes before the reset
     * @param cuts how they arrive
     */
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    default void a_reset_never_ends_a_body(
            @ForAll("ownRoles") Role role, @ForAll ByteString content, @ForAll Segmentation cuts) {
        Playback playback = new Playback(connection(role));
        ByteString bytes = ByteString.of("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
                .then(chunk(content));
        if (role == Role.CLIENT) {
            playback.ask("GET");
            bytes = ByteString.of("HTTP/1.1 200 OK\r\n\r\n").then(content);
        }
        Hearing heard = playback.feed(bytes, cuts).end(false).hearing();
        assertThat(heard.messages()).isZero();
        assertThat(heard.verdict()).isPresent();
    }

    private static ByteString chunk(ByteString content) {
        return content.length() == 0
                ? ByteString.EMPTY
                : ByteString.of(Integer.toHexString(content.length()) + "\r\n")
                        .then(content)
                        .then(ByteString.of("\r\n"));
    }
}
