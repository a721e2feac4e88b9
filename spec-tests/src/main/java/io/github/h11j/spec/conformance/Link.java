package io.github.h11j.spec.conformance;

import io.github.h11j.spec.conformance.Transcript.Party;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/** A connection between the kit and the software under test. A transcript records what goes over it. */
final class Link implements AutoCloseable {

    private final Socket socket;
    private final Transcript transcript;
    private final Party kit;
    private final Party subject;
    private final byte[] buffer = new byte[65_536];
    private boolean ended;
    private boolean sendFailed;
    private volatile boolean endedHere;

    /** The result of a read. */
    enum Read {
        BYTES,
        ENDED,
        TIMED_OUT
    }

    Link(Socket socket, Transcript transcript, Party kit, Party subject) throws IOException {
        this.socket = socket;
        this.transcript = transcript;
        this.kit = kit;
        this.subject = subject;
        socket.setTcpNoDelay(true);
    }

    /** Connects as a client. */
    static Link connect(InetSocketAddress address, Transcript transcript, Duration timeout) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(address, (int) timeout.toMillis());
            return new Link(socket, transcript, Party.CLIENT, Party.SUBJECT_TO_CLIENT);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Accepts a connection as an origin server. */
    static Link accepted(Socket socket, Transcript transcript) throws IOException {
        return new Link(socket, transcript, Party.ORIGIN, Party.SUBJECT_TO_ORIGIN);
    }

    /** Sends bytes. If the other side has closed, that is noted but is not an error: it may have good reason. */
    void send(byte[] bytes) {
        if (sendFailed) {
            return;
        }
        transcript.bytes(kit, bytes, bytes.length);
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            sendFailed = true;
            transcript.note("the bytes could not be sent: " + e.getMessage());
        }
    }

    /** Reads into a reader until a deadline, a value of {@link System#nanoTime()}. */
    Read read(WireReader reader, long deadline) {
        if (ended) {
            return Read.ENDED;
        }
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            return Read.TIMED_OUT;
        }
        try {
            socket.setSoTimeout((int) millis);
            byte[] bytes = readOnce();
            if (bytes.length > 0) {
                reader.add(bytes, bytes.length);
                return Read.BYTES;
            }
        } catch (SocketTimeoutException e) {
            return Read.TIMED_OUT;
        } catch (SocketException e) {
            transcript.note("the connection broke: " + e.getMessage());
        }
        ended = true;
        return Read.ENDED;
    }

    /** Waits for bytes without a time limit. Returns an empty array at the end of the connection. */
    byte[] receive() {
        try {
            return readOnce();
        } catch (SocketTimeoutException e) {
            throw new IllegalStateException("a connection is read with a deadline or without, not both", e);
        }
    }

    /** Returns the bytes that are available, or an empty array at the end of the connection, orderly or not. */
    private byte[] readOnce() throws SocketTimeoutException {
        try {
            int n = socket.getInputStream().read(buffer);
            if (n > 0) {
                transcript.bytes(subject, buffer, n);
                return Arrays.copyOf(buffer, n);
            }
            transcript.note("the connection was closed");
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            if (!endedHere) {
                transcript.note("the connection broke: " + e.getMessage());
            }
        }
        return new byte[0];
    }

    void note(String text) {
        transcript.note(text);
    }

    void end(Step.Ending ending) {
        endedHere = endedHere || ending != Step.Ending.HALF_CLOSE;
        try {
            switch (ending) {
                case HALF_CLOSE -> socket.shutdownOutput();
                case CLOSE -> socket.close();
                case RESET -> {
                    socket.setSoLinger(true, 0);
                    socket.close();
                }
            }
            transcript.note("the kit: " + ending);
        } catch (IOException e) {
            transcript.note("the connection could not be ended: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        endedHere = true;
        try {
            socket.close();
        } catch (IOException e) {
            transcript.note("the connection could not be closed: " + e.getMessage());
        }
    }
}
