package io.github.h11j.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault that is put back into the engine is found by the simulation. */
@Tag("mutants")
class MutantsTest {

    private static final String ENGINE = "io.github.h11j.engine.";
    private static final int MOST_WORLDS = 10_000;

    /**
     * The world that last found a mutant which few worlds find. It is tried first, which takes milliseconds instead of
     * seconds; where it does not find the mutant, because the worlds have changed since, all others are tried as usual.
     */
    private static final Map<Mutant, Long> FOUND_IN = Map.of(
            Mutant.AN_EARLY_ANSWER_AFTER_ASKING_DOES_NOT_SAY_CLOSE, 993L,
            Mutant.WHAT_IS_READ_AHEAD_HAS_NO_BOUND, 506L,
            Mutant.A_BODY_IS_PASSED_ON_AFTER_THE_RESPONSE, 763L,
            Mutant.A_TRUNCATED_RESPONSE_LOOKS_COMPLETE, 1491L,
            Mutant.A_FILE_IS_LEFT_OPEN, 6326L,
            Mutant.BYTES_OF_THE_OTHER_PROTOCOL_ARE_LOST, 576L,
            Mutant.THE_END_OF_THE_OTHER_PROTOCOL_IS_LOST, 2030L,
            Mutant.WHAT_COMES_BEFORE_A_REQUEST_IS_TAKEN_IS_ITS_ANSWER, 830L,
            Mutant.AN_UNSENT_REQUEST_IS_LOST_WITH_A_DEAD_CONNECTION, 8831L);

    /** All of them in CI, else a tenth: which tenth changes with each mutant that is added. */
    static List<Mutant> mutants() {
        List<Mutant> all = List.of(Mutant.values());
        return Boolean.getBoolean("h11j.tests.all")
                ? all
                : IntStream.range(0, all.size())
                        .filter(i -> i % 10 == all.size() % 10)
                        .mapToObj(all::get)
                        .toList();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void the_simulation_finds(Mutant mutant, @TempDir Path folder) throws Exception {
        compile(mutant, folder);
        Class<?> world = new Loader(folder).loadClass(World.class.getName());
        Constructor<?> constructor = world.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        Class<?> stats = world.getClassLoader().loadClass(Stats.class.getName());
        Constructor<?> statsConstructor = stats.getDeclaredConstructor();
        statsConstructor.setAccessible(true);
        Method run = world.getDeclaredMethod("run");
        run.setAccessible(true);
        for (long tried = -1; tried < MOST_WORLDS; tried++) {
            long seed = tried < 0 ? FOUND_IN.getOrDefault(mutant, 0L) : tried;
            try {
                run.invoke(constructor.newInstance(seed, statsConstructor.newInstance(), false));
            } catch (InvocationTargetException e) {
                System.out.println(mutant + ": " + firstLine(e.getCause()));
                return;
            }
        }
        assertThat(mutant).as("found within %d worlds", MOST_WORLDS).isNull();
    }

    /** Of all of them, in each build: in most builds, most mutants are not run. */
    @ParameterizedTest
    @EnumSource
    void the_source_still_has_what_a_mutant_replaces(Mutant mutant) throws IOException {
        assertThat(Files.readString(source(mutant))).contains(mutant.original);
        assertThat(mutant.replacement).isNotEqualTo(mutant.original);
    }

    private static Path source(Mutant mutant) {
        return Path.of("src/main/java", ENGINE.replace('.', '/'), mutant.file + ".java");
    }

    private static String firstLine(Throwable found) {
        return String.valueOf(found).lines().findFirst().orElse("");
    }

    private static void compile(Mutant mutant, Path folder) throws IOException {
        String path = ENGINE.replace('.', '/') + mutant.file + ".java";
        String source = Files.readString(source(mutant));
        Path changed = Files.createDirectories(
                        folder.resolve("source").resolve(path).getParent())
                .resolve(mutant.file + ".java");
        Files.writeString(changed, source.replace(mutant.original, mutant.replacement));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        String classes = String.join(
                File.pathSeparator,
                List.of(
                        System.getProperty("java.class.path", ""),
                        System.getProperty("jdk.module.path", ""),
                        "target/classes"));
        int result = compiler.run(
                null,
                messages,
                messages,
                "-proc:none",
                "-nowarn",
                "-cp",
                classes,
                "-d",
                folder.toString(),
                changed.toString());
        assertThat(result).as(messages.toString(StandardCharsets.UTF_8)).isZero();
    }

    /** Has its own engine and its own simulation of it. */
    private static final class Loader extends ClassLoader {
        private final Path changed;

        Loader(Path changed) {
            super(MutantsTest.class.getClassLoader());
            this.changed = changed;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(ENGINE)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            String path = name.replace('.', '/') + ".class";
            Path file = changed.resolve(path);
            try (InputStream in = Files.exists(file)
                    ? Files.newInputStream(file)
                    : MutantsTest.class.getResourceAsStream("/" + path)) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
