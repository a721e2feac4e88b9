package io.github.h11j.spec.conformance;

import io.github.h11j.Bytes;
import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.NextEvent;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import io.github.h11j.State;
import io.github.h11j.spec.conformance.ClientMutant.Flaw;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A client of a few lines over core's Connection that keeps its connections: correct, unless it is created with a
 * mutant.
 */
final class TinyClient implements RequestMaker {

    private static final int CONTINUE_MILLIS = 200;

    private final ClientMutant mutant;
    private final Map<Integer, Talk> kept = new ConcurrentHashMap<>();

    TinyClient(ClientMutant mutant) {
        this.mutant = mutant;
    }

    @Override
    public ClientAnswer make(ClientRequest request) throws IOException {
        int port = request.uri().getPort();
        Talk old = kept.remove(port);
        boolean again = old != null && old.startsAgain();
        Talk talk =
                again && old != null ? old : new Talk(new Socket(request.uri().getHost(), port));
        try {
            return exchange(talk, request);
        } catch (NoResponse e) {
            boolean repeatable = !request.method().equals("POST") || mutant.has(Flaw.REPEATS_POST);
            if (repeatable && (again || mutant.has(Flaw.REPEATS_POST))) {
                return exchange(new Talk(new Socket(request.uri().getHost(), port)), request);
            }
            throw e;
        }
    }

    private ClientAnswer exchange(Talk talk, ClientRequest request) throws IOException {
        boolean good = false;
        try {
            ClientAnswer answer = talk.exchange(request);
            good = true;
            return answer;
        } finally {
            if ((good && talk.isReusable()) || mutant.has(Flaw.KEEPS_ALWAYS)) {
                kept.put(request.uri().getPort(), talk);
            } else {
                talk.socket.close();
            }
        }
    }

    /** No byte of a response has arrived. */
    private static final class NoResponse extends IOException {
        private static final long serialVersionUID = 1L;

        NoResponse(RemoteProtocolException cause) {
            super(cause);
        }
    }

    /** One connection. */
    private final class Talk {
        private final Socket socket;
        private final byte[] buffer = new byte[1 << 18];
        private Connection http = Connection.client(Policy.TOLERANT_CLIENT);
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private final StringBuilder received = new StringBuilder();
        private byte[] surplus = new byte[0];
        private int reads;
        private int status;
        private boolean over;

        Talk(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
        }

        boolean isReusable() {
            return http.isReusable();
        }

        /** Whether another request can be sent: nothing unsolicited has arrived, and the connection is open. */
        boolean startsAgain() throws IOException {
            if (mutant.has(Flaw.KEEPS_ALWAYS) || mutant.has(Flaw.TAKES_SURPLUS)) {
                surplus = http.trailingData().bytes().toByteArray();
                http = Connection.client(Policy.TOLERANT_CLIENT);
                return true;
            }
            socket.setSoTimeout(1);
            try {
                socket.getInputStream().read(buffer);
                socket.close();
                return false;
            } catch (SocketTimeoutException e) {
                http.startNextCycle();
                return true;
            }
        }

        ClientAnswer exchange(ClientRequest request) throws IOException {
            content.reset();
            received.setLength(0);
            reads = 0;
            over = false;
            socket.setSoTimeout(0);
            send(request);
            http.receiveData(surplus);
            surplus = new byte[0];
            while (!over) {
                step(request);
            }
            String text = Latin.text(content.toByteArray());
            return new ClientAnswer(status, mutant.content(text, received.toString()));
        }

        private void send(ClientRequest request) throws IOException {
            URI uri = request.uri();
            String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            Headers headers = Headers.of("Host", uri.getRawAuthority());
            if (!request.content().isEmpty()) {
                headers = headers.with(
                        "Content-Length", Integer.toString(request.content().length()));
            }
            if (request.expectContinue()) {
                headers = headers.with("Expect", "100-continue");
            }
            boolean forgets = mutant.has(Flaw.TAKES_HEAD_FOR_GET);
            Request head = new Request(
                    forgets ? request.method().replace("HEAD", "GET") : request.method(),
                    uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery(),
                    headers);
            if (request.expectContinue()) {
                write(http.send(head));
                socket.setSoTimeout(mutant.has(Flaw.WAITS_FOR_100) ? 0 : CONTINUE_MILLIS);
            } else {
                String bytes = Latin.text(http.send(withContent(request, head)));
                write(Latin.bytes(forgets ? bytes.replaceFirst("^GET", request.method()) : bytes));
            }
        }

        private List<Event> withContent(ClientRequest request, Event... first) {
            List<Event> events = new ArrayList<>(List.of(first));
            if (!request.content().isEmpty()) {
                events.add(new Data(Bytes.wrap(Latin.bytes(request.content()))));
            }
            events.add(new EndOfMessage());
            return events;
        }

        private void step(ClientRequest request) throws IOException {
            NextEvent next;
            try {
                next = http.nextEvent();
            } catch (RemoteProtocolException e) {
                refuse(e);
                return;
            }
            if (next == Signal.NEED_DATA) {
                read(request);
            } else if (next instanceof InformationalResponse interim) {
                if (interim.statusCode() == 100 && http.ourState() == State.SEND_BODY) {
                    write(http.send(withContent(request)));
                }
            } else if (next instanceof Response head) {
                status = head.statusCode();
            } else if (next instanceof Data data) {
                content.writeBytes(data.bytes().toByteArray());
            } else {
                over = true;
            }
        }

        private void refuse(RemoteProtocolException error) throws IOException {
            if (mutant.forgives(error.violation())) {
                status = 200;
                over = true;
            } else if (reads == 0 || received.isEmpty()) {
                throw new NoResponse(error);
            } else {
                throw new IOException(error);
            }
        }

        private void read(ClientRequest request) throws IOException {
            int n;
            try {
                n = socket.getInputStream().read(buffer);
            } catch (SocketTimeoutException e) {
                socket.setSoTimeout(0); // a client does not wait for 100 forever
                write(http.send(withContent(request)));
                return;
            } catch (IOException e) {
                http.receiveAbort();
                return;
            }
            if (n < 0) {
                http.receiveEof();
                return;
            }
            reads++;
            String bytes = Latin.text(Arrays.copyOf(buffer, n));
            received.append(bytes);
            if (mutant.refuses(received.toString(), reads)) {
                throw new IOException("refused");
            }
            if (mutant.crashes(received.toString())) {
                throw new AssertionError("crashed");
            }
            if (mutant.hangs(received.toString())) {
                hang();
            }
            http.receiveData(Latin.bytes(mutant.input(bytes)));
        }

        /** Reads on, to the end of the connection. */
        private void hang() throws IOException {
            socket.setSoTimeout(0);
            int n = 0;
            while (n >= 0) {
                n = socket.getInputStream().read(buffer);
            }
        }

        private void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(Latin.bytes(mutant.output(Latin.text(bytes))));
        }
    }
}
