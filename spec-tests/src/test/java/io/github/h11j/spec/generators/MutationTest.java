package io.github.h11j.spec.generators;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.NextEvent;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Role;
import io.github.h11j.Signal;
import io.github.h11j.State;
import io.github.h11j.Violation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Each mutation breaks the rule that it names, and no other before it. */
class MutationTest {

    @Example
    void a_mutation_breaks_the_rule_that_it_names() {
        Map<Mutation, String> wrong = new TreeMap<>();
        for (Mutation mutation : Mutation.values()) {
            HttpArbitraries.nearValid(mutation).sampleStream().limit(60).forEach(faulty -> {
                String verdict = verdict(faulty.original(), faulty.bytes(), mutation.endsStream());
                if (!verdict.equals(mutation.violation().name())) {
                    wrong.put(mutation, verdict + " for " + faulty.bytes());
                }
            });
        }
        assertThat(wrong).isEmpty();
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void what_a_mutation_starts_from_is_valid(@ForAll Mutation mutation, @ForAll NearValid faulty) {
        assertThat(verdict(faulty.original(), faulty.original().bytes(), false)).isEqualTo("accepted");
        assertThat(mutation.concerns(Role.CLIENT) || mutation.concerns(Role.SERVER))
                .isTrue();
    }

    /** A recipient may ignore a trailer. It must not find a second fault after it. */
    @Example
    void without_the_line_at_fault_the_trailer_section_is_that_of_the_original() {
        HttpArbitraries.nearValid(Mutation.FRAMING_TRAILER)
                .sampleStream()
                .limit(200)
                .forEach(faulty -> {
                    String bytes = text(faulty.bytes());
                    String head = text(faulty.original().head());
                    String body = bytes.substring(head.length())
                            .replaceFirst(
                                    "(?s)(.*\\r\\n)(Content-Length: 5|Transfer-Encoding: chunked|host: a)\\r\\n", "$1");
                    assertThat(head + body).isEqualTo(text(faulty.original().bytes()));
                });
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void a_mutation_of_one_role_is_of_that_role(@ForAll @ByRole(Role.SERVER) NearValid faulty) {
        assertThat(faulty.original().sender()).isEqualTo(Role.SERVER);
        assertThat(faulty.mutation().concerns(Role.SERVER)).isTrue();
    }

    @Example
    void most_violations_of_bytes_have_a_mutation() {
        Set<Violation> covered = EnumSet.noneOf(Violation.class);
        Arrays.stream(Mutation.values()).map(Mutation::violation).forEach(covered::add);
        assertThat(covered).hasSizeGreaterThanOrEqualTo(40);
    }

    private static String text(ByteString bytes) {
        return new String(bytes.toByteArray(), StandardCharsets.ISO_8859_1);
    }

    /** What h11j says under STRICT. */
    private static String verdict(Message original, ByteString bytes, boolean end) {
        Connection connection =
                original.sender() == Role.CLIENT ? Connection.server(Policy.STRICT) : Connection.client(Policy.STRICT);
        if (original.sender() == Role.SERVER) {
            connection.send(new Request(original.method(), "/", Headers.of("Host", "a")), new EndOfMessage());
        }
        connection.receiveData(bytes.toByteArray());
        if (end) {
            connection.receiveEof();
        }
        try {
            NextEvent next = connection.nextEvent();
            while (!(next instanceof Signal) && !(next instanceof ConnectionClosed)) {
                boolean ended = next instanceof EndOfMessage;
                if (ended && connection.ourRole() == Role.SERVER && connection.ourState() == State.SEND_RESPONSE) {
                    connection.send(new Response(400, Headers.of("Content-Length", "0")), new EndOfMessage());
                }
                next = connection.nextEvent();
            }
            return "accepted";
        } catch (RemoteProtocolException e) {
            return e.violation().name();
        }
    }
}
