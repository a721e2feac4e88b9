package io.github.h11j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.h11j.examples.app.App;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Output that cannot be written is a failure of every command, and is UTF-8 in every locale. */
class OutputTest {

    private static final String REQUEST = "GET /caf\u00e9 HTTP/1.1\r\nHost: x\r\nX: caf\u00e9\r\n\r\n";

    @TempDir
    Path folder = Path.of("");

    private final StringWriter err = new StringWriter();

    /** Accepts a number of bytes and then fails, as a full disk does. */
    private static OutputStream failing(int bytes, String reason) {
        return new OutputStream() {
            private int left = bytes;

            @Override
            public void write(int b) throws IOException {
                if (left-- <= 0) {
                    throw new IOException(reason);
                }
            }
        };
    }

    private int run(OutputStream out, String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new CheckedOutput(out, "standard output").writer());
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    private String[] words(String line) throws IOException {
        Path file = Files.writeString(folder.resolve("in"), REQUEST, StandardCharsets.ISO_8859_1);
        return line.replace("FILE", file.toString()).split(" ", -1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "help",
                "help get",
                "serve --help",
                "demo",
                "trace --role server FILE",
                "trace --role server --json FILE",
                "trace --from-client FILE",
                "trace --from-client FILE --link",
                "trace --from-client FILE --json",
                "serve --port 0",
                "explore --port 0",
                "proxy --forward --port 0"
            })
    void a_command_whose_output_cannot_be_written_fails_and_says_so(String line) throws IOException {
        for (int bytes : new int[] {0, 10}) {
            err.getBuffer().setLength(0);
            assertThat(run(failing(bytes, "No space left on device"), words(line)))
                    .as("after %d bytes", bytes)
                    .isEqualTo(1);
            assertThat(err.toString().strip())
                    .isEqualTo("h11j: cannot write to standard output: no space left on device");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "demo", "trace --role server FILE", "serve --port 0"})
    void a_command_whose_reader_has_exited_exits_quietly(String line) throws IOException {
        assertThat(run(failing(0, "Broken pipe"), words(line))).isEqualTo(141);
        assertThat(err.toString()).isEmpty();
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Process start(Redirect out, Path err, String... arguments) throws IOException {
        return start(out, err, command(arguments));
    }

    private static Process start(Redirect out, Path err, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err.toFile());
        builder.environment().put("LC_ALL", "C");
        return builder.start();
    }

    private static String serve(Serving server) {
        return "http://127.0.0.1:" + ((InetSocketAddress) server.address()).getPort();
    }

    @Test
    void a_download_to_a_full_disk_fails() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "there is no /dev/full");
        Path messages = folder.resolve("err");
        try (Serving server = Serving.start(Serving.Settings.local(Serving.Io.NIO), App.withoutFiles())) {
            String url = serve(server) + "/delay/0";
            Process process = start(Redirect.to(full.toFile()), messages, "get", url);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(Files.readString(messages).lines())
                    .containsExactly("h11j: cannot write to standard output: no space left on device");
            assertThat(run(new ByteArrayOutputStream(), "get", "-o", full.toString(), url, url))
                    .isEqualTo(1);
            assertThat(err.toString().lines())
                    .containsExactly("h11j: cannot write to /dev/full: no space left on device");
        }
    }

    @Test
    void a_download_ends_when_its_reader_has_enough() throws Exception {
        Path messages = folder.resolve("err");
        try (Serving server = Serving.start(Serving.Settings.local(Serving.Io.NIO), App.withoutFiles())) {
            Process process = start(Redirect.PIPE, messages, "get", serve(server) + "/bytes/999999999999999");
            try (InputStream out = process.getInputStream()) {
                assertThat(out.readNBytes(1000)).hasSize(1000);
            }
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(141);
            assertThat(Files.readString(messages)).isEmpty();
        }
    }

    /** Ends with its process, so that it is tested with one. */
    @Test
    void the_file_of_a_unix_domain_socket_is_deleted_in_the_end() throws Exception {
        Path socket = folder.resolve("socket");
        Process process = start(Redirect.PIPE, folder.resolve("err"), "serve", "--unix", socket.toString());
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("listening on unix:" + socket);
            assertThat(socket).exists();
            process.destroy(); // SIGTERM
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void a_name_that_the_locale_does_not_have_is_explained() throws Exception {
        assumeTrue(Files.exists(Path.of("/bin/sh")), "there is no shell");
        Path messages = folder.resolve("err");
        List<String> java = command("trace", "--role", "server");
        List<String> shell = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" \"$(printf '\\303\\251')\"", "sh"));
        shell.addAll(java);
        Process process = start(Redirect.DISCARD, messages, shell);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readString(messages)).contains("set LC_ALL=C.UTF-8").doesNotContain("Exception");
    }

    /** The JDK would replace the characters, and the command would request another URL or send another body. */
    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1/", "-d", "-HX: "})
    void an_argument_that_the_locale_does_not_have_is_refused(String argument) throws Exception {
        assumeTrue(Files.exists(Path.of("/bin/sh")), "there is no shell");
        Path messages = folder.resolve("err");
        List<String> shell =
                new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" \"$0$(printf '\\303\\251')\"", argument));
        shell.addAll(command("get", "http://127.0.0.1:1/"));
        Process process = start(Redirect.DISCARD, messages, shell);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readString(messages).replace("\n  ", " "))
                .startsWith("h11j get: the locale of this shell does not have all characters of '" + argument)
                .contains("; set LC_ALL=C.UTF-8");
    }

    @Test
    void too_little_memory_is_explained() throws Exception {
        Path large = folder.resolve("large");
        Files.write(large, new byte[20_000_000]);
        Path messages = folder.resolve("err");
        List<String> java = command("trace", "--role", "server", large.toString());
        java.add(1, "-Xmx16m");
        Process process = start(Redirect.DISCARD, messages, java);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readString(messages).replace("\n  ", " "))
                .isEqualTo(
                        "h11j: there is not enough memory: Java heap space; the option -Xmx of java sets the limit\n");
    }

    @Test
    void json_and_files_are_utf_8_in_every_locale() throws Exception {
        Path in = folder.resolve("in");
        Files.writeString(in, "GET / HTTP/1.1\r\nHost: x\r\nX: caf\u00e9\r\n\r\n", StandardCharsets.ISO_8859_1);
        Path out = folder.resolve("out");
        Process process = start(
                Redirect.to(out.toFile()), folder.resolve("err"), "trace", "--role", "server", "--json", in.toString());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(out, StandardCharsets.UTF_8)).contains("[\"X\",\"caf\u00e9\"]");
    }
}
