package io.github.h11j.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.h11j.build.Sample;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What "Copy as JUnit test" copies compiles without a warning and passes, whatever script the page can hold. */
class TestWriterTest {

    private static final List<String> POLICIES = List.of("strict", "browser", "h11", "tolerant-client");

    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    Path folder = Path.of("");

    private final List<String> sources = new ArrayList<>();

    @Test
    void a_lesson() throws Exception {
        for (String policy : POLICIES) {
            Scenario.ALL.forEach(scenario -> add(policy, scenario.script()));
        }
        passAll();
    }

    @Test
    void odd_moves() throws Exception {
        for (String script : List.of(
                "",
                "hold c.get",
                "c=%00%22%5c%5cu0041%80%ff%09 s.bad s.end",
                "c.get s=HTTP c=x",
                "s.close c.close",
                "c.nonsense x c",
                "c= s=",
                "c.eof c.get",
                "c.close c=GET",
                "s.eof s.eof c.eof c.next")) {
            POLICIES.forEach(policy -> add(policy, script));
        }
        passAll();
    }

    @Test
    void refused_moves() throws Exception {
        for (String script :
                List.of("c.get c.get", "c.next", "s.next s.tunnel", "c.post c.data c.data", "c.get s.101")) {
            POLICIES.forEach(policy -> add(policy, script));
        }
        passAll();
    }

    @Test
    void bytes_by_hand_and_then_the_buttons_that_are_open_after_them() throws Exception {
        String get = Scenario.raw('c', GET);
        String ok = Scenario.raw('s', OK);
        String old = Scenario.raw('c', "GET / HTTP/1.0\r\n\r\n");
        String folded = Scenario.raw('c', "GET / HTTP/1.1\r\nHost: x\r\nX: one\r\n two\r\n\r\n");
        for (String script : List.of(
                get + " s.ok s.data s.end s.next c.next c.get c.end",
                "c.get c.end " + ok + " c.next s.next c.get c.end s.nothing s.end",
                get + " " + ok + " s.next c.next " + get + " " + ok,
                "hold " + get + " s.ok deliver s.data s.end",
                "hold " + get + " " + get + " deliver " + ok + " s.next " + ok,
                old + " s.ok s.data s.end s.close c.close",
                old + " " + Scenario.raw('s', "HTTP/1.0 200 OK\r\n\r\nok") + " s.eof c.eof",
                "c.expect " + Scenario.raw('s', "HTTP/1.1 100 Go on\r\n\r\n") + " c.data c.end " + ok,
                "c.chunked " + Scenario.raw('c', "2;a=\"b\"\r\nhi\r\n0\r\nA: \\u\"\r\n\r\n")
                        + " s.ok s.data s.end s.next c.next",
                "c.upgrade c.end "
                        + Scenario.raw('s', "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n\1"),
                "c.post " + Scenario.raw('c', "hel") + " c.eof s.bad s.end",
                Scenario.raw('c', "G@T / HTTP/1.1\r\n\r\n") + " " + get + " s.bad s.end c.next",
                folded + " s.nothing s.end s.next c.next",
                folded + " " + Scenario.raw('s', "HTTP/1.1 204 \r\nX:\r\n\tone\r\n\r\n") + " s.next c.next")) {
            POLICIES.forEach(policy -> add(policy, script));
        }
        passAll();
    }

    @Test
    void both_directions_of_a_conversation_read_as_one() throws Exception {
        String post = "POST /two HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nA: b\r\n\r\n";
        String nothing = "HTTP/1.1 204 No Content\r\n\r\n";
        List<String[]> conversations = List.of(
                new String[] {GET, nothing},
                new String[] {GET + post + GET, OK + nothing + OK},
                new String[] {GET.replace("1.1", "1.0"), OK.replace("1.1", "1.0")},
                new String[] {GET, "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 200 Fine\r\n\r\nuntil the end"
                },
                new String[] {GET + "G@T", OK + "more"},
                new String[] {"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n" + "\0".repeat(70000), nothing
                });
        for (String policy : POLICIES) {
            for (String[] each : conversations) {
                for (String ends : List.of("", "cs", "s")) {
                    add(policy, Capture.script(policy, bytes(each[0]), bytes(each[1]), ends));
                }
            }
        }
        // more than one method of Java may hold
        add("strict", Capture.script("strict", bytes(GET.repeat(400)), bytes(OK.repeat(400))));
        passAll();
    }

    /** The states of the walk of six moves; refusals change none, so one script has those of all grey buttons. */
    @Test
    void every_state_that_six_moves_reach_with_all_moves_that_are_refused_there() throws Exception {
        for (String script : Sample.of(Walk.scripts())) {
            Session session = Session.after("strict", script, null, 0);
            StringBuilder all = new StringBuilder(script);
            for (Offer offer : Offer.ALL) {
                if (session.refusal(offer) != null) {
                    all.append(' ').append(Walk.move(offer));
                }
            }
            add("strict", all + " s.next c.next");
        }
        assertThat(Walk.scripts()).hasSizeGreaterThan(100);
        passAll();
    }

    /** The same walk, with the bytes of the client, of the server or of both by hand, at once or held, and with an end. */
    @ParameterizedTest
    @ValueSource(strings = {"c", "s", "cs", "c hold", "s hold", "cs hold", "c end", "s end", "cs end"})
    void every_state_that_six_moves_reach_with_bytes_by_hand(String how) throws Exception {
        for (String script : Sample.of(Walk.scripts())) {
            String byHand = byHand(script, how.split(" ", -1)[0]);
            String moves = how.endsWith("hold") ? "hold " + byHand + " deliver" : byHand;
            add(
                    "strict",
                    moves
                            + (how.endsWith("end")
                                    ? " s.eof c.eof s.next c.next c.get s.bye"
                                    : " s.next c.next c.get s.ok"));
        }
        passAll();
    }

    private static String byHand(String script, String peers) {
        StringBuilder byHand = new StringBuilder();
        JsonNode before = Golden.parse(Explorer.run("strict", ""));
        String done = "";
        for (String move : script.split(" ", -1)) {
            done = Walk.then(done, move);
            JsonNode after = Golden.parse(Explorer.run("strict", done));
            String stream = move.startsWith("c") ? "c" : "s";
            String sent = after.get(stream)
                    .asText()
                    .substring(before.get(stream).asText().length());
            boolean replaced = peers.contains(stream) && !sent.isEmpty();
            byHand.append(replaced ? Scenario.raw(stream.charAt(0), sent) : move)
                    .append(' ');
            before = after;
        }
        return byHand.toString().trim();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void add(String policy, String script) {
        sources.add("// " + policy + ": "
                + script.substring(0, Math.min(500, script.length())).replace("\\u", "?") + "\n"
                + Explorer.test(policy, script));
    }

    /** One call of the compiler for all of them: alone it takes half a second each. */
    private void passAll() throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-Xlint:all",
                "-Werror",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString()));
        for (int i = 0; i < sources.size(); i++) {
            Path source = folder.resolve(name(i) + ".java");
            Files.writeString(source, sources.get(i).replace("class ExploredTest", "class " + name(i)));
            arguments.add(source.toString());
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
        assertThat(result).isZero();
        List<String> failed = new ArrayList<>();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            for (int i = 0; i < sources.size(); i++) {
                run(loader.loadClass(name(i)), sources.get(i), failed);
            }
        }
        assertThat(failed).isEmpty();
    }

    private static String name(int number) {
        return "Explored" + number + "Test";
    }

    private static void run(Class<?> test, String source, List<String> failed) throws ReflectiveOperationException {
        List<Method> tests = Arrays.stream(test.getDeclaredMethods())
                .filter(each -> each.isAnnotationPresent(Test.class))
                .toList();
        assertThat(tests).hasSize(1);
        Constructor<?> constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        tests.get(0).setAccessible(true);
        try {
            tests.get(0).invoke(constructor.newInstance());
        } catch (InvocationTargetException e) {
            failed.add(e.getCause() + " in " + source);
        }
    }
}
