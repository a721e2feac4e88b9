package io.github.h11j.benchmarks.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServersTest {

    private static final String REQUESTS = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody"
            + "GET /b HTTP/1.1\r\nHost: h\r\n\r\n"
            + "GET /c HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

    static Iterable<String> names() {
        return Servers.BY_NAME.keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void every_server_gives_the_same_answer_to_each_request_of_a_pipeline(String name) throws Exception {
        GreetingServer server = Servers.BY_NAME.get(name).start();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(REQUESTS.getBytes(StandardCharsets.US_ASCII));
            String received = threeAnswers(socket.getInputStream());
            assertThat(received).startsWith("HTTP/1.1 200");
            assertThat(received.split("HTTP/1.1 200", -1)).hasSize(4);
            assertThat(received.split(Greeting.TEXT, -1)).hasSize(4);
            assertThat(received.toLowerCase(Locale.ROOT).split("\r\ndate: ", -1))
                    .hasSize(4);
            assertThat(received.toLowerCase(Locale.ROOT).split("\r\ncontent-length: 13\r\n", -1))
                    .hasSize(4);
        } finally {
            server.stop();
        }
    }

    /** Not until the end: Helidon says close, and leaves it to the client. */
    private static String threeAnswers(InputStream in) throws Exception {
        StringBuilder text = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            text.append((char) c);
            if (text.toString().split(Greeting.TEXT, -1).length > 3) {
                break;
            }
        }
        return text.toString();
    }
}
