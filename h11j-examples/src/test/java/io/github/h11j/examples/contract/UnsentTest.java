package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.ClientResponse;
import io.github.h11j.examples.blocking.RequestBody;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The blocking client, where a connection breaks between the check and the first byte of a request. */
@Timeout(60)
class UnsentTest {

    private static final String BODY = "x".repeat(40_000);

    private final CountDownLatch idle = new CountDownLatch(1);
    private final CountDownLatch broken = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** What the server does to the connection, and how the system shows that the client's side knows of it. */
    enum Break {
        /** What has come is not the response, even if the request could be written. */
        NONE("0[18]"),
        END("08"),
        RESET("");

        private final Pattern states;

        Break(String states) {
            this.states = Pattern.compile(states);
        }

        void to(Peer peer) throws IOException {
            int client = peer.raw().getPort();
            int server = peer.raw().getLocalPort();
            if (this == RESET) {
                peer.reset();
            } else if (this == END) {
                peer.endAndClose();
            }
            Peer.await("the client's side of the connection", () -> has(client, server));
        }

        /** The system delivers what was sent a moment later if it has much to do. Only Linux shows when. */
        private boolean has(int client, int server) {
            Path table = Path.of("/proc/net/tcp");
            if (!Files.isReadable(table)) {
                return true;
            }
            String connection = String.format(Locale.ROOT, ": [0-9A-F]+:%04X [0-9A-F]+:%04X ", client, server);
            Pattern row = Pattern.compile(connection + "([0-9A-F]{2}) [0-9A-F]{8}:([0-9A-F]{8}) ");
            try {
                Matcher found = row.matcher(Files.readString(table) + Files.readString(Path.of("/proc/net/tcp6")));
                return found.find()
                        ? states.matcher(found.group(1)).matches()
                                && !found.group(2).equals("00000000")
                        : this == RESET;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Played origin(Break how) throws IOException {
        return new Played(false, (peer, number) -> {
            requests.add(peer.message().orElseThrow());
            peer.ok(Integer.toString(number));
            if (number == 1) {
                idle.await();
                peer.write("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
                how.to(peer);
                broken.countDown();
                over.await();
            }
        });
    }

    private static Request request(String method, int length) {
        Headers headers = Headers.of("Host", "a");
        return new Request(method, "/", length == 0 ? headers : headers.with("Content-Length", "" + length));
    }

    /**
     * A body that can be sent once. It is asked for when the connection has been looked at and nothing was written: then the
     * connection breaks.
     *
     * @param ready whether the body is available then
     */
    private RequestBody breaking(boolean ready) {
        return RequestBody.once(new ByteArrayInputStream(BODY.getBytes(StandardCharsets.US_ASCII)) {
            @Override
            public synchronized int available() {
                idle.countDown();
                try {
                    broken.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return ready ? super.available() : 0;
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"NONE, true", "NONE, false", "END, true", "END, false", "RESET, true", "RESET, false"})
    void another_connection_is_used_whatever_the_method_and_no_byte_of_the_body_is_lost(Break how, boolean ready)
            throws Exception {
        try (Played origin = origin(how);
                BlockingClient client = new BlockingClient(ClientSettings.DEFAULT)) {
            Origin to = Origin.http("localhost", origin.port());
            client.send(to, request("GET", 0), RequestBody.NONE).readAll(1);
            ClientResponse response = client.send(to, request("POST", BODY.length()), breaking(ready));
            assertThat(response.readAll(10).toString(StandardCharsets.US_ASCII)).isEqualTo("2");
            assertThat(requests).hasSize(2);
            assertThat(requests.get(1)).startsWith("POST ").endsWith("\r\n\r\n" + BODY);
            assertThat(origin.connections()).isEqualTo(2);
        } finally {
            over.countDown();
        }
    }
}
