package io.github.h11j.spec.conformance;

import io.github.h11j.spec.conformance.Transcript.Party;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A connection of the kit to software under test. What goes over it is in a transcript. */
final class Link implements AutoCloseable {

    private final Socket socket;
    private final Transcript transcript;
    private final Party kit;
    private final Party subject;
    private final byte[] buffer = new byte[65_536];
    private boolean ended;
    private boolean sendFailed;

    /** What a read came to. */
    enum Read {
        OCTETS,
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

    /** Sends octets. That the other side has closed is noted, and no error: it may have good reason. */
    void send(byte[] octets) {
        if (sendFailed) {
            return;
        }
        transcript.octets(kit, octets, octets.length);
        try {
            socket.getOutputStream().write(octets);
        } catch (IOException e) {
            sendFailed = true;
            transcript.note("the octets could not be sent: " + e.getMessage());
        }
    }

    /** Reads into a reader, until a time in the sense of {@link System#nanoTime()}. */
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
            int n = socket.getInputStream().read(buffer);
            if (n > 0) {
                transcript.octets(subject, buffer, n);
                reader.add(buffer, n);
                return Read.OCTETS;
            }
            transcript.note("the connection was closed");
        } catch (SocketTimeoutException e) {
            return Read.TIMED_OUT;
        } catch (IOException e) {
            transcript.note("the connection broke: " + e.getMessage());
        }
        ended = true;
        return Read.ENDED;
    }

    void end(Step.Ending ending) {
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

    boolean isEnded() {
        return ended;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            transcript.note("the connection could not be closed: " + e.getMessage());
        }
    }
}
