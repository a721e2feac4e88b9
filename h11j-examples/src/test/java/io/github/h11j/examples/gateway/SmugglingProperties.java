package io.github.h11j.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.NextEvent;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;

/** Whatever a server behind the proxy takes for a request, the proxy took for one, too, with the same framing. */
class SmugglingProperties extends ProxyFixture {

    private static final String EVIL = "GET /evil HTTP/1.1\r\nHost: a\r\n\r\n";

    private static final List<String> LINES = List.of(
            "Content-Length: 0",
            "Content-Length: 4",
            "Content-Length: 5",
            "Content-Length: 04",
            "Content-Length: +4",
            "Content-Length: 4, 4",
            "Content-Length : 4",
            "Transfer-Encoding: chunked",
            "transfer-encoding: CHUNKED",
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding: chunked, identity",
            "Transfer-Encoding: ,chunked",
            "Transfer-Encoding:\tchunked",
            "Transfer-Encoding : chunked",
            "X: y\r\n Content-Length: 4",
            "Connection: Content-Length",
            "Connection: Transfer-Encoding, close",
            "Connection: Host",
            "Expect: 100-continue",
            "Trailer: X");

    private static final List<String> BODIES = List.of(
            "",
            "body",
            "0\r\n\r\n",
            "4\r\nbody\r\n0\r\n\r\n",
            "4;x=\"\n\"\r\nbody\r\n0\r\n\r\n",
            "2\r\nab\r\n2;e=1\r\ncd\r\n0\r\nX: 1\r\n\r\n",
            "04\r\nbody\r\n0\r\nContent-Length: 9\r\n\r\n",
            "0x4\r\nbody\r\n0\r\n\r\n",
            "4\nbody\n0\n\n",
            EVIL,
            "0\r\n\r\n" + EVIL,
            Integer.toHexString(EVIL.length()) + "\r\n" + EVIL + "\r\n0\r\n\r\n");

    /** The requests that reached the server, as a parser that shares nothing with ours reads them. */
    private final List<String> recorded = new CopyOnWriteArrayList<>();

    @Provide
    Arbitrary<String> messages() {
        Arbitrary<String> lines =
                Arbitraries.of(LINES).list().ofMaxSize(3).map(chosen -> lines(chosen.toArray(String[]::new)));
        Arbitrary<String> message = lines.flatMap(fields ->
                Arbitraries.of(BODIES).map(body -> "POST /p HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body));
        return message.list().ofMinSize(1).ofMaxSize(4).map(all -> String.join("", all));
    }

    @Property(tries = 150)
    void what_is_forwarded_is_framed_as_it_was_understood(@ForAll("messages") String bytes, @ForAll Io io)
            throws Exception {
        recorded.clear();
        int proxy = reverse(io, played(this::record));
        try (Peer peer = new Peer(proxy)) {
            peer.write(bytes).end();
            peer.rest();
        }
        assertThat(recorded).isEqualTo(understood(bytes));
    }

    @AfterTry
    void end() throws Exception {
        nothing_is_left();
    }

    private static List<String> understood(String bytes) {
        List<String> requests = new ArrayList<>();
        Connection http = Connection.server();
        http.receiveData(bytes.getBytes(StandardCharsets.ISO_8859_1));
        http.receiveEof();
        StringBuilder current = new StringBuilder();
        try {
            while (true) {
                NextEvent next = http.nextEvent();
                if (next instanceof Request request) {
                    current = new StringBuilder(request.method() + " " + request.target() + " ");
                } else if (next instanceof Data data) {
                    current.append(data.bytes().toString(StandardCharsets.ISO_8859_1));
                } else if (next instanceof EndOfMessage) {
                    requests.add(current.toString());
                    http.send(Responses.text(200, ""));
                    if (!http.isReusable()) {
                        return requests;
                    }
                    http.startNextCycle();
                } else {
                    return requests;
                }
            }
        } catch (RemoteProtocolException e) {
            return requests;
        }
    }

    /** Reads the proxy's output strictly: one length or chunked, in the plainest form, or it is not a request. */
    private void record(Peer peer) throws IOException {
        for (String head = peer.head(); head.endsWith("\r\n\r\n"); head = peer.head()) {
            List<String> lines =
                    head.lines().map(line -> line.toLowerCase(Locale.ROOT)).toList();
            if (lines.contains("expect: 100-continue")) {
                peer.write("HTTP/1.1 100 Continue\r\n\r\n");
            }
            long framings = lines.stream()
                    .filter(line -> line.startsWith("content-length") || line.startsWith("transfer-encoding"))
                    .count();
            assertThat(framings).isLessThanOrEqualTo(1);
            Optional<String> body =
                    lines.contains("transfer-encoding: chunked") ? chunked(peer) : sized(peer, length(lines));
            if (body.isEmpty()) {
                return;
            }
            String[] start = head.split(" ", 3);
            recorded.add(start[0] + " " + start[1] + " " + body.get());
            peer.write(ok(""));
        }
    }

    private static int length(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("content-length: "))
                .mapToInt(line -> Integer.parseInt(line.substring(16)))
                .findFirst()
                .orElse(0);
    }

    private static Optional<String> sized(Peer peer, int length) throws IOException {
        byte[] bytes = peer.socket.getInputStream().readNBytes(length);
        return bytes.length < length ? Optional.empty() : Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private static Optional<String> chunked(Peer peer) throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            String line = peer.readUntil("\r\n");
            if (!line.matches("[0-9a-fA-F]+\r\n")) {
                return Optional.empty();
            }
            int length = Integer.parseInt(line.substring(0, line.length() - 2), 16);
            if (length == 0) {
                String trailer = peer.readUntil("\r\n");
                while (!trailer.equals("\r\n") && !trailer.isEmpty()) {
                    trailer = peer.readUntil("\r\n");
                }
                return trailer.isEmpty() ? Optional.empty() : Optional.of(body.toString());
            }
            Optional<String> chunk = sized(peer, length);
            if (chunk.isEmpty() || !peer.readUntil("\r\n").equals("\r\n")) {
                return Optional.empty();
            }
            body.append(chunk.get());
        }
    }
}
