package io.github.h11j.examples.interop;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds programs of this machine. Without one the test that needs it is skipped; where the environment variable
 * {@code CI} is {@code true} it fails.
 */
final class Tool {

    private static final Map<List<String>, Optional<Path>> PYTHONS = new ConcurrentHashMap<>();

    private Tool() {}

    /**
     * A program.
     *
     * @param name of its file
     * @param debianPackage the package that brings it, for the message
     * @return where it is
     */
    static String path(String name, String debianPackage) {
        return directories()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseGet(() -> missing("the program " + name, debianPackage));
    }

    /**
     * A Python that has modules: the system's, for which Debian's packages are, before others on the {@code PATH}.
     *
     * @param modules to be importable
     * @return where it is
     */
    static String python(String... modules) {
        return PYTHONS.computeIfAbsent(List.of(modules), Tool::findPython)
                .map(Path::toString)
                .orElseGet(() -> missing(
                        "a python3 that imports " + List.of(modules),
                        "python3 python3-" + String.join(" python3-", modules)));
    }

    private static Optional<Path> findPython(List<String> modules) {
        String imports = "import " + String.join(", ", modules);
        return Stream.concat(Stream.of(Path.of("/usr/bin")), directories())
                .distinct()
                .map(directory -> directory.resolve("python3"))
                .filter(Files::isExecutable)
                .filter(python -> Program.run(Duration.ofSeconds(30), List.of(python.toString(), "-c", imports))
                                .status()
                        == 0)
                .findFirst();
    }

    /** Those of the PATH, and those that only root has there. */
    private static Stream<Path> directories() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/local/sbin", "/usr/sbin"))
                .filter(directory -> !directory.isEmpty())
                .distinct()
                .map(Path::of);
    }

    private static String missing(String what, String debianPackages) {
        String message = what + " is not here (Debian: " + debianPackages + ")";
        if ("true".equals(System.getenv("CI"))) {
            return Assertions.fail(message);
        }
        return Assumptions.abort(message);
    }
}
