package io.github.h11j.examples.running;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.ZoneId;

/**
 * Makes the JDK initialize what a server needs later. Some of its classes open a file descriptor when they are
 * initialized: one that closes sockets, the time zones that a log prints, the configuration of the log. If a process
 * needs them first when it has no file descriptor left, they fail permanently: no socket could be closed any more.
 */
public final class Startup {

    private Startup() {}

    /**
     * Prepares for a time without file descriptors.
     *
     * @param log the logger that will be used later
     * @throws IOException if there is none even now
     */
    @SuppressWarnings("ReturnValueIgnored") // the rules of the zone are read from a file
    public static void prepare(System.Logger log) throws IOException {
        SocketChannel.open().close();
        ZoneId.systemDefault().getRules();
        log.isLoggable(System.Logger.Level.WARNING);
    }
}
