package io.github.h11j.examples.nio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import tlschannel.ClientTlsChannel;
import tlschannel.NeedsReadException;
import tlschannel.NeedsWriteException;
import tlschannel.ServerTlsChannel;
import tlschannel.TlsChannel;
import tlschannel.WouldBlockException;

/**
 * A socket with TLS. The library tls-channel handles the records; this class translates its "would block" for the loop.
 * It does the computations of a handshake on the loop's thread.
 */
final class TlsTransport implements Transport {

    /** How much of a file is read at a time: a few records. */
    private static final int FILE_PART = 64 * 1024;

    /** A record with the fatal alert decode_error. */
    private static final byte[] DECODE_ERROR = {TlsRecords.ALERT, 3, 3, 0, 2, 2, 50};

    private final SocketChannel channel;
    private final GatheringByteChannel sink;
    private final TlsMemory memory;
    private final TlsChannel tls;

    /** Whether the last read returned bytes, or there has been no read since the handshake. */
    private boolean mayReadMore;

    /** Whether the last read returned as much as it was allowed to: the rest of a record may be left. */
    private boolean filled;

    /** Whether the socket did not take all encrypted bytes. */
    private boolean unflushed;

    /** How many bytes the socket has taken. */
    private long sunk;

    /** Why nothing more can be written; thrown by the write that follows the one that failed halfway. */
    private @Nullable IOException failure;

    private boolean shutdown;

    /**
     * Whether our direction ends as soon as the library sees the peer's close_notify. This is the case up to TLS 1.2,
     * where RFC 5246 §7.2.1 has pending writes discarded; RFC 8446 §6.1 does not.
     */
    private boolean endForbidsOutput;

    /** The result of the handshake. */
    private @Nullable SSLSession agreed;

    /** Whether close_notify is held back from the library. */
    private boolean holdsEnd;

    /** The bytes that are held back, from the alert on. */
    private @Nullable ByteBuffer heldBack;

    private final TlsRecords records = new TlsRecords();

    /** The part of our close_notify that the socket did not take. */
    private @Nullable ByteBuffer last;

    /** The server's side, with the certificates of the context. */
    TlsTransport(SocketChannel channel, GatheringByteChannel sink, TlsBuffers buffers, SSLContext context) {
        this.channel = channel;
        this.sink = sink;
        this.memory = new TlsMemory(buffers);
        this.tls = ServerTlsChannel.newBuilder(new Below(), context)
                .withEncryptedBufferAllocator(memory.ofRecords())
                .withPlainBufferAllocator(memory.ofPlain())
                .build();
    }

    /** The client's side, which accepts only a certificate of the host. */
    TlsTransport(
            SocketChannel channel,
            GatheringByteChannel sink,
            TlsBuffers buffers,
            SSLContext context,
            String host,
            int port) {
        this.channel = channel;
        this.sink = sink;
        this.memory = new TlsMemory(buffers);
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        this.tls = ClientTlsChannel.newBuilder(new Below(), engine)
                .withEncryptedBufferAllocator(memory.ofRecords())
                .withPlainBufferAllocator(memory.ofPlain())
                .build();
    }

    // ---- For the loop

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public int start() throws IOException {
        int ops = PlainTransport.start(channel);
        if (ops != 0) {
            return ops;
        }
        try {
            tls.handshake();
            mayReadMore = true;
            SSLSession session = tls.getSslEngine().getSession();
            endForbidsOutput = !session.getProtocol().equals("TLSv1.3");
            agreed = session;
            return 0;
        } catch (NeedsReadException e) {
            return SelectionKey.OP_READ;
        } catch (NeedsWriteException e) {
            return SelectionKey.OP_WRITE;
        } catch (SSLException e) {
            alert();
            throw e;
        }
    }

    /** Tells the peer why the handshake failed (RFC 8446 §6.2): the library only throws. */
    private void alert() {
        try {
            sink.write(record());
        } catch (IOException e) {
            // the peer has disconnected, or the engine has no message
        }
    }

    private ByteBuffer record() throws SSLException {
        SSLEngine engine = tls.getSslEngine();
        if (engine == null) { // the bytes are not a ClientHello
            return ByteBuffer.wrap(DECODE_ERROR.clone());
        }
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), record);
        return record.flip();
    }

    @Override
    public int read(ByteBuffer into, boolean answering) throws IOException {
        mayReadMore = false;
        holdsEnd = answering && endForbidsOutput;
        int length = 0;
        try {
            length = tls.read(into);
            mayReadMore = length > 0;
            filled = !into.hasRemaining();
        } catch (NeedsReadException e) {
            // wait
        } catch (NeedsWriteException e) {
            unflushed = true;
        }
        refuseAnotherHandshake();
        return length;
    }

    /** Up to TLS 1.2 the peer could ask for expensive handshakes again and again. */
    @SuppressWarnings("ReferenceEquality") // another handshake leads to another session
    private void refuseAnotherHandshake() throws SSLException {
        if (endForbidsOutput && tls.getSslEngine().getSession() != agreed) {
            throw new SSLException("the peer has asked for another TLS handshake");
        }
    }

    @Override
    public boolean hasUnread() {
        return heldBack != null || (mayReadMore && (filled || memory.hasRecords()));
    }

    @Override
    public boolean isEndHeld() {
        return heldBack != null;
    }

    @Override
    public boolean endedInOrder() {
        return tls.shutdownReceived();
    }

    @Override
    public long write(ByteBuffer[] bytes, int offset, int length) throws IOException {
        if (shutdown || last != null) {
            flushLast();
            return 0;
        }
        if (failure != null) {
            throw failure;
        }
        long before = remaining(bytes, offset, length);
        long sunkBefore = sunk;
        try {
            tls.write(bytes, offset, length);
            mayReadMore |= unflushed; // a read may have stopped because it had to write first
            unflushed = false;
        } catch (WouldBlockException e) {
            unflushed = true;
        } catch (IOException e) {
            if (sunk == sunkBefore) {
                throw e;
            }
            // the peer may have received some records, which must be reported before the failure
            failure = e;
            unflushed = true;
        }
        long left = remaining(bytes, offset, length);
        if (left > 0 && !unflushed) {
            sessionEnded();
        }
        return before - left;
    }

    /** The library takes no more bytes and does not say why: the peer has ended both directions. Answers and throws. */
    private void sessionEnded() throws IOException {
        IOException ended = new IOException("the peer has ended the TLS session");
        try {
            shutdownOutput();
        } catch (IOException e) {
            ended.addSuppressed(e);
        }
        throw ended;
    }

    private static long remaining(ByteBuffer[] bytes, int offset, int length) {
        long sum = 0;
        for (int i = offset; i < offset + length; i++) {
            sum += bytes[i].remaining();
        }
        return sum;
    }

    @Override
    public long write(FileChannel file, long position, long length) throws IOException {
        ByteBuffer part = ByteBuffer.allocate((int) Math.min(length, FILE_PART));
        long written = 0;
        while (written < length) {
            part.clear().limit((int) Math.min(length - written, FILE_PART));
            int read = file.read(part, position + written);
            if (read < 0) {
                break;
            }
            long taken = write(new ByteBuffer[] {part.flip()}, 0, 1);
            written += taken;
            if (taken < read) {
                break;
            }
        }
        return written;
    }

    @Override
    public long held() {
        return memory.held();
    }

    @Override
    public boolean isFlushed() {
        return !unflushed && last == null;
    }

    @Override
    public void shutdownOutput() throws IOException {
        if (!shutdown) {
            shutdown = true;
            tls.shutdown();
        }
        flushLast();
        if (last == null) {
            channel.shutdownOutput();
        }
    }

    /** The library would only send our close_notify in its next read, which may have to wait. */
    @Override
    public void endOutput() throws IOException {
        SSLEngine engine = tls.getSslEngine();
        engine.closeOutbound();
        ByteArrayOutputStream end = new ByteArrayOutputStream();
        while (!engine.isOutboundDone()) { // a message of TLS 1.3 may come before close_notify
            ByteBuffer record = record();
            byte[] bytes = new byte[record.remaining()];
            record.get(bytes);
            end.writeBytes(bytes);
            if (bytes.length == 0) {
                break;
            }
        }
        last = end.size() == 0 ? null : ByteBuffer.wrap(end.toByteArray());
        flushLast();
    }

    private void flushLast() throws IOException {
        ByteBuffer rest = last;
        if (rest != null) {
            sink.write(rest);
            last = rest.hasRemaining() ? rest : null;
        }
    }

    @Override
    public int drain(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public void close() {
        Channels.closeQuietly(channel);
        Channels.closeQuietly(tls); // returns the buffers; the peer has disconnected
    }

    @Override
    public Optional<SSLSession> session() {
        SSLEngine engine = tls.getSslEngine();
        return engine == null ? Optional.empty() : Optional.of(engine.getSession());
    }

    /** What the library sees of the socket. */
    private final class Below implements ByteChannel {

        @Override
        public int read(ByteBuffer into) throws IOException {
            ByteBuffer kept = heldBack;
            if (kept != null) {
                return holdsEnd ? 0 : giveBack(kept, into);
            }
            int from = into.position();
            int length = channel.read(into);
            int to = into.position();
            int followed = records.follow(into, from, to, holdsEnd ? TlsRecords.ALERT : -1);
            if (followed == to) {
                return length;
            }
            heldBack = ByteBuffer.allocate(to - followed);
            for (int i = followed; i < to; i++) {
                heldBack.put(into.get(i));
            }
            heldBack.flip();
            into.position(followed);
            return followed - from;
        }

        private int giveBack(ByteBuffer kept, ByteBuffer into) {
            int from = into.position();
            while (kept.hasRemaining() && into.hasRemaining()) {
                into.put(kept.get());
            }
            records.follow(into, from, into.position(), -1);
            heldBack = kept.hasRemaining() ? kept : null;
            return into.position() - from;
        }

        /** Takes all of our close_notify, because the library could not be asked to continue with it. */
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int length = bytes.remaining();
            int written = sink.write(bytes);
            sunk += written;
            if (shutdown && bytes.hasRemaining()) {
                last = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
                return length;
            }
            return written;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
