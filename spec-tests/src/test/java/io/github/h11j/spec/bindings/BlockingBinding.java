package io.github.h11j.spec.bindings;

import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Limits;
import io.github.h11j.NextEvent;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A server over blocking sockets, one thread per connection, as a user would write it on the core alone. */
final class BlockingBinding implements RunningServer {

    private static final Policy POLICY = Policy.STRICT.with(Limits.DEFAULT.withBody(1 << 20));
    private static final int MAX_DRAIN = 1 << 18;
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final Set<String> KNOWN =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    private final ServerSocket listener;
    private final Timeouts timeouts;
    private final Set<Peer> peers = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    private BlockingBinding(ServerSocket listener, Timeouts timeouts) {
        this.listener = listener;
        this.timeouts = timeouts;
    }

    static BlockingBinding start(Timeouts timeouts) throws IOException {
        BlockingBinding server =
                new BlockingBinding(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), timeouts);
        thread(server::accept);
        return server;
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "blocking-binding");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (true) {
            try {
                Peer peer = new Peer(listener.accept());
                peers.add(peer);
                thread(peer);
            } catch (IOException e) {
                return; // closed by stop
            }
        }
    }

    @Override
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public boolean stop(Duration atMost) throws InterruptedException {
        stopping = true;
        close(listener);
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (peers) {
            peers.forEach(Peer::stopIfIdle);
            while (!peers.isEmpty() && System.nanoTime() < deadline) {
                peers.wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            }
        }
        boolean all = peers.isEmpty();
        peers.forEach(peer -> close(peer.socket));
        return all;
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private final class Peer implements Runnable {

        private final Socket socket;
        private final Connection http = Connection.server(POLICY);
        private final byte[] buffer = new byte[16_384];
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private @Nullable Request request;
        private volatile boolean idle;
        private long deadline;

        Peer(Socket socket) {
            this.socket = socket;
        }

        @Override
        public void run() {
            try (socket) {
                socket.setTcpNoDelay(true);
                beginIdle();
                while (step()) {
                    // again
                }
                closeGently();
            } catch (IOException e) {
                // the peer has disconnected
            } finally {
                synchronized (peers) {
                    peers.remove(this);
                    peers.notifyAll();
                }
            }
        }

        private boolean step() throws IOException {
            NextEvent next;
            try {
                next = http.nextEvent();
            } catch (RemoteProtocolException e) {
                write(http.errorResponse(e, date()));
                return false;
            }
            if (next == Signal.NEED_DATA) {
                return read();
            } else if (next instanceof Request head) {
                request = head;
                body.reset();
                deadlineIn(timeouts.body());
                if (http.theyAreWaitingFor100Continue()) {
                    write(List.of(new InformationalResponse(100, Headers.EMPTY)));
                }
            } else if (next instanceof Data data) {
                body.writeBytes(data.bytes().toByteArray());
            } else if (next instanceof EndOfMessage && request != null) {
                write(answer(request));
                if (!http.isReusable()) {
                    return false;
                }
                http.startNextCycle();
                beginIdle();
            } else {
                return false; // closed
            }
            return true;
        }

        private void beginIdle() {
            request = null;
            idle = http.bufferedBytes() == 0;
            deadlineIn(idle ? timeouts.idle() : timeouts.head());
            if (stopping) {
                stopIfIdle();
            }
        }

        private void stopIfIdle() {
            if (idle) {
                try {
                    socket.shutdownInput(); // ends the read
                } catch (IOException e) {
                    // closed already
                }
            }
        }

        private void deadlineIn(Duration time) {
            deadline = System.nanoTime() + time.toNanos();
        }

        private boolean read() throws IOException {
            int n;
            try {
                socket.setSoTimeout((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
                n = socket.getInputStream().read(buffer);
            } catch (SocketTimeoutException e) {
                if (!idle) {
                    write(http.errorResponse(408, "the request did not come in time", date()));
                }
                return false;
            }
            if (n < 0) {
                http.receiveEof();
                return true;
            }
            if (idle) {
                idle = false;
                deadlineIn(timeouts.head());
            } else if (request != null) {
                deadlineIn(timeouts.body());
            }
            http.receiveData(buffer, 0, n);
            return true;
        }

        private void write(List<? extends Event> events) throws IOException {
            if (!events.isEmpty()) {
                socket.getOutputStream().write(http.send(events));
            }
        }

        /** Closing with unread bytes would reset the connection, and the reset could destroy the answer. */
        private void closeGently() throws IOException {
            socket.shutdownOutput();
            deadlineIn(LINGER);
            long drained = 0;
            int n = 0;
            while (n >= 0 && drained < MAX_DRAIN && System.nanoTime() < deadline) {
                drained += n;
                socket.setSoTimeout((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
                n = socket.getInputStream().read(buffer);
            }
        }

        private List<Event> answer(Request request) {
            byte[] content = "Hello\n".getBytes(StandardCharsets.UTF_8);
            Headers headers = date().with("Content-Type", "text/plain");
            int status = 200;
            if (request.target().regionMatches(true, 0, "https:", 0, 6)) {
                status = 421;
            } else if (request.method().equals("POST")) {
                content = body.toByteArray();
            } else if (request.method().equals("OPTIONS")) {
                headers = headers.with("Allow", "GET, HEAD, POST, OPTIONS");
                content = new byte[0];
            } else if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
                status = KNOWN.contains(request.method()) ? 405 : 501;
                headers = headers.with("Allow", "GET, HEAD, POST, OPTIONS");
            }
            if (stopping) {
                headers = headers.with("Connection", "close");
            }
            return List.of(new Response(status, headers), Data.of(content), EndOfMessage.NO_TRAILERS);
        }

        private static Headers date() {
            return Headers.of("Date", DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
        }
    }
}
