package io.github.h11j.examples.guide;

import static io.github.h11j.examples.guide.Taking.asking;
import static io.github.h11j.examples.guide.Taking.bytes;
import static io.github.h11j.examples.guide.Taking.events;
import static io.github.h11j.examples.guide.Taking.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Connection;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Violation;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import io.github.h11j.handler.WholeBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Solutions of the exercises of docs/guide/adapters.md. */
class AdapterDutiesExercisesTest {

    private static final String HEAD =
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";

    private static final String OK = "HTTP/1.1 204 No Content\r\n\r\n";
    private static final String TIMEOUT =
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

    private static final String ANSWER = "HTTP/1.1 413 Content Too Large\r\nConnection: close\r\n\r\n";

    private static String answersToTheHead(Handler handler) {
        MemoryAdapter adapter = MemoryAdapter.opened(handler);
        adapter.receive(HEAD);
        return String.join("", adapter.writes);
    }

    /** Whether the five bytes come after the 413 is unknown: they could be taken for a request, so it is the last. */
    @Test
    void exercise_1_the_100_is_sent_when_the_handler_asks_for_the_body_and_a_refusal_closes() {
        assertThat(answersToTheHead((request, exchange) -> WholeBody.receive(
                        request, exchange, 100, (body, trailers) -> exchange.send(Responses.text(200, "ok")))))
                .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        assertThat(answersToTheHead((request, exchange) -> exchange.send(Responses.text(413, "no"))))
                .startsWith("HTTP/1.1 413 ")
                .contains("Connection: close\r\n")
                .doesNotContain("100 Continue");
    }

    private static Connection idleClient() {
        Connection client = asking("GET");
        client.receiveData(bytes(OK));
        events(client);
        client.startNextCycle();
        return client;
    }

    @Test
    void exercise_2_a_client_that_does_not_look_takes_the_408_for_its_answer() {
        Connection looks = idleClient();
        looks.receiveData(bytes(TIMEOUT));
        assertThatThrownBy(looks::nextEvent)
                .isInstanceOfSatisfying(
                        RemoteProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.UNSOLICITED_RESPONSE));

        Connection asks = idleClient();
        asks.send(new Request("GET", "/", Headers.of("Host", "a")), new EndOfMessage());
        asks.receiveData(bytes(TIMEOUT));
        assertThat(asks.nextEvent())
                .isInstanceOfSatisfying(
                        Response.class,
                        response -> assertThat(response.statusCode()).isEqualTo(408));
    }

    /** What a client reads that sends the rest of its request after a server has answered to the first line, and closed. */
    private static String answerToALateRest(boolean inOrder) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
            client.getOutputStream().write(bytes(HEAD));
            Socket server = listener.accept();
            InputStream in = server.getInputStream();
            in.readNBytes("POST / HTTP/1.1\r\n".length());
            server.getOutputStream().write(bytes(ANSWER));
            if (inOrder) {
                server.shutdownOutput();
            } else {
                server.close(); // with the fields unread
            }
            client.getOutputStream().write(bytes("hello"));
            client.shutdownOutput();
            in.readAllBytes(); // a server bounds time and bytes here
            server.close();
            return text(client.getInputStream().readAllBytes());
        }
    }

    /** Only a client that reads in spite of the error may find the answer, if its system has kept it. */
    @Test
    void exercise_3_after_a_close_with_unread_bytes_the_client_cannot_write_and_after_one_in_order_it_reads_the_answer()
            throws IOException {
        assertThat(answerToALateRest(true)).isEqualTo(ANSWER);
        assertThatThrownBy(() -> answerToALateRest(false))
                .isInstanceOf(IOException.class)
                .satisfies(e -> assertThat(e.getStackTrace())
                        .anyMatch(at -> at.getMethodName().equals("write")));
    }
}
