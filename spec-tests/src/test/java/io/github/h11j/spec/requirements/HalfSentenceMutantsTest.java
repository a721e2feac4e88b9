package io.github.h11j.spec.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Connection;
import io.github.h11j.build.Sample;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A core that breaks one half of a sentence fails the scripts of that sentence: that an edited script fails does not
 * yet prove that an implementation can fail it.
 */
@Tag("mutants")
@Tag("slow") // for mutation testing
class HalfSentenceMutantsTest {

    private static final Path SOURCES = Path.of("..", "h11j-core", "src", "main", "java", "io", "github", "h11j");
    private static final int SECONDS = 30;
    private static final Set<RfcRequirement.Level> LEVELS =
            EnumSet.of(RfcRequirement.Level.MUST, RfcRequirement.Level.MUST_NOT);

    @TempDir
    Path folder = Path.of("");

    /** The core with the mutant, and the scripts on top of it; everything else is shared. */
    private static final class MutantLoader extends URLClassLoader {

        private static final String OURS = "io.github.h11j.";

        MutantLoader(URL[] urls) {
            super(urls, Connection.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith(OURS)) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }

    static List<HalfSentence> halves() {
        return Sample.of(HalfSentence.all());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("halves")
    void each_half_of_a_sentence_is_tested(HalfSentence half) throws Exception {
        compile(half);
        try (URLClassLoader loader = new MutantLoader(urls())) {
            assertThat(firstFailure(loader, half.requirement()))
                    .as("the scripts of the requirement do not see it")
                    .isNotEmpty()
                    .as("it does not break the requirement, but ends in an exception of its own")
                    .doesNotContainPattern("java\\.\\w+\\.\\w+Exception");
        }
    }

    /** Of all of them, in each build: in most builds, most mutants are not run. */
    @Test
    void the_source_still_has_what_a_mutant_replaces() throws IOException {
        for (HalfSentence half : HalfSentence.all()) {
            for (String type : half.types()) {
                String source = Files.readString(SOURCES.resolve(type + ".java"));
                assertThat(half.applied(type, source)).as(half.toString()).isNotEqualTo(source);
            }
        }
    }

    @Test
    void each_must_and_must_not_that_applies_has_a_half() {
        List<String> absolute = RequirementCatalogue.standard().applicable().stream()
                .filter(requirement -> LEVELS.contains(requirement.level()))
                .map(RfcRequirement::id)
                .toList();

        assertThat(absolute)
                .as("without a mutant in half-sentences.yaml, nothing shows that a core can fail its scripts")
                .isNotEmpty()
                .isSubsetOf(requirements());
    }

    @Test
    void the_core_without_a_mutant_fails_none_of_these_scripts() {
        assertThat(requirements()).allMatch(id -> ScriptRun.firstFailure(id).isEmpty());
    }

    private static List<String> requirements() {
        return HalfSentence.all().stream()
                .map(HalfSentence::requirement)
                .distinct()
                .toList();
    }

    private void compile(HalfSentence half) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d", folder.toString()));
        for (String type : half.types()) {
            Path source = folder.resolve(type + ".java");
            Files.writeString(source, half.applied(type, Files.readString(SOURCES.resolve(type + ".java"))));
            arguments.add(source.toString());
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(result).as("the mutant compiles").isZero();
    }

    /** The mutant first, so that it replaces the sound class. */
    private URL[] urls() throws MalformedURLException {
        List<URL> urls = new ArrayList<>(List.of(folder.toUri().toURL()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    /** A mutant may run forever. */
    private static String firstFailure(ClassLoader loader, String requirement) throws Exception {
        CompletableFuture<String> failure = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                Object first = loader.loadClass(ScriptRun.class.getName())
                        .getMethod("firstFailure", String.class)
                        .invoke(null, requirement);
                failure.complete((String) first);
            } catch (InvocationTargetException e) {
                failure.completeExceptionally(e.getCause());
            } catch (ReflectiveOperationException e) {
                failure.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        try {
            return failure.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return "it never ends";
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LinkageError error) {
                throw error; // the mutant does not match the source
            }
            return "it throws " + e.getCause();
        }
    }
}
