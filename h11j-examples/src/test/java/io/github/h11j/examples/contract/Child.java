package io.github.h11j.examples.contract;

import io.github.h11j.build.Sample;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assertions;

/** The command line as a process of its own, with limits that a test must not set for itself. */
final class Child implements AutoCloseable {

    private static final String LISTENING = "listening on http://127.0.0.1:";

    private static final String CLASS_PATH = jars();

    private final Process process;

    @SuppressWarnings("JdkObsolete") // one thread writes it, another reads it
    private final StringBuffer output = new StringBuffer();

    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    /**
     * Starts it and waits until it listens.
     *
     * @param java the home of a JDK
     * @param limits shell commands before it: {@code ulimit ...}
     * @param options of the JVM
     * @param arguments of the command line
     */
    Child(Path java, String limits, List<String> options, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "-c", limits + "\nexec \"$@\"", "h11j"));
        command.add(java.resolve("bin").resolve("java").toString());
        command.addAll(Sample.JVM_OPTIONS);
        command.addAll(options);
        command.addAll(List.of("-cp", CLASS_PATH));
        command.add("io.github.h11j.examples.cli.Main");
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread reader = new Thread(this::read, "child-output");
        reader.setDaemon(true);
        reader.start();
        boolean listens = false;
        try {
            port.get(60, TimeUnit.SECONDS);
            listens = true;
        } finally {
            if (!listens) {
                close();
            }
        }
    }

    /**
     * The class path of the tests with its folders as jars, as a user has it: to load a class from a folder needs a
     * descriptor each time.
     */
    private static String jars() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(entry -> Files.isDirectory(Path.of(entry)) ? jar(Path.of(entry)) : entry)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String jar(Path folder) {
        try {
            Path jar = Files.createTempFile("h11j", ".jar");
            jar.toFile().deleteOnExit();
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
                    Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
                    zip.putNextEntry(new ZipEntry(name));
                    Files.copy(file, zip);
                }
            }
            return jar.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The homes of the JDK that runs the tests and, where it is found beside it, of the newest that is supported. */
    static Stream<Path> javas() throws IOException {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        List<Path> all = new ArrayList<>(List.of(own));
        Path parent = own.getParent();
        if (parent != null) {
            try (Stream<Path> beside = Files.list(parent)) {
                beside.filter(home -> home.getFileName().toString().matches(".*\\b25\\b.*"))
                        .filter(home -> Files.isExecutable(home.resolve("bin").resolve("java")))
                        .filter(home -> !home.equals(own))
                        .findFirst()
                        .ifPresent(all::add);
            }
        }
        return all.stream();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                if (line.startsWith(LISTENING)) {
                    port.complete(Integer.parseInt(line.substring(LISTENING.length())));
                }
            }
        } catch (IOException e) {
            output.append(e);
        }
        port.completeExceptionally(new IOException("it ended: " + output));
    }

    int port() {
        return port.join();
    }

    /** SIGTERM, which must end it. */
    void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            Assertions.fail("SIGTERM did not end it: " + this);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** How many descriptors it has open, on Linux. */
    int descriptors() {
        String[] open =
                Path.of("/proc", Long.toString(process.pid()), "fd").toFile().list();
        return open == null ? 0 : open.length;
    }

    @Override
    public String toString() {
        return output.length() < 20_000 ? output.toString() : output.substring(0, 20_000);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
