package org.apache.coyote.http11;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Request;
import org.apache.tomcat.util.http.parser.HttpParser;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SendfileDataBase;
import org.apache.tomcat.util.net.SendfileState;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Reaches Tomcat's input buffer, whose methods are package-private, and drives it as {@code Http11Processor} does. */
public final class TomcatParser {

    private static final int HEADER_BUFFER = 8 << 10;
    private static final int MAX_FIELDS = 100;
    private static final int NO_TIMEOUT = -1;

    private final Request request = new Request();
    private final Http11InputBuffer buffer = new Http11InputBuffer(request, HEADER_BUFFER, new HttpParser(null, null));
    private final ArraySocket socket = new ArraySocket();

    public TomcatParser() {
        request.setInputBuffer(buffer);
        request.getMimeHeaders().setLimit(MAX_FIELDS);
        buffer.init(socket);
    }

    /** Begins a connection. */
    public void start() {
        buffer.recycle();
        buffer.init(socket);
    }

    /** Begins the next request on this connection. */
    public void next() {
        buffer.nextRequest();
    }

    public void receive(byte[] bytes, int offset, int length) {
        socket.bytes = bytes;
        socket.at = offset;
        socket.end = offset + length;
    }

    /** Parses on; true when the head is whole. */
    public boolean parse() throws IOException {
        return buffer.parseRequestLine(false, NO_TIMEOUT, NO_TIMEOUT) && buffer.parseHeaders();
    }

    public Request request() {
        return request;
    }

    /** A socket to be read from an array. A benchmark that came to write to it would measure something else, so that throws. */
    private static final class ArraySocket extends SocketWrapperBase<NioChannel> {
        private byte[] bytes = new byte[0];
        private int at;
        private int end;

        ArraySocket() {
            super(null, new NioEndpoint());
            socketBufferHandler = new SocketBufferHandler(HEADER_BUFFER, HEADER_BUFFER, false);
        }

        @Override
        public int read(boolean block, ByteBuffer target) {
            int n = Math.min(target.remaining(), end - at);
            target.put(bytes, at, n);
            at += n;
            return n;
        }

        @Override
        public int read(boolean block, byte[] target, int offset, int length) {
            int n = Math.min(length, end - at);
            System.arraycopy(bytes, at, target, offset, n);
            at += n;
            return n;
        }

        @Override
        public boolean isReadyForRead() {
            return at < end;
        }

        @Override
        public void setAppReadBufHandler(ApplicationBufferHandler handler) {}

        @Override
        protected void doClose() {}

        @Override
        protected boolean flushNonBlocking() {
            return false;
        }

        @Override
        protected void doWrite(boolean block, ByteBuffer from) {
            throw neverAsked();
        }

        @Override
        public void registerReadInterest() {}

        @Override
        public void registerWriteInterest() {}

        @Override
        public SendfileDataBase createSendfileData(String filename, long pos, long length) {
            throw neverAsked();
        }

        @Override
        public SendfileState processSendfile(SendfileDataBase sendfileData) {
            throw neverAsked();
        }

        @Override
        public void doClientAuth(SSLSupport sslSupport) {}

        @Override
        public SSLSupport getSslSupport() {
            throw neverAsked();
        }

        @Override
        protected void populateRemoteHost() {}

        @Override
        protected void populateRemoteAddr() {}

        @Override
        protected void populateRemotePort() {}

        @Override
        protected void populateLocalName() {}

        @Override
        protected void populateLocalAddr() {}

        @Override
        protected void populateLocalPort() {}

        @Override
        protected <A> OperationState<A> newOperationState(
                boolean read,
                ByteBuffer[] buffers,
                int offset,
                int length,
                BlockingMode block,
                long timeout,
                TimeUnit unit,
                A attachment,
                CompletionCheck check,
                CompletionHandler<Long, ? super A> handler,
                Semaphore semaphore,
                VectoredIOCompletionHandler<A> completion) {
            throw neverAsked();
        }

        /** A parser reads heads and bodies; the rest of a socket is for what Tomcat does around it. */
        private static AssertionError neverAsked() {
            return new AssertionError("the parser has asked for something else than bytes");
        }
    }
}
