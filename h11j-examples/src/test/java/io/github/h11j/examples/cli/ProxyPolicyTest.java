package io.github.h11j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.examples.contract.Played;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code h11j proxy --policy} forwards. */
@Timeout(60)
class ProxyPolicyTest {

    private static final String HEAD =
            "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String BODY = "0\r\nAuthorization: a\r\nX-Sum: 1\r\n\r\n";

    @ParameterizedTest
    @CsvSource({"nio, strict", "nio, h11", "blocking, strict", "blocking, h11"})
    void a_field_that_may_not_be_a_trailer_is_removed_under_every_policy(String io, String policy) throws Exception {
        CompletableFuture<String> body = new CompletableFuture<>();
        try (Played server = new Played(false, (peer, number) -> {
                    peer.readUntil("\r\n\r\n");
                    body.complete(peer.readUntil("X-Sum: 1\r\n\r\n"));
                    peer.ok("hi");
                });
                Started proxy = new Started(
                        "proxy",
                        "--port",
                        "0",
                        "--io",
                        io,
                        "--policy",
                        policy,
                        "--upstream",
                        "http://127.0.0.1:" + server.port());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            OutputStream out = client.getOutputStream();
            out.write((HEAD + BODY).getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("hi");
        }
        assertThat(body.get(20, TimeUnit.SECONDS)).isEqualTo("0\r\nX-Sum: 1\r\n\r\n");
    }
}
