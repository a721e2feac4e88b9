package io.github.h11j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.NextEvent;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages are true: the blocks of each are one program, and the text below a block is what it prints. */
class TutorialTest {

    private static final Path GUIDE = Path.of("..", "docs", "guide");

    private static final String MARK = "== what the next block prints ==\n";

    private static final Pattern BLOCK = Pattern.compile("```(java|text)\n(.*?)```\n", Pattern.DOTALL);

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"tutorial.md", "writing-an-adapter.md"})
    void each_block_compiles_and_prints_what_stands_below_it(String name) throws Exception {
        Path file = GUIDE.resolve(name);
        String page = Files.readString(file);
        String written = withOutput(page, run(program(page)));
        if (Boolean.getBoolean("h11j.docs.write")) {
            Files.writeString(file, written);
        }
        assertThat(Files.readString(file))
                .as("written anew by -Dh11j.docs.write=true")
                .isEqualTo(written);
    }

    /** Imports first, then members, then what is executed; before each executed block that prints, a mark. */
    private static String program(String page) {
        StringBuilder imports = new StringBuilder();
        StringBuilder members = new StringBuilder();
        StringBuilder statements = new StringBuilder();
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            String code = block.group(2);
            if (block.group(1).equals("text")) {
                continue;
            }
            if (code.startsWith("import ")) {
                imports.append(code);
            } else if (code.startsWith("static ")) {
                members.append(code);
            } else {
                statements.append("System.out.print(MARK);\n").append(code);
            }
        }
        return imports + "public class Tutorial {\nstatic final String MARK = \"" + MARK.replace("\n", "\\n") + "\";\n"
                + members + "public static void main(String[] arguments) throws Exception {\n" + statements + "}\n}\n";
    }

    private String run(String program) throws Exception {
        Path source = folder.resolve("Tutorial.java");
        Files.writeString(source, program);
        String classPath = System.getProperty("java.class.path");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", folder.toString(), source.toString());
        assertThat(result).as("%s", program).isZero();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        java.toString(),
                        // whatever the locale is: of JDK 17 and of 19 and later
                        "-Dfile.encoding=UTF-8",
                        "-Dstdout.encoding=UTF-8",
                        "-cp",
                        folder + File.pathSeparator + classPath,
                        "Tutorial")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as("%s", Files.readString(output)).isZero();
        return Files.readString(output).replace(System.lineSeparator(), "\n");
    }

    /** The page with the output of each executed block in the text block that follows it. */
    private static String withOutput(String page, String output) {
        String[] printed = output.split(Pattern.quote(MARK), -1);
        StringBuilder written = new StringBuilder();
        int at = 0;
        int executed = 0;
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            String code = block.group(2);
            if (block.group(1).equals("text")) {
                written.append(page, at, block.start(2)).append(printed[executed]);
                at = block.end(2);
            } else if (!code.startsWith("import ") && !code.startsWith("static ")) {
                executed++;
                boolean shown = page.startsWith("\n```text\n", block.end());
                assertThat(printed[executed].isEmpty()).as("%s", code).isEqualTo(!shown);
            }
        }
        assertThat(executed).isEqualTo(printed.length - 1);
        return written.append(page.substring(at)).toString();
    }

    private static byte[] get() {
        Request request = new Request("GET", "/hello", Headers.of("Host", "example.com"));
        return Connection.client().send(request, new EndOfMessage());
    }

    private static void read(Connection connection, byte[] bytes, List<String> events) {
        connection.receiveData(bytes);
        for (NextEvent next = connection.nextEvent(); !(next instanceof Signal); next = connection.nextEvent()) {
            events.add(next.getClass().getSimpleName());
        }
    }

    @Test
    void exercise_1_byte_by_byte_the_same_two_events_come_once_each() {
        Connection server = Connection.server();
        List<String> events = new ArrayList<>();
        for (byte each : get()) {
            read(server, new byte[] {each}, events);
        }
        assertThat(events).containsExactly("Request", "EndOfMessage");
    }

    @Test
    void exercise_2_the_response_to_HEAD_has_the_head_alone() {
        Connection server = Connection.server();
        read(server, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), new ArrayList<>());
        byte[] answer = server.send(
                new Response(200, Headers.of("Content-Type", "text/plain")), Data.utf8("Hello\n"), new EndOfMessage());
        assertThat(new String(answer, StandardCharsets.ISO_8859_1))
                .startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n")
                .endsWith("\r\n\r\n")
                .doesNotContain("Hello");
    }

    @Test
    void exercise_3_the_client_waits_until_the_server_has_sent_100() {
        Connection client = Connection.client();
        Connection server = Connection.server();
        Headers fields = Headers.of("Host", "a", "Content-Length", "5", "Expect", "100-continue");
        read(server, client.send(new Request("POST", "/", fields)), new ArrayList<>());
        assertThat(server.theyAreWaitingFor100Continue()).isTrue();
        server.send(new InformationalResponse(100, Headers.EMPTY));
        assertThat(server.theyAreWaitingFor100Continue()).isFalse();
    }
}
