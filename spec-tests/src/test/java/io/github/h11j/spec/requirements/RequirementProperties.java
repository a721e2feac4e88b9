package io.github.h11j.spec.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.h11j.Connection;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Violation;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** Requirements about all values of a kind, which no list of examples covers. */
class RequirementProperties {

    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

    @Property
    @Requirement("RFC9110-8.6-11")
    void no_length_above_the_largest_is_taken_for_another(
            @ForAll @BigRange(min = "9223372036854775808", max = "99999999999999999999999999999999")
                    BigInteger length) {
        Connection server = Connection.server();
        receive(server, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n");

        assertThat(violation(server)).isEqualTo(Violation.CONTENT_LENGTH_TOO_LARGE);
    }

    @Property
    @Requirement("RFC9112-7.1-3")
    void no_chunk_size_above_the_largest_is_taken_for_another(
            @ForAll @BigRange(min = "0", max = "99999999999999999999999999999999") BigInteger more) {
        Connection server = Connection.server();
        BigInteger size = LARGEST.add(BigInteger.ONE).add(more);
        receive(
                server,
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + size.toString(16) + "\r\n");

        assertThat(server.nextEvent()).isInstanceOf(Request.class);
        assertThat(violation(server)).isEqualTo(Violation.CHUNK_SIZE_TOO_LARGE);
    }

    @Property
    @Requirement({"RFC9112-11.1-1", "RFC9112-2.2-3", "RFC9110-2.2-1"})
    void no_field_value_adds_a_line(@ForAll @StringLength(max = 20) String value) {
        Connection server = Connection.server();
        receive(server, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        server.nextEvent();
        server.nextEvent();
        String sent;
        try {
            Response response = new Response(200, Headers.of("Content-Length", "0", "X", value));
            sent = new String(server.send(response, new EndOfMessage()), StandardCharsets.ISO_8859_1);
        } catch (LocalProtocolException e) {
            assertThat(e.violation()).isIn(Violation.BAD_FIELD_VALUE, Violation.FIELD_VALUE_CONTROL);
            return;
        }

        assertThat(sent.split("[\r\n]+", -1)).hasSize(4);
        assertThat(sent).endsWith("\r\nX: " + stripped(value) + "\r\n\r\n");
    }

    private static String stripped(String value) {
        return value.replaceAll("^[ \t]+|[ \t]+$", "");
    }

    @Property
    @Requirement({"RFC9112-4-1", "RFC9110-15-1"})
    void each_status_of_three_digits_from_200_is_given_as_it_is(@ForAll @IntRange(min = 200, max = 999) int status) {
        Assume.that(status != 204 && status != 304);
        Connection client = Connection.client();
        client.send(new Request("GET", "/", Headers.of("Host", "a")), new EndOfMessage());
        receive(client, "HTTP/1.1 " + status + " x\r\nContent-Length: 0\r\n\r\n");

        assertThat(client.nextEvent())
                .isInstanceOfSatisfying(
                        Response.class,
                        response -> assertThat(response.statusCode()).isEqualTo(status));
        assertThat(client.nextEvent()).isEqualTo(new EndOfMessage());
    }

    private static void receive(Connection connection, String bytes) {
        connection.receiveData(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Violation violation(Connection connection) {
        return catchThrowableOfType(RemoteProtocolException.class, connection::nextEvent)
                .violation();
    }
}
