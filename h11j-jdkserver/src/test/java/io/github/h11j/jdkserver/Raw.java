package io.github.h11j.jdkserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client that sends just the bytes it is given. */
final class Raw implements AutoCloseable {

    /** What was read: "nothing" if the connection has ended before, "silence" if nothing came in time. */
    record Reply(String status, Map<String, String> fields, String body) {
        static Reply none(String why) {
            return new Reply(why, Map.of(), "");
        }

        String field(String name) {
            return fields.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    private final Socket socket;
    private final InputStream in;

    Raw(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    Raw(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
        this.in = socket.getInputStream();
    }

    Socket socket() {
        return socket;
    }

    Raw send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return this;
    }

    Raw get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    /** Reads a response, interim or final. */
    Reply read(boolean head) throws IOException {
        try {
            String first = line();
            Map<String, String> fields = new TreeMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                fields.merge(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip(),
                        (a, b) -> a + ", " + b);
            }
            String status = first.split(" ", 3)[1];
            boolean bare = head || status.startsWith("1") || status.equals("204") || status.equals("304");
            return new Reply(status, fields, bare ? "" : body(fields));
        } catch (SocketTimeoutException e) {
            return Reply.none("silence");
        } catch (SocketException | EndException e) {
            return Reply.none("nothing");
        }
    }

    Reply read() throws IOException {
        return read(false);
    }

    private String body(Map<String, String> fields) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (fields.containsKey("content-length")) {
            byte[] bytes = in.readNBytes(Integer.parseInt(fields.get("content-length")));
            body.write(bytes);
            if (bytes.length < Integer.parseInt(fields.get("content-length"))) {
                return body.toString(ISO_8859_1) + " (cut)";
            }
        } else if (fields.containsKey("transfer-encoding")) {
            try {
                for (int size = size(); size > 0; size = size()) {
                    body.write(in.readNBytes(size));
                    line();
                }
                line();
            } catch (EndException | SocketException e) {
                return body.toString(ISO_8859_1) + " (cut)";
            }
        } else {
            body.write(in.readAllBytes());
        }
        return body.toString(ISO_8859_1);
    }

    private int size() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EndException();
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** Whether the peer has ended the connection, in order or not. */
    boolean isEnded() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class EndException extends IOException {
        private static final long serialVersionUID = 1;
    }
}
