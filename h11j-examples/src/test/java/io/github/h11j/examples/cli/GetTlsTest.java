package io.github.h11j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.examples.TestTls;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How {@code h11j get} takes the end of a TLS connection. */
@Timeout(60)
class GetTlsTest extends CommandFixture {

    private static void readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
    }

    /** Sends a body that runs to the end of the connection, and ends it. */
    private static void serve(ServerSocket listener, SSLContext context, String protocol, boolean announced) {
        try (Socket raw = listener.accept()) { // closing TLS would wait for the client's close_notify
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(raw, null, true);
            tls.setUseClientMode(false);
            tls.setEnabledProtocols(new String[] {protocol});
            readHead(tls.getInputStream());
            tls.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\nall of it?".getBytes(StandardCharsets.ISO_8859_1));
            if (announced) {
                tls.shutdownOutput();
            } else {
                raw.shutdownOutput();
            }
            raw.getInputStream().readAllBytes();
        } catch (IOException e) {
            // shows in the command
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, true", "TLSv1.3, false", "TLSv1.2, true", "TLSv1.2, false"})
    void a_body_until_the_end_is_complete_only_if_the_end_was_announced(String protocol, boolean announced)
            throws Exception {
        SSLContext context = TestTls.context(folder, "localhost");
        Path output = folder.resolve("out");
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served =
                    CompletableFuture.runAsync(() -> serve(listener, context, protocol, announced));
            String url = "https://localhost:" + listener.getLocalPort() + "/";
            String trust = folder.resolve("cert.pem").toString();

            int status = run("get", "-v", "-o", output.toString(), "--tls-trust", trust, url);

            assertThat(status).as(errors()).isEqualTo(announced ? 0 : 1);
            served.join();
        }
        if (announced) {
            assertThat(Files.readString(output)).isEqualTo("all of it?");
        } else {
            assertThat(errors()).contains("without close_notify");
        }
    }
}
