package io.github.h11j.examples.netty;

import io.github.h11j.engine.Call;
import io.github.h11j.engine.ConnectionGroup;
import io.github.h11j.engine.Host;
import io.github.h11j.engine.Next;
import io.github.h11j.engine.Output;
import io.github.h11j.engine.ServerRules;
import io.github.h11j.engine.ServerSession;
import io.github.h11j.examples.running.Failures;
import io.github.h11j.handler.Handler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GenericProgressiveFutureListener;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a Netty server: the last handler of its pipeline, after an {@link SslHandler} if there is one,
 * which must be there when this handler is added. The
 * session decides everything about HTTP. This class moves bytes between the session and the channel, without copying
 * them, sets its timer, and makes its calls on the channel's event loop, where handlers must not block.
 *
 * <p>It sets the options that it needs: no auto-read (backpressure), half-closure, and TCP_NODELAY.
 */
@SuppressWarnings("FutureReturnValueIgnored") // writes report to listeners, and a channel that fails becomes inactive
public final class NettyHandler extends ChannelInboundHandlerAdapter implements Host, ConnectionGroup.Member {

    /** The maximum number of calls in a row, before other connections have their turn. */
    private static final int MOST_CALLS = 64;

    /**
     * TLS reports progress only when all of a buffer has been written, so output is passed on in pieces of this size.
     */
    private static final int PIECE = 64 * 1024;

    private final Handler handler;
    private final ServerRules rules;
    private final Group group;

    private @Nullable ScheduledFuture<?> timer;
    private long due;

    /**
     * A file that is sent through TLS, and how much of it has been passed on. Nothing else is taken before all of it
     * has.
     */
    private @Nullable Output file;

    private long fileDone;

    /** How many bytes the channel has not reported as written. */
    private long outstanding;

    private boolean starting = true;
    private boolean settling;
    private boolean reading;
    private boolean outputEnded;
    private boolean closed;

    /** Read by other threads. */
    private volatile long held;

    private volatile boolean starved;
    private final AtomicBoolean broken = new AtomicBoolean();

    private ChannelHandlerContext context;
    private ServerSession session;
    private @Nullable SslHandler tls;

    /** The result of the handshake. */
    private @Nullable SSLSession agreed;

    private boolean before13;

    /**
     * Creates a handler for one channel.
     *
     * @param handler the application
     * @param rules how to serve
     * @param group what the connections of this server share
     */
    @SuppressWarnings("NullAway.Init") // set by handlerAdded, which is called first
    public NettyHandler(Handler handler, ServerRules rules, Group group) {
        this.handler = handler;
        this.rules = rules;
        this.group = group;
    }

    // ---- What happens

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        tls = added.pipeline().get(SslHandler.class);
        SocketAddress peer = added.channel().remoteAddress();
        // a channel that is closed already has none; channelInactive reports that
        SocketAddress known =
                Objects.requireNonNullElseGet(peer, () -> InetSocketAddress.createUnresolved("unknown", 0));
        session = new ServerSession(rules, handler, this, known, System.nanoTime());
        group.connections.opened(this);
        added.channel().config().setAutoRead(false);
        added.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        added.channel().config().setOption(ChannelOption.TCP_NODELAY, true);
        open();
        if (group.stopping) {
            stop();
        }
    }

    /** Nobody moves the bytes of the session any more. Netty also does this if {@link #handlerAdded} throws. */
    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        abort(new IOException("the handler was removed from its pipeline")); // no effect after the end
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        open();
    }

    /** If the connection uses TLS, the handshake comes first. */
    private void open() {
        if (context.channel().isActive()
                && (tls == null || tls.handshakeFuture().isSuccess())) {
            starting = false;
            agreed = tls == null ? null : tls.engine().getSession();
            before13 = agreed != null && !agreed.getProtocol().equals("TLSv1.3");
            session.opened(Optional.ofNullable(agreed), System.nanoTime());
        }
        settle();
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        try {
            for (ByteBuffer bytes : ((ByteBuf) message).nioBuffers()) {
                session.received(bytes, System.nanoTime());
                settle();
                session.release();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        reading = false;
        if (hasAnotherSession()) {
            abort(new SSLException("the peer has asked for another TLS handshake"));
        }
        settle();
    }

    /**
     * Up to TLS 1.2 the peer could ask for expensive handshakes again and again. Another handshake leads to another
     * session.
     */
    @SuppressWarnings("ReferenceEquality") // the same one has the same content
    private boolean hasAnotherSession() {
        return tls != null && before13 && tls.engine().getSession() != agreed;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof SslHandshakeCompletionEvent agreed) {
            if (agreed.isSuccess()) {
                open();
            } else {
                exceptionCaught(from, agreed.cause());
            }
        } else if (event instanceof SslCloseCompletionEvent end) {
            ended(end.isSuccess()); // it fails if the channel was closed without close_notify
        } else if (event instanceof ChannelInputShutdownEvent) {
            ended(tls == null);
        } else {
            from.fireUserEventTriggered(event);
        }
    }

    private void ended(boolean inOrder) {
        if (starting) { // or the connection would stay until the handshake is late
            abort(new IOException("the peer has ended its stream during the TLS handshake"));
            return;
        }
        session.endOfInput(inOrder, System.nanoTime());
        settle();
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        exceptionCaught(inactive, new ClosedChannelException());
    }

    @Override
    @SuppressWarnings("deprecation") // deprecated only for outbound handlers
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        Throwable known = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        abort(Failures.asException(known));
    }

    private void abort(Exception cause) {
        session.abort(cause, System.nanoTime());
        settle();
    }

    private void timedOut() {
        timer = null;
        session.timeout(System.nanoTime());
        settle();
    }

    /**
     * Stops after the loop has checked its channels once more: a request that the system has already received is still
     * answered.
     */
    private void stopSoon() {
        context.executor().schedule(() -> later(this::stop), 0, TimeUnit.NANOSECONDS);
    }

    private void stop() {
        session.stop(System.nanoTime());
        settle();
    }

    /** Runs a task on the event loop, and catches what it throws. */
    private void later(Runnable task) {
        context.executor().execute(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                exceptionCaught(context, e);
            }
        });
    }

    // ---- What follows

    /** Makes the calls that are due, writes what they have queued, and decides what to wait for. */
    private void settle() {
        if (settling || closed) {
            return;
        }
        settling = true;
        boolean more;
        try {
            more = work();
            session.release(); // Netty uses the buffer for other connections now
            follow();
        } finally {
            settling = false;
        }
        if (!closed) {
            if (more) {
                later(this::settle);
            }
            await();
        }
    }

    /** Returns whether calls are left for the next turn. */
    private boolean work() {
        int left = MOST_CALLS;
        Call call = session.call();
        do {
            while (call != null && left > 0) {
                session.make(call, System::nanoTime);
                left--;
                call = left > 0 ? session.call() : null;
            }
            write();
            call = left > 0 ? session.call() : null;
        } while (call != null);
        return left == 0;
    }

    private void follow() {
        Next next = session.next();
        if ((next == Next.END_OUTPUT || next == Next.LINGER) && !outputEnded) {
            outputEnded = true;
            if (tls != null) {
                tls.closeOutbound();
            } else {
                ((DuplexChannel) context.channel()).shutdownOutput();
            }
        } else if (next == Next.CLOSE || next == Next.ABORT) {
            close(next == Next.ABORT);
        }
    }

    private void close(boolean reset) {
        closed = true;
        if (timer != null) {
            timer.cancel(false);
        }
        closeFile();
        for (Call call = session.call(); call != null; call = session.call()) {
            session.make(call, System::nanoTime); // of listeners
        }
        try {
            closeChannel(reset && !starting); // otherwise a TLS alert may be on its way
        } finally {
            group.closed(this);
        }
    }

    private void closeChannel(boolean reset) {
        if (!context.channel().isOpen()) {
            return; // Netty has closed it, because a write failed for example; no option can be set any more
        }
        if (reset) {
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            ChannelHandlerContext first = context.pipeline().firstContext(); // null if this handler was removed
            // without close_notify, which would mean that nothing is missing
            (first == null ? context : first).close();
        } else {
            context.close();
        }
    }

    private void await() {
        long deadline = session.deadline();
        // a timer whose deadline was moved finds, when it expires, that there is nothing to do yet
        if (deadline != ServerSession.NEVER && (timer == null || deadline - due < 0)) {
            if (timer != null) {
                timer.cancel(false);
            }
            due = deadline;
            timer = context.executor()
                    .schedule(this::timedOut, Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        starved = true; // before the question, or a relief between the two would be lost
        boolean reads = starting || wantsRead();
        starved = !reads;
        if (reads && !reading) {
            reading = true;
            context.read();
        }
    }

    /**
     * Returns whether to read. Up to TLS 1.2, the end of the peer's stream ends ours (RFC 5246 §7.2.1), so nothing is
     * read while a response is sent. If the end arrives in one read with the request, {@link SslHandler} sees it, and
     * no response can be sent.
     */
    private boolean wantsRead() {
        return session.mostToRead() > 0 && !(before13 && session.isAnswering());
    }

    // ---- Output

    /** Flushes once for all output, so that a small response is one write. A flush may make room for more of a file. */
    private void write() {
        while (passOn()) {
            context.flush();
        }
    }

    /** Passes all output to the channel. Returns whether there was any. */
    private boolean passOn() {
        boolean any = false;
        while (file == null || outstanding == 0) {
            if (file != null) {
                writeNextOf(file);
                any = true;
                continue;
            }
            Output part = session.take();
            if (part == null) {
                break;
            }
            any = true;
            boolean secured = tls != null;
            if (part.memory().isPresent()) {
                write(part.memory().get(), secured ? PIECE : Integer.MAX_VALUE);
            } else if (secured) {
                file = part;
            } else {
                write(new DefaultFileRegion(part.file().orElseThrow(), part.position(), part.length()), part.length());
            }
        }
        return any;
    }

    private void write(ByteBuffer memory, int most) {
        while (memory.hasRemaining()) {
            int length = Math.min(most, memory.remaining());
            write(Unpooled.wrappedBuffer(memory.slice(memory.position(), length)), length);
            memory.position(memory.position() + length);
        }
    }

    private void write(Object message, long length) {
        outstanding += length;
        ChannelProgressivePromise promise = context.newProgressivePromise();
        promise.addListener(new Written(length));
        context.write(message, promise);
    }

    /** Reads a piece when all previous ones have been written. */
    private void writeNextOf(Output part) {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, part.length() - fileDone));
        try {
            part.read(fileDone, piece);
        } catch (IOException | RuntimeException e) {
            closeFile();
            session.abort(e, System.nanoTime());
            return;
        }
        fileDone += piece.position();
        if (fileDone == part.length()) {
            closeFile();
        }
        write(Unpooled.wrappedBuffer(piece.flip()), piece.limit());
    }

    private void closeFile() {
        Output part = file;
        file = null;
        fileDone = 0;
        if (part != null) {
            try {
                part.file().orElseThrow().close();
            } catch (IOException e) {
                // it was only read
            }
        }
    }

    /** Reports what the channel has written of one message. */
    private final class Written implements GenericProgressiveFutureListener<ChannelProgressiveFuture> {

        private final long length;
        private long reported;

        Written(long length) {
            this.length = length;
        }

        @Override
        public void operationProgressed(ChannelProgressiveFuture future, long progress, long total) {
            report(progress);
        }

        @Override
        public void operationComplete(ChannelProgressiveFuture future) {
            Throwable cause = future.cause();
            if (cause == null) {
                report(length);
            } else {
                exceptionCaught(context, cause);
            }
        }

        private void report(long now) {
            long more = now - reported;
            reported = now;
            outstanding -= more;
            session.written(more, System.nanoTime());
            settle();
        }
    }

    // ---- For the session

    @Override
    public void execute(Runnable turn) {
        later(() -> {
            turn.run();
            settle();
        });
    }

    @Override
    public void flush() {
        if (!closed) {
            write();
        }
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the event loop changes it
    public void holds(long difference) {
        held += difference;
        group.holds(difference);
    }

    @Override
    public long share() {
        return group.connections.share();
    }

    @Override
    public boolean isStopping() {
        return group.stopping;
    }

    @Override
    public void callFailed(String what, Throwable thrown) {
        group.callFailed(what, thrown);
    }

    // ---- As one of the server's connections

    @Override
    public long held() {
        return held;
    }

    @Override
    public void relieved() {
        if (starved) {
            onLoop(this::settle);
        }
    }

    @Override
    public boolean breakOff() {
        if (broken.getAndSet(true)) {
            return false;
        }
        onLoop(() -> abort(new IOException("the server has broken the connection off")));
        return true;
    }

    /** Called by another thread. If a loop has ended, its connections have ended too, so that is not a failure. */
    private void onLoop(Runnable task) {
        try {
            later(task);
        } catch (RejectedExecutionException e) {
            // there is nothing left to do
        }
    }

    /** What the connections of one server share. Thread-safe. */
    public static final class Group {

        private static final System.Logger LOG = System.getLogger(NettyHandler.class.getName());

        private final ConnectionGroup<NettyHandler> connections;
        private final LongAdder failures = new LongAdder();
        private final CompletableFuture<Void> stopped = new CompletableFuture<>();
        private volatile boolean stopping;

        /**
         * Creates a group without connections.
         *
         * @param heldBytes how many bytes of memory all connections may hold: input that is not used yet, output that
         *     is not written
         */
        public Group(long heldBytes) {
            this.connections = new ConnectionGroup<>(heldBytes);
        }

        /**
         * Returns how many connections are open.
         *
         * @return the number now
         */
        public int connections() {
            return connections.size();
        }

        /**
         * Returns how often code of the application has thrown.
         *
         * @return the number since the start
         */
        public long failures() {
            return failures.sum();
        }

        /**
         * Stops (graceful shutdown): idle connections are closed, and exchanges in flight finish with
         * {@code Connection: close}. Close the listening channel before.
         *
         * @return completes when all connections have been closed. Do not wait for it on an event loop
         */
        public CompletableFuture<Void> stop() {
            stopping = true;
            connections.forEach(connection -> connection.onLoop(connection::stopSoon));
            completeIfStopped();
            return stopped;
        }

        /** Aborts all connections at once. Clients see a reset, and never a complete message. */
        public void abort() {
            connections.forEach(NettyHandler::breakOff);
        }

        private void closed(NettyHandler connection) {
            connections.closed(connection);
            completeIfStopped();
        }

        private void completeIfStopped() {
            if (stopping && connections.size() == 0) {
                stopped.complete(null);
            }
        }

        private void holds(long difference) {
            int closed = connections.holds(difference);
            if (closed > 0) {
                LOG.log(System.Logger.Level.WARNING, "connections that held too many bytes were closed: {0}", closed);
            }
        }

        private void callFailed(String what, Throwable thrown) {
            failures.increment();
            Failures.log(LOG, System.Logger.Level.WARNING, what, thrown);
        }
    }
}
