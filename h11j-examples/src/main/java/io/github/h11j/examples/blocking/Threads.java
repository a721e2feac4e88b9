package io.github.h11j.examples.blocking;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts threads that wait for peers: virtual threads if the running JDK has them (21 and later), whichever JDK
 * compiled this; otherwise platform threads.
 */
public final class Threads {

    private static final System.Logger LOG = System.getLogger("io.github.h11j.examples");

    /** {@code Thread.startVirtualThread}; null if there is none. */
    private static final @Nullable MethodHandle VIRTUAL = virtual();

    /** If there are no virtual threads: platform threads that wait for a while for the next task. */
    private static final Executor PLATFORM = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> daemon("h11j-helper", task));

    private Threads() {}

    private static @Nullable MethodHandle virtual() {
        try {
            MethodHandle start = MethodHandles.publicLookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
            start.invoke((Runnable) () -> {}); // in JDK 19 and 20 it exists but throws
            return start;
        } catch (Throwable e) {
            return null;
        }
    }

    /**
     * Prepares for a shortage of file descriptors. The poller of virtual threads opens some when it is first needed. If
     * there were none left then, no virtual thread could ever wait for a socket.
     *
     * @throws IOException if there are none now
     */
    static void prepare() throws IOException {
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody.setSoTimeout(1);
            start("h11j-prepare", () -> awaitNobody(nobody)).join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitNobody(ServerSocket socket) {
        try (Socket somebody = socket.accept()) {
            LOG.log(System.Logger.Level.DEBUG, "unexpected connection: {0}", somebody);
        } catch (IOException e) {
            // no connection, as expected
        }
    }

    /**
     * Starts a thread.
     *
     * @param name of the thread
     * @param task what it does
     * @return the thread, which does not keep the program alive
     * @throws OutOfMemoryError if the system has no thread left
     */
    public static Thread start(String name, Runnable task) {
        MethodHandle virtual = VIRTUAL;
        if (virtual != null) {
            return virtual(virtual, name, task);
        }
        Thread thread = daemon(name, task);
        thread.start();
        return thread;
    }

    /**
     * Runs a task that may block, on another thread, which may have run other tasks before. It delays no other task.
     *
     * @param task may wait for a peer for any length of time
     * @throws OutOfMemoryError if the system has no thread left
     */
    public static void execute(Runnable task) {
        MethodHandle virtual = VIRTUAL;
        if (virtual != null) {
            virtual(virtual, "h11j-helper", task);
        } else {
            PLATFORM.execute(task);
        }
    }

    private static Thread virtual(MethodHandle start, String name, Runnable task) {
        Runnable named = () -> {
            Thread.currentThread().setName(name);
            task.run();
        };
        try {
            return (Thread) start.invokeExact(named);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("no checked exception is declared", e);
        }
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
