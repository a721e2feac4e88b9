package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Solutions of the exercises of docs/guide/testing-your-server.md and testing-your-client.md: what to change in their programs. */
class TestingExercisesTest {

    private static final Path GUIDE = Path.of("..", "docs", "guide");

    @TempDir
    Path folder = Path.of("");

    private String source(String page, String name) throws Exception {
        Matcher blocks =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(GUIDE.resolve(page)));
        while (blocks.find()) {
            if (blocks.group(1).contains("class " + name + " ")) {
                return blocks.group(1);
            }
        }
        throw new AssertionError("the page has no " + name);
    }

    private static String changed(String source, String old, String now) {
        assertThat(source).containsOnlyOnce(old);
        return source.replace(old, now);
    }

    private URLClassLoader compiled(Map<String, String> sources) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), "-d", folder.toString()));
        for (Map.Entry<String, String> each : sources.entrySet()) {
            arguments.add(Files.writeString(folder.resolve(each.getKey() + ".java"), each.getValue())
                    .toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        return new URLClassLoader(new URL[] {folder.toUri().toURL()});
    }

    private static ConformanceCase test(CaseKind kind, String id) {
        return CaseFile.builtIn(kind).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Verdict verdict(String server, String id) throws Exception {
        try (URLClassLoader loader = compiled(Map.of("HastyServer", server))) {
            Object port = loader.loadClass("HastyServer").getMethod("start").invoke(null);
            try (ServerRunner runner =
                    new ServerRunner(ServerTarget.of(URI.create("http://127.0.0.1:" + port + "/")), 1)) {
                return runner.run(test(CaseKind.SERVER, id)).verdict();
            }
        }
    }

    @Test
    void server_exercise_1_a_request_without_Host_is_refused_and_the_connection_ends() throws Exception {
        String hasty = source("testing-your-server.md", "HastyServer");
        String mended = changed(hasty, "                in.skip(", """
                                if (requestLine.endsWith("HTTP/1.1") && !fields.containsKey("host")) {
                                    String refusal = "HTTP/1.1 400 Bad Request\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n";
                                    socket.getOutputStream().write(refusal.getBytes(StandardCharsets.ISO_8859_1));
                                    return;
                                }
                                in.skip(""");
        assertThat(verdict(hasty, "host-missing")).isEqualTo(Verdict.FAIL);
        assertThat(verdict(mended, "host-missing")).isEqualTo(Verdict.PASS);
    }

    /** A map keeps the last of two values, so the first Host is forgotten. */
    @Test
    void server_exercise_2_a_second_Host_needs_more_than_a_map() throws Exception {
        String hasty = source("testing-your-server.md", "HastyServer");
        String mended = changed(
                hasty,
                "                    fields.put(",
                "                    if (field[0].equalsIgnoreCase(\"host\") && fields.containsKey(\"host\")) {\n"
                        + "                        socket.getOutputStream().write((\"HTTP/1.1 400 Bad Request\\r\\n\"\n"
                        + "                                + \"Content-Length: 0\\r\\nConnection: close\\r\\n\\r\\n\")"
                        + ".getBytes(StandardCharsets.ISO_8859_1));\n"
                        + "                        return;\n                    }\n                    fields.put(");
        assertThat(verdict(hasty, "host-twice")).isEqualTo(Verdict.FAIL);
        assertThat(verdict(mended, "host-twice")).isEqualTo(Verdict.PASS);
    }

    private Verdict clientVerdict(String client, String id) throws Exception {
        Map<String, String> sources =
                Map.of("HastyClient", client, "HastyClientTest", source("testing-your-client.md", "HastyClientTest"));
        try (URLClassLoader loader = compiled(sources)) {
            Constructor<?> constructor = loader.loadClass("HastyClientTest").getDeclaredConstructor();
            constructor.setAccessible(true);
            ClientConformanceTest program = (ClientConformanceTest) constructor.newInstance();
            try (ClientRunner runner = new ClientRunner(program::send, Duration.ofSeconds(2), 1)) {
                return runner.run(test(CaseKind.CLIENT, id)).verdict();
            }
        } catch (InvocationTargetException e) {
            throw new AssertionError(e);
        }
    }

    private String mendedClient() throws Exception {
        return changed(source("testing-your-client.md", "HastyClient"), "            return new Answer(", """
                            int head = response.indexOf("\\r\\n\\r\\n") + 4;
                            java.util.regex.Matcher length = java.util.regex.Pattern.compile("(?i)\\r\\ncontent-length: *([0-9]+)")
                                    .matcher(response.substring(0, head));
                            if (length.find() && response.length() - head < Integer.parseInt(length.group(1))) {
                                throw new EOFException("the content is cut off");
                            }
                            return new Answer(""");
    }

    @Test
    void client_exercise_1_content_that_is_shorter_than_its_length_is_an_error() throws Exception {
        String hasty = source("testing-your-client.md", "HastyClient");
        assertThat(clientVerdict(hasty, "truncated-length")).isEqualTo(Verdict.FAIL);
        assertThat(clientVerdict(mendedClient(), "truncated-length")).isEqualTo(Verdict.PASS);
    }

    /** It believes that what has no length ends with the connection: a chunk is cut off unseen, and so is a field. */
    @Test
    void client_exercise_2_chunks_and_heads_can_be_cut_off_too() throws Exception {
        for (String id : List.of("truncated-in-chunk-data", "truncated-after-last-chunk", "truncated-in-field")) {
            assertThat(clientVerdict(mendedClient(), id)).as(id).isEqualTo(Verdict.FAIL);
        }
    }
}
