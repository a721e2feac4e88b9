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
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server of one loop over NIO and one direct read buffer, as a user would write it on the core alone. */
final class NioBinding implements RunningServer {

    private static final Policy POLICY = Policy.STRICT.with(Limits.DEFAULT.withBody(1 << 20));
    private static final int MAX_DRAIN = 1 << 18;
    private static final int MAX_QUEUED = 1 << 18;
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final Set<String> KNOWN =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final Timeouts timeouts;
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(65_536);
    private final Set<Peer> peers = new HashSet<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile boolean abort;

    private NioBinding(Selector selector, ServerSocketChannel listener, Timeouts timeouts) {
        this.selector = selector;
        this.listener = listener;
        this.timeouts = timeouts;
    }

    static NioBinding start(Timeouts timeouts) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        listener.configureBlocking(false);
        NioBinding server = new NioBinding(Selector.open(), listener, timeouts);
        listener.register(server.selector, SelectionKey.OP_ACCEPT);
        Thread loop = new Thread(server::loop, "nio-binding");
        loop.setDaemon(true);
        loop.start();
        return server;
    }

    @Override
    public int port() {
        return listener.socket().getLocalPort();
    }

    @Override
    public boolean stop(Duration atMost) throws InterruptedException {
        stopping = true;
        selector.wakeup();
        boolean all = ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        abort = true;
        selector.wakeup();
        return all;
    }

    private void loop() {
        try (selector;
                listener) {
            while (!abort && !(stopping && peers.isEmpty())) {
                selector.select(this::ready, untilNextDeadline());
                if (stopping && listener.isOpen()) {
                    listener.close();
                    List.copyOf(peers).forEach(Peer::closeIfIdle);
                }
                List.copyOf(peers).forEach(Peer::checkDeadline);
            }
            List.copyOf(peers).forEach(Peer::close);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ended.countDown();
        }
    }

    private long untilNextDeadline() {
        long now = System.nanoTime();
        long nearest = Duration.ofSeconds(60).toNanos();
        for (Peer peer : peers) {
            nearest = Math.min(nearest, peer.deadline - now);
        }
        return Math.max(1, nearest / 1_000_000 + 1);
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Peer peer) {
            peer.ready(key);
            return;
        }
        try {
            SocketChannel channel = listener.accept();
            if (channel != null) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                Peer peer = new Peer(channel);
                peer.key = channel.register(selector, SelectionKey.OP_READ, peer);
                peers.add(peer);
            }
        } catch (IOException e) {
            // the client has given up
        }
    }

    private final class Peer {

        private final SocketChannel channel;
        private final Connection http = Connection.server(POLICY);
        private final Deque<ByteBuffer> queue = new ArrayDeque<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private @Nullable SelectionKey key;
        private @Nullable Request request;
        private boolean idle = true;
        /** No more events are wanted; the rest is flushed, shut down and drained. */
        private boolean closing;

        private boolean shut;
        private long drained;
        private long deadline = System.nanoTime() + timeouts.idle().toNanos();

        Peer(SocketChannel channel) {
            this.channel = channel;
        }

        void ready(SelectionKey selected) {
            try {
                if (selected.isReadable()) {
                    read();
                }
                drive();
            } catch (IOException e) {
                close();
            }
        }

        private void read() throws IOException {
            readBuffer.clear();
            int n;
            try {
                n = channel.read(readBuffer);
            } catch (IOException e) {
                http.receiveAbort();
                return;
            }
            if (closing) {
                drained += n;
                if (n < 0 || drained > MAX_DRAIN) {
                    close();
                }
            } else if (n < 0) {
                http.receiveEof();
            } else if (n > 0) {
                if (idle) {
                    idle = false;
                    deadlineIn(timeouts.head());
                } else if (request != null) {
                    deadlineIn(timeouts.body());
                }
                http.receiveBorrowed(readBuffer.flip());
            }
        }

        /** The driving loop, until bytes are needed or too much output waits. */
        private void drive() throws IOException {
            while (!closing && queued() < MAX_QUEUED && step()) {
                // again
            }
            http.endLease(); // the read buffer serves other connections now
            flush();
        }

        private boolean step() {
            NextEvent next;
            try {
                next = http.nextEvent();
            } catch (RemoteProtocolException e) {
                send(http.errorResponse(e, date()));
                closing = true;
                return false;
            }
            if (next instanceof Request head) {
                request = head;
                body.reset();
                deadlineIn(timeouts.body());
                if (http.theyAreWaitingFor100Continue()) {
                    send(List.of(new InformationalResponse(100, Headers.EMPTY)));
                }
            } else if (next instanceof Data data) {
                body.writeBytes(data.bytes().toByteArray());
            } else if (next instanceof EndOfMessage && request != null) {
                send(answer(request));
                if (http.isReusable()) {
                    http.startNextCycle();
                    beginIdle();
                } else {
                    closing = true;
                }
            } else {
                closing |= next != Signal.NEED_DATA;
                return false;
            }
            return !closing;
        }

        private void beginIdle() {
            request = null;
            idle = http.bufferedBytes() == 0;
            deadlineIn(idle ? timeouts.idle() : timeouts.head());
            if (stopping) {
                closeIfIdle();
            }
        }

        private void deadlineIn(Duration time) {
            deadline = System.nanoTime() + time.toNanos();
        }

        private void closeIfIdle() {
            if (idle) {
                closing = true;
                try {
                    flush();
                } catch (IOException e) {
                    close();
                }
            }
        }

        private void checkDeadline() {
            if (System.nanoTime() < deadline || !channel.isOpen()) {
                return;
            }
            if (closing) {
                close();
                return;
            }
            if (!idle) {
                send(http.errorResponse(408, "the request did not come in time", date()));
            }
            closing = true;
            try {
                flush();
            } catch (IOException e) {
                close();
            }
        }

        private void send(List<? extends Event> events) {
            if (!events.isEmpty()) {
                byte[] bytes = http.send(events);
                if (bytes.length > 0) {
                    queue.add(ByteBuffer.wrap(bytes));
                }
            }
        }

        private long queued() {
            return queue.stream().mapToLong(ByteBuffer::remaining).sum();
        }

        private void flush() throws IOException {
            while (!queue.isEmpty()) {
                channel.write(queue.toArray(ByteBuffer[]::new)); // one gathering write
                queue.removeIf(buffer -> !buffer.hasRemaining());
                if (!queue.isEmpty()) {
                    break;
                }
            }
            if (closing && queue.isEmpty() && !shut) {
                shut = true;
                channel.shutdownOutput();
                deadlineIn(LINGER);
            }
            if (key != null && key.isValid()) {
                boolean mayRead = closing || queued() < MAX_QUEUED;
                key.interestOps((mayRead ? SelectionKey.OP_READ : 0) | (queue.isEmpty() ? 0 : SelectionKey.OP_WRITE));
            }
        }

        private void close() {
            peers.remove(this);
            try {
                channel.close();
            } catch (IOException e) {
                // closed as far as possible
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
