package io.github.h11j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The body that {@code h11j get} sends. */
@Timeout(60)
class GetUploadTest extends CommandFixture {

    private String output() {
        return folder.resolve("out").toString();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("body"), bytes);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(11).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a -o b\n", "", "# no comment\n'\"\\", "random"})
    void the_bytes_of_a_file_are_the_body_whatever_they_are(String text) throws IOException {
        byte[] bytes = text.equals("random") ? random(10_000) : text.getBytes(StandardCharsets.UTF_8);
        Path file = file(bytes);
        try (Started server = new Started("serve", "--port", "0")) {
            String url = "http://127.0.0.1:" + server.port() + "/echo";
            assertThat(run("get", "-o", output(), "-d", "@" + file, url))
                    .as(errors())
                    .isZero();
        }
        assertThat(Files.readAllBytes(folder.resolve("out"))).isEqualTo(bytes);
    }

    @Test
    void an_argument_that_begins_with_an_at_sign_is_no_file_of_arguments() throws IOException {
        assertThat(run("get", "@" + file("--help".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(2);
        assertThat(errors()).contains("the URL does not begin with http:// or https://: @");
    }
}
