package io.github.h11j.examples.cli;

import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.InformationalResponse;
import io.github.h11j.NextEvent;
import io.github.h11j.Policy;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import io.github.h11j.State;
import io.github.h11j.examples.running.SocketUnderTls;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One connection of {@code h11j get}: drives a {@link Connection} itself, so that each event can be shown with the
 * states after it. Handles one request at a time, and reads the response while it sends the request.
 */
final class GetConnection implements Closeable {

    private static final int BLOCK = 1 << 16;
    private static final int FIRST_REFUSAL = 300;

    /** How long the body is held back for a 100 (Continue): 1 s. */
    private static final int CONTINUE_MILLIS = 1000;

    private final Socket plain;

    /** The same, or TLS on it. */
    private final Socket socket;

    /** What comes, decrypted. */
    private final InputStream in;

    private final int timeoutMillis;
    private final Policy policy;
    private final GetTrace trace;
    private final Connection http;
    private final byte[] buffer = new byte[BLOCK];

    /** What has come and belongs to no event yet: kept to be shown. */
    private byte[] unused = new byte[0];

    private @Nullable GetUpload upload;
    private @Nullable Response answer;

    /** What the connection speaks once the server has switched: the tunnel of CONNECT, until a 101 names something else. */
    private String switched = "the protocol of the tunnel";

    private boolean ended;
    private boolean heard;

    /** The end that was asked for with CONNECT or Upgrade: not a failure, but this command cannot continue. */
    static final class SwitchedException extends IOException {
        private static final long serialVersionUID = 1L;

        SwitchedException(String protocol) {
            super("the server has agreed to the switch, and this command does not speak " + Visible.escaped(protocol)
                    + ": it closes the connection");
        }
    }

    private GetConnection(
            Socket plain, Socket socket, InputStream in, int timeoutMillis, Policy policy, GetTrace trace) {
        this.plain = plain;
        this.socket = socket;
        this.in = in;
        this.timeoutMillis = timeoutMillis;
        this.policy = policy;
        this.trace = trace;
        this.http = Connection.client(policy);
    }

    /** Connects; with TLS the server's name is checked. */
    static GetConnection open(HttpUrl.Origin origin, SSLContext tls, Duration timeout, Policy policy, GetTrace trace)
            throws IOException {
        int millis = (int) Math.max(1, Math.min(timeout.toMillis(), Integer.MAX_VALUE));
        Socket plain = SocketChannel.open().socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(resolved(origin), millis);
            plain.setSoTimeout(millis);
            if (!origin.tls()) {
                return new GetConnection(plain, plain, plain.getInputStream(), millis, policy, trace);
            }
            SocketUnderTls below = new SocketUnderTls(plain);
            Socket socket = secured(below, origin, tls);
            InputStream in = below.announced(socket.getInputStream());
            return new GetConnection(plain, socket, in, millis, policy, trace);
        } catch (IOException e) {
            plain.close();
            throw Reasons.because("cannot connect", e);
        }
    }

    /** For an unknown name, a socket throws an exception without a message. */
    private static InetSocketAddress resolved(HttpUrl.Origin origin) throws IOException {
        InetSocketAddress address = new InetSocketAddress(origin.host(), origin.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException(origin.host());
        }
        return address;
    }

    private static Socket secured(Socket below, HttpUrl.Origin origin, SSLContext context) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(below, origin.host(), origin.port(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    /**
     * Returns whether another request can be sent: the connection was kept open, and the server has neither closed it
     * nor sent anything since, which could not be the response to that request (RFC 9112 §9.2).
     */
    boolean isReusable() throws IOException {
        if (http.ourState() != State.IDLE || http.closeReason().isPresent() || socket.isClosed()) {
            return false;
        }
        if (!Quiet.isQuiet(plain, in)) {
            trace.note("the server has ended the connection, or sent an unsolicited response");
            close();
            return false;
        }
        return true;
    }

    /** Returns whether a byte of an answer to the last request has come. */
    boolean hasHeard() {
        return heard;
    }

    /**
     * Sends a request and reads the response to its end.
     *
     * @param request its head
     * @param body none if empty
     * @param sink receives the body of the response
     * @return the head of the response
     */
    Response exchange(Request request, GetBody body, OutputStream sink) throws IOException {
        answer = null;
        ended = false;
        heard = false;
        upload = new GetUpload(http, plain, socket.getOutputStream(), trace, body);
        upload.begin(request, policy);
        if (http.clientIsWaitingFor100Continue()) {
            trace.note("the client waits for 100 (Continue) before it sends the body");
            awaitContinue(sink);
        }
        if (answer == null) {
            upload.continueInBackground();
        } else {
            upload.stop();
        }
        while (!ended) {
            step(sink);
        }
        upload.stop();
        finish();
        if (answer == null) {
            throw new IOException("there was no response");
        }
        return answer;
    }

    private GetUpload upload() {
        return Objects.requireNonNull(upload);
    }

    private void awaitContinue(OutputStream sink) throws IOException {
        socket.setSoTimeout(CONTINUE_MILLIS);
        try {
            while (answer == null && http.clientIsWaitingFor100Continue()) {
                step(sink);
            }
            trace.note("the client waits no longer" + (answer == null ? ": it sends the body" : ""));
        } catch (SocketTimeoutException e) {
            trace.note("no 100 (Continue) for a second: the body is sent anyway");
        } finally {
            socket.setSoTimeout(timeoutMillis);
        }
    }

    /** The driving loop's steps 1 to 3, once. */
    private void step(OutputStream sink) throws IOException {
        NextEvent next;
        synchronized (http) {
            next = http.nextEvent();
            if (next instanceof Event event) {
                trace.received(event, used(), http);
            }
        }
        if (next == Signal.NEED_DATA) {
            receive();
        } else if (next == Signal.PAUSED) {
            throw new SwitchedException(switched);
        } else if (next instanceof InformationalResponse interim) {
            switched = interim.headers().first("Upgrade").orElse("another protocol");
        } else if (next instanceof Response response) {
            answer = response;
            // RFC 9112 §9.5: "a response that indicates the server does not wish to receive the message body and is
            // closing the connection"
            if (response.statusCode() >= FIRST_REFUSAL && response.headers().containsToken("Connection", "close")) {
                upload().stop();
            }
        } else if (next instanceof Data data) {
            sink.write(data.bytes().toByteArray());
        } else if (next instanceof EndOfMessage || next instanceof ConnectionClosed) {
            ended = true;
        }
    }

    private void receive() throws IOException {
        int n;
        try {
            n = read();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            upload().requireReadable();
            trace.note("the connection broke: " + Reasons.of(e));
            synchronized (http) {
                http.receiveAbort();
            }
            return;
        }
        synchronized (http) {
            if (n < 0) {
                http.receiveEof();
            } else {
                http.receiveData(buffer, 0, n);
            }
        }
        if (n > 0) {
            heard = true;
            if (trace.isShown()) {
                int before = unused.length;
                unused = Arrays.copyOf(unused, before + n);
                System.arraycopy(buffer, 0, unused, before, n);
            }
        }
    }

    /** A server that still receives the request does not have to send anything yet. */
    private int read() throws IOException {
        while (true) {
            try {
                return in.read(buffer);
            } catch (SocketTimeoutException e) {
                if (!upload().hasProgressed(timeoutMillis)) {
                    throw new SocketTimeoutException("the server sent nothing for longer than --idle");
                }
            }
        }
    }

    /** Returns the bytes of the event that has just been received: those that are no longer unused. */
    private byte[] used() {
        int to = Math.max(0, unused.length - http.bufferedBytes());
        byte[] used = Arrays.copyOf(unused, to);
        unused = Arrays.copyOfRange(unused, to, unused.length);
        return used;
    }

    /** The connection is used again, or closed. */
    private void finish() throws IOException {
        boolean sent = http.ourState() != State.ERROR && upload().awaitEnd(timeoutMillis);
        if (sent && http.isReusable()) {
            http.startNextCycle();
            trace.cycle(http);
        } else {
            trace.note("closed: "
                    + http.closeReason().map(reason -> reason.explanation()).orElse("unfinished"));
            close();
        }
    }

    /** Who the peer is, and how the connection is secured. */
    String description() {
        Optional<String> tls = socket instanceof SSLSocket secured
                ? Optional.of(", " + secured.getSession().getProtocol() + " "
                        + secured.getSession().getCipherSuite())
                : Optional.empty();
        InetSocketAddress peer = new InetSocketAddress(socket.getInetAddress(), socket.getPort());
        return AddressOptions.text(peer) + " from port " + socket.getLocalPort() + tls.orElse("");
    }

    @Override
    public void close() throws IOException {
        if (upload != null && !upload.isEnded()) {
            plain.close(); // ends a write that waits; TLS would wait for it before its own last message
            upload.awaitEnd(timeoutMillis);
        }
        socket.close();
    }
}
