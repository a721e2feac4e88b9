package io.github.h11j.examples.conformance;

import io.github.h11j.examples.PageCode;
import io.github.h11j.spec.conformance.ServerConformanceTest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** The loop on the core alone that adapters.md shows, as it stands there, under the kit. */
class CoreLoopConformanceTest extends ServerConformanceTest {

    @TempDir
    static Path folder = Path.of("");

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket listener;

    @Override
    protected URI startServer() throws Exception {
        Method serve = PageCode.loopOnTheCore(folder);
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

    /** Its application: it greets everyone. */
    @Override
    protected Map<String, String> exceptions() {
        return Map.of("https-target-on-plain-connection", "it answers every target");
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
}
