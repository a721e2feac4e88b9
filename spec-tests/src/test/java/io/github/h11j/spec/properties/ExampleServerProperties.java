package io.github.h11j.spec.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Connection;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Role;
import io.github.h11j.State;
import io.github.h11j.spec.generators.ByRole;
import io.github.h11j.spec.generators.ByteString;
import io.github.h11j.spec.generators.FieldName;
import io.github.h11j.spec.generators.FieldValue;
import io.github.h11j.spec.generators.Message;
import io.github.h11j.spec.generators.NearValid;
import io.github.h11j.spec.generators.Segmentation;
import io.github.h11j.spec.pair.ConnectionPair;
import io.github.h11j.spec.pair.ConnectionUnderTest;
import io.github.h11j.spec.pair.H11jConnection;
import io.github.h11j.spec.pair.Heard;
import io.github.h11j.spec.pair.Wire;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** The code of docs/guide/property-testing.md: a test that quotes it keeps the two the same. */
class ExampleServerProperties {

    /** The server under test: bytes in, bytes out. */
    static final class ExampleServer {
        private final Connection connection = Connection.server();

        String receive(byte[] bytes) {
            StringBuilder out = new StringBuilder();
            connection.receiveData(bytes);
            try {
                while (connection.nextEvent() instanceof Event event) {
                    if (event instanceof EndOfMessage) {
                        boolean connect = connection.theirState() == State.MIGHT_SWITCH_PROTOCOL;
                        Response answer = new Response(connect ? 405 : 200, Headers.of("Content-Length", "0"));
                        out.append(ByteString.of(connection.send(answer, new EndOfMessage()))
                                .text());
                    }
                }
            } catch (RemoteProtocolException e) {
                List<Event> answer = connection.errorResponse(e);
                out.append(
                        answer.isEmpty()
                                ? ""
                                : ByteString.of(connection.send(answer)).text());
            }
            return out.toString();
        }
    }

    // quoted: generators
    @Property(tries = 200)
    void every_valid_request_is_answered_once_however_it_arrives(
            @ForAll @ByRole(Role.CLIENT) Message request, @ForAll Segmentation cuts) {
        ExampleServer server = new ExampleServer();
        StringBuilder answers = new StringBuilder();
        for (ByteString piece : cuts.cut(request.bytes())) {
            answers.append(server.receive(piece.toByteArray()));
        }
        assertThat(answers.toString()).containsOnlyOnce("HTTP/1.1 ").doesNotContain(" 400 ");
    }
    // end

    // quoted: faults
    @Property(tries = 200)
    void a_faulty_request_never_gets_a_200(@ForAll @ByRole(Role.CLIENT) NearValid faulty) {
        assertThat(new ExampleServer().receive(faulty.bytes().toByteArray())).doesNotContain("HTTP/1.1 200");
    }
    // end

    // quoted: strings
    @Property(tries = 200)
    void any_field_reaches_the_server(@ForAll @FieldName String name, @ForAll @FieldValue String value) {
        String request = "GET / HTTP/1.1\r\nHost: a\r\n" + name + ": " + value + "\r\n\r\n";
        assertThat(new ExampleServer().receive(ByteString.of(request).toByteArray()))
                .startsWith("HTTP/1.1 200");
    }
    // end

    // quoted: pair
    @Property(tries = 200)
    void a_response_that_is_reset_is_never_complete(@ForAll @LongRange(min = 0, max = 1000) long seed) {
        ConnectionPair pair = ConnectionPair.of(Policy.STRICT, Wire.seeded(seed));
        pair.send(Role.CLIENT, new Request("GET", "/", Headers.of("Host", "a")), new EndOfMessage());
        pair.run();
        pair.send(Role.SERVER, new Response(200, Headers.of("Content-Length", "5")));
        pair.step(Role.CLIENT);
        pair.reset(Role.SERVER);
        pair.run();
        assertThat(pair.received(Role.CLIENT))
                .as("%s", pair.transcript())
                .doesNotHaveAnyElementsOfTypes(Heard.End.class);
    }
    // end

    // quoted: laws
    static class ExampleLaws implements ConnectionProperties {
        @Override
        public ConnectionUnderTest connection(Role role) {
            return H11jConnection.of(role, Policy.STRICT); // your adapter here
        }
    }
    // end
}
