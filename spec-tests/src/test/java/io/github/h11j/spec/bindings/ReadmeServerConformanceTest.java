package io.github.h11j.spec.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.spec.conformance.ServerConformanceTest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** The server that README.md shows, as it stands there, under the kit. */
class ReadmeServerConformanceTest extends ServerConformanceTest {

    private static final String IMPORTS = """
            import io.github.h11j.*;
            import java.io.IOException;
            import java.io.OutputStream;
            import java.net.Socket;
            import java.time.ZoneOffset;
            import java.time.ZonedDateTime;
            import java.time.format.DateTimeFormatter;
            import java.util.Locale;
            """;

    @TempDir
    static Path folder = Path.of("");

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket listener;

    @Override
    protected URI startServer() throws Exception {
        Method serve = serve();
        ServerSocket accepting = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        listener = accepting;
        thread(() -> {
            while (true) {
                Socket socket = accepting.accept();
                open.add(socket);
                thread(() -> {
                    try (socket) {
                        serve.invoke(null, socket);
                    } finally {
                        open.remove(socket);
                    }
                });
            }
        });
        return URI.create("http://127.0.0.1:" + accepting.getLocalPort() + "/");
    }

    @Override
    protected void stopServer() throws IOException {
        if (listener != null) {
            listener.close();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** What its application does: the server of the README says hello to everybody. */
    @Override
    protected Map<String, String> exceptions() {
        return Map.of(
                "method-in-small-letters", "it answers every method",
                "https-target-on-plain-connection", "it answers every target");
    }

    private interface Task {
        void run() throws Exception;
    }

    private static void thread(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (Exception e) {
                // the listener or a connection is closed, by us or by the kit
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static Method serve() throws Exception {
        Matcher block = Pattern.compile("```java\n(static void serve\\(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "README.md")));
        assertThat(block.find()).isTrue();
        Path source = folder.resolve("Readme.java");
        Files.writeString(
                source,
                IMPORTS + "public class Readme {\n" + block.group(1).replaceFirst("static", "public static") + "}\n");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(result).isZero();
        URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
        return loader.loadClass("Readme").getMethod("serve", Socket.class);
    }
}
