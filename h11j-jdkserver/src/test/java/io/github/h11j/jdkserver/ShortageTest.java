package io.github.h11j.jdkserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.h11j.build.Sample;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server that has no descriptor or no thread left goes on when there are some. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class ShortageTest {

    private static final int LIMIT = 150;
    private static final int CLIENTS = 160;
    private static final int FIT = 20;

    /** The server, in a process of its own. */
    static final class Program {
        public static void main(String[] arguments) throws IOException {
            HttpServer server = Provider.H11J.get().createHttpServer(Provider.anyPort(), CLIENTS);
            server.setExecutor(Executors.newCachedThreadPool());
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write("ok".getBytes(ISO_8859_1));
                exchange.close();
            });
            server.start();
            System.out.println(server.getAddress().getPort());
        }
    }

    /** With jars in place of folders, as a user has it: to load a class from a folder needs a descriptor each time. */
    private static String classPath(Path folder) {
        List<String> entries = new ArrayList<>();
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : all.split(File.pathSeparator, -1)) {
            if (!entry.isEmpty() && Files.isDirectory(Path.of(entry))) {
                String jar = folder.resolve(entries.size() + ".jar").toString();
                ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
                assertThat(tool.run(System.out, System.err, "--create", "--file", jar, "-C", entry, "."))
                        .isZero();
                entries.add(jar);
            } else {
                entries.add(entry);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    /** A server in a process of its own, with limits that a test must not set for itself. */
    private static final class Child implements AutoCloseable {
        private final Process process;
        final int port;

        Child(Path folder, String limit, String... options) throws Exception {
            List<String> command = new ArrayList<>(List.of("bash", "-c", limit + "\nexec \"$@\"", "h11j"));
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add(
                    "-Xlog:disable"); // two lines for each thread that does not start fill the pipe, and then they stop
            // the server
            command.addAll(Sample.JVM_OPTIONS);
            command.addAll(List.of(options));
            command.addAll(List.of("-cp", classPath(folder), Program.class.getName()));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String line = new BufferedReader(new InputStreamReader(process.getInputStream(), ISO_8859_1)).readLine();
            assertThat(line).as("its port").isNotNull();
            port = Integer.parseInt(line);
        }

        int descriptors() {
            String[] open = Path.of("/proc", Long.toString(process.pid()), "fd")
                    .toFile()
                    .list();
            return open == null ? 0 : open.length;
        }

        boolean isServing() {
            try (Raw client = new Raw(port)) {
                return client.get("/").read().body().equals("ok");
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    @Test
    void a_server_without_descriptors_recovers(@TempDir Path folder) throws Exception {
        try (Child child = new Child(folder, "ulimit -n " + LIMIT)) {
            for (int round = 0; round < 2; round++) {
                crowd(child, (answered, closed) -> child.descriptors() >= LIMIT - 1 && answered >= FIT);
                await(() -> "it does not serve again", child::isServing);
            }
        }
    }

    /** Not the number of threads is limited, which does not bind root, but the memory for their stacks. */
    @Test
    void a_server_without_threads_recovers(@TempDir Path folder) throws Exception {
        assumeTrue(Runtime.version().feature() < 21, "virtual threads have no stacks of their own");
        try (Child child = new Child(
                folder,
                "ulimit -v 8000000",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:ReservedCodeCacheSize=32m",
                "-XX:CompressedClassSpaceSize=32m",
                "-Xss128m")) {
            crowd(child, (answered, closed) -> answered > 0 && closed > 0 && answered + closed == CLIENTS);
            await(() -> "it does not serve again", child::isServing);
        }
    }

    /** Whether enough has happened. */
    private interface Enough {
        boolean is(int answered, int closed);
    }

    /** More clients than fit. They keep their connections until enough has happened. */
    private static void crowd(Child child, Enough enough) throws Exception {
        List<Raw> clients = new ArrayList<>();
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Raw client = new Raw(child.port);
            client.socket().setSoTimeout(60_000);
            clients.add(client);
            Thread reader = new Thread(() -> {
                boolean ok = isAnswered(client);
                (ok ? answered : closed).incrementAndGet();
            });
            readers.add(reader);
            reader.start();
        }
        await(
                () -> answered + " are answered, " + closed + " closed, of " + CLIENTS + "; descriptors: "
                        + child.descriptors(),
                () -> enough.is(answered.get(), closed.get()));
        for (Raw client : clients) {
            client.close();
        }
        for (Thread reader : readers) {
            reader.join();
        }
    }

    private static boolean isAnswered(Raw client) {
        try {
            return client.get("/")
                    .read()
                    .status()
                    .matches("200|503"); // 503: there was a thread, but none for the handler
        } catch (IOException e) {
            return false;
        }
    }

    private static void await(Supplier<String> state, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as(state).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }
}
