package io.github.h11j.jdkserver;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts threads that wait for peers: virtual threads if the running JDK has them (21 and later), whichever JDK
 * compiled this class; otherwise platform threads, which wait for a while for the next task. They do not keep the
 * program alive.
 */
final class Threads {

    /** {@code Thread.startVirtualThread}; null if there is none. */
    private static final @Nullable MethodHandle VIRTUAL = virtual();

    private static final ThreadPoolExecutor PLATFORM = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), Threads::daemon);

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

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Runs a task that may block for long, on a thread of its own, so that it delays no other task.
     *
     * @throws OutOfMemoryError if the system has no thread left
     */
    static void execute(String name, Runnable task) {
        Runnable named = () -> {
            Thread.currentThread().setName(name);
            task.run();
        };
        MethodHandle virtual = VIRTUAL;
        if (virtual == null) {
            PLATFORM.execute(named);
            return;
        }
        try {
            Thread started = (Thread) virtual.invokeExact(named);
            started.setName(name);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("no checked exception is declared", e);
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
            CountDownLatch done = new CountDownLatch(1);
            execute("h11j-prepare", () -> {
                awaitNobody(nobody);
                done.countDown();
            });
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitNobody(ServerSocket socket) {
        try {
            socket.accept().close();
        } catch (IOException e) {
            // no connection, as expected; but the thread has waited
        }
    }
}
