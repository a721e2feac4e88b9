package io.github.h11j.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestWriterTest {

    @TempDir
    Path folder = Path.of("");

    static List<Scenario> scenarios() {
        return Scenario.ALL;
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void a_lesson_as_a_test_compiles_and_passes(Scenario scenario) throws Exception {
        passes(scenario.policy(), scenario.script());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hold c.get", "c=%00%22%5c%80 s.bad s.end", "c.get s=HTTP c=x", "s.close c.close"})
    void other_moves_as_a_test_compile_and_pass(String script) throws Exception {
        passes("h11", script);
        passes("tolerant-client", script);
    }

    private void passes(String policy, String script) throws Exception {
        Path source = folder.resolve("ExploredTest.java");
        Files.writeString(source, Explorer.test(policy, script));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(result).as("%s", Files.readString(source)).isZero();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Class<?> test = loader.loadClass("ExploredTest");
            Constructor<?> constructor = test.getDeclaredConstructor();
            constructor.setAccessible(true);
            List<String> run = new ArrayList<>();
            for (Method method : test.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    method.setAccessible(true);
                    method.invoke(constructor.newInstance());
                    run.add(method.getName());
                }
            }
            assertThat(run).hasSize(1);
        }
    }
}
