package io.github.h11j.spec.conformance;

import io.github.h11j.Bytes;
import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.NextEvent;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A server of a few lines over core's Connection: right, unless it is made with a mutant. */
final class TinyServer implements AutoCloseable {

    private static final String DATE = "Date: Tue, 24 Nov 2026 00:00:00 GMT";

    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final Mutant mutant;

    TinyServer(Mutant mutant) throws IOException {
        this.mutant = mutant;
        daemon(this::accept);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "tiny-server");
        thread.setDaemon(true);
        thread.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                daemon(() -> {
                    try (socket) {
                        new Talk(socket).run();
                    } catch (IOException e) {
                        // the client has gone
                    }
                });
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /** One connection. */
    private final class Talk {
        private final Socket socket;
        private final byte[] buffer = new byte[1 << 18];
        private Connection http = Connection.server();
        private Request request = new Request("GET", "/", Headers.of("Host", "none"));
        private ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int reads;

        Talk(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
        }

        void run() throws IOException {
            while (step()) {
                // again
            }
            socket.shutdownOutput();
            for (int n = 0; n >= 0; n = socket.getInputStream().read(buffer)) {
                // what the client still sends, so that the answer is not lost by a reset
            }
        }

        private boolean step() throws IOException {
            NextEvent next;
            try {
                next = http.nextEvent();
            } catch (RemoteProtocolException e) {
                return refuse(e);
            }
            if (next == Signal.NEED_DATA) {
                return read();
            } else if (next instanceof Request head) {
                request = head;
                body = new ByteArrayOutputStream();
                if (http.theyAreWaitingFor100Continue() && !mutant.has(Mutant.Flaw.NEVER_SAYS_CONTINUE)) {
                    write(http.send(new InformationalResponse(100, Headers.EMPTY)));
                }
            } else if (next instanceof Data data) {
                body.writeBytes(data.bytes().toByteArray());
            } else if (next instanceof EndOfMessage) {
                return answer();
            }
            return !(next instanceof ConnectionClosed);
        }

        private boolean read() throws IOException {
            int n = socket.getInputStream().read(buffer);
            if (n < 0) {
                http.receiveEof();
                return true;
            }
            reads++;
            String octets = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
            if (mutant.refuses(octets, reads)) {
                write(Latin.bytes(String.join(
                        "\r\n", "HTTP/1.1 400 Bad Request", "Content-Length: 0", "Connection: close", DATE, "", "")));
                return false;
            }
            if (mutant.crashes(octets)) {
                write(Latin.bytes("java.lang.NullPointerException\n"));
                return false;
            }
            http.receiveData(Latin.bytes(mutant.input(octets)));
            return true;
        }

        private boolean refuse(RemoteProtocolException error) throws IOException {
            if (mutant.forgives(error.violation())) {
                http = Connection.server();
                write(http200());
                return true;
            }
            List<Event> events = new ArrayList<>(http.errorResponse(error));
            if (!events.isEmpty()) {
                events.set(0, dated((Response) events.get(0)));
                write(http.send(events));
            }
            return false;
        }

        private byte[] http200() {
            return Latin.bytes(String.join("\r\n", "HTTP/1.1 200 OK", "Content-Length: 6", DATE, "", "hello\n"));
        }

        private boolean answer() throws IOException {
            write(http.send(respond()));
            if (mutant.has(Mutant.Flaw.CLOSES_WITHOUT_A_WORD)) {
                return false;
            }
            if (!http.isReusable() && !mutant.has(Mutant.Flaw.NEVER_CLOSES)) {
                return false;
            }
            if (http.isReusable()) {
                http.startNextCycle();
            } else {
                http = Connection.server();
            }
            return true;
        }

        private List<Event> respond() {
            boolean secured = request.target().toLowerCase(Locale.ROOT).startsWith("https:");
            int status = secured && !mutant.has(Mutant.Flaw.TAKES_HTTPS)
                    ? 421
                    : List.of("GET", "HEAD", "POST", "OPTIONS").contains(request.method()) ? 200 : 501;
            byte[] content = request.method().equals("POST") ? body.toByteArray() : Latin.bytes("hello\n");
            Headers headers = Headers.of("Content-Length", Integer.toString(content.length));
            return List.of(dated(new Response(status, headers)), new Data(Bytes.wrap(content)), new EndOfMessage());
        }

        private Response dated(Response response) {
            return new Response(
                    response.statusCode(),
                    response.reason(),
                    response.headers().with("Date", "Tue, 24 Nov 2026 00:00:00 GMT"),
                    response.version());
        }

        private void write(byte[] octets) throws IOException {
            socket.getOutputStream().write(Latin.bytes(mutant.output(Latin.text(octets), request)));
        }
    }
}
