package io.github.h11j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.examples.TestTls;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What a command prints when it fails: what, why, and what to do. */
class FailuresTest extends CommandFixture {

    private static final String BAD = "\ud800";

    /**
     * USED is a port that is in use, DIR a folder with the files "empty", which is empty, "text", which is not, "capture", "large" and "link", whose target is missing; BAD no
     * character in any locale.
     */
    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "failures.txt", delimiter = '|', quoteCharacter = '`')
    void each_failure_is_explained(String arguments, int status, String message) throws IOException {
        Files.createFile(folder.resolve("empty"));
        Files.writeString(folder.resolve("text"), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        Files.write(folder.resolve("capture"), new byte[] {(byte) 0xa1, (byte) 0xb2, (byte) 0xc3, (byte) 0xd4});
        try (RandomAccessFile large =
                new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
            large.setLength(3L << 30); // takes no room on the disk
        }
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("none"));
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(used.getLocalPort());
            String[] words = arguments.split(" +", -1);
            for (int i = 0; i < words.length; i++) {
                words[i] = words[i].replace("DIR", folder.toString())
                        .replace("USED", port)
                        .replace("BAD", BAD)
                        .replace('_', ' ');
            }
            assertThat(run(words)).as(errors()).isEqualTo(status);
            String expected = message.replace("DIR", folder.toString())
                    .replace("USED", port)
                    .replace("BAD", BAD);
            String[] lines = errors().split("\\R", -1);
            assertThat(lines[0]).isEqualTo(expected);
            assertThat(lines.length).as("a line, a hint and an end").isLessThanOrEqualTo(status == 2 ? 4 : 2);
        }
        assertThat(errors()).doesNotContain("Exception", "java.", "Usage:");
        assertThat(err.toString().lines())
                .filteredOn(line -> line.strip().contains(" "))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void an_unknown_certificate_authority_gets_a_hint() throws Exception {
        TestTls.context(folder, "localhost");
        String store = folder.resolve("store.p12").toString();
        Path password = Files.writeString(folder.resolve("password"), "password\n");
        try (Started server =
                new Started("serve", "--port", "0", "--tls", store, "--tls-password", "file:" + password)) {
            String url = "https://localhost:" + server.port() + "/delay/0";
            assertThat(run("get", "-o", folder.resolve("o").toString(), url)).isEqualTo(1);
            assertThat(errors().strip())
                    .isEqualTo("h11j: " + url
                            + ": cannot connect: the certificate of the server was not issued by a trusted authority;"
                            + " if you trust it, name its certificate with --tls-trust FILE");
            String trust = folder.resolve("cert.pem").toString();
            assertThat(run("get", "-o", folder.resolve("o").toString(), "--tls-trust", trust, url))
                    .isZero();
            err.getBuffer().setLength(0);
            String other = url.replace("localhost", "127.0.0.1");
            assertThat(run("get", "--tls-trust", trust, other)).isEqualTo(1);
            assertThat(errors()).contains("the certificate of the server is for another host name");
        }
        try (Started plain = new Started("serve", "--port", "0")) {
            err.getBuffer().setLength(0);
            assertThat(run("get", "https://localhost:" + plain.port() + "/")).isEqualTo(1);
            assertThat(errors()).contains("does not speak TLS, try http:// instead of https://");
        }
    }

    @Test
    void the_password_of_a_key_store_is_checked() throws Exception {
        TestTls.context(folder, "localhost");
        String store = folder.resolve("store.p12").toString();
        assertThat(run("serve", "--port", "0", "--tls", store, "--tls-password", "pass:wrong"))
                .isEqualTo(2);
        assertThat(errors()).contains("the password is wrong; see --tls-password");
    }
}
