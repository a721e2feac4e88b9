package io.github.h11j.spec.conformance;

import io.github.h11j.spec.conformance.WireMessage.Field;
import io.github.h11j.spec.conformance.WireMessage.Framing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages in what the software under test sends. It is lenient, and records in {@link WireMessage#faults()}
 * what senders must not do: {@code bare-lf}, {@code bad-field-line}, {@code bad-field-value}, {@code bad-status-line},
 * {@code bad-request-line}, {@code bad-content-length}, {@code several-content-lengths}, {@code length-and-coding},
 * {@code bad-chunk}.
 */
final class WireReader {

    /** A byte that is not allowed in a field value (RFC 9110 section 5.5). */
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

    private final boolean responses;
    private final StringBuilder received = new StringBuilder();
    private int start;
    private int scanned;

    // state of the message that is being read
    private int at;
    private final Set<String> faults = new LinkedHashSet<>();

    /** The bytes end before the message does. */
    private static final class Incomplete extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private WireReader(boolean responses) {
        this.responses = responses;
    }

    static WireReader ofResponses() {
        return new WireReader(true);
    }

    static WireReader ofRequests() {
        return new WireReader(false);
    }

    void add(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            received.append((char) (bytes[i] & 0xFF));
        }
    }

    /** Returns what was received and is not part of a message that was returned. */
    String rest() {
        return received.substring(start);
    }

    /** Returns whether the next bytes cannot be a message. */
    boolean isGarbage() {
        skipEmptyLines();
        String rest = received.substring(start, Math.min(received.length(), start + 5));
        return responses
                ? !"HTTP/".startsWith(rest)
                : !rest.isEmpty() && (rest.charAt(0) <= ' ' || rest.charAt(0) > '~');
    }

    private void skipEmptyLines() {
        while (start < received.length() && (received.charAt(start) == '\r' || received.charAt(start) == '\n')) {
            start++;
        }
    }

    /**
     * Returns the next message if it is complete or, at the end of the stream, the part of it that arrived.
     *
     * @param method of the request that a response would answer
     * @param ended whether nothing more will come
     * @return null if there is no message
     */
    @Nullable
    WireMessage next(String method, boolean ended) {
        if (isGarbage() || start == received.length() || !(ended || hasHead())) {
            return null;
        }
        at = start;
        faults.clear();
        String startLine;
        List<Field> fields = new ArrayList<>();
        try {
            startLine = line();
            fields(fields);
        } catch (Incomplete e) {
            return ended
                    ? incomplete(received.substring(start).lines().findFirst().orElse(""), fields)
                    : null;
        }
        if (!startLine.matches(responses ? "HTTP/\\d\\.\\d \\d{3} [^\\r]*" : "\\S+ \\S+ HTTP/\\d\\.\\d")) {
            faults.add(responses ? "bad-status-line" : "bad-request-line");
        }
        WireMessage head = new WireMessage(startLine, fields, Framing.NONE, "", List.of(), true, List.of());
        Framing framing = framing(head, method);
        StringBuilder content = new StringBuilder();
        List<Field> trailers = new ArrayList<>();
        boolean complete = true;
        try {
            content(head, framing, content, trailers, ended);
        } catch (Incomplete e) {
            if (!ended && !faults.contains("bad-chunk")) {
                return null;
            }
            complete = false;
            at = received.length();
        }
        start = at;
        return new WireMessage(startLine, fields, framing, content.toString(), trailers, complete, List.copyOf(faults));
    }

    /**
     * Returns whether there is an empty line. Each byte is examined once, so that the cost of a head without end is
     * linear.
     */
    private boolean hasHead() {
        scanned = Math.max(scanned, start);
        for (int end = received.indexOf("\n", scanned); end >= 0; end = received.indexOf("\n", end + 1)) {
            scanned = end;
            int next = end + 1 < received.length() && received.charAt(end + 1) == '\r' ? end + 2 : end + 1;
            if (next < received.length() && received.charAt(next) == '\n') {
                return true;
            }
        }
        return false;
    }

    /** Returns the head of the next message, without its content; null if it has not arrived yet. */
    @Nullable
    WireMessage head() {
        if (isGarbage() || start == received.length()) {
            return null;
        }
        at = start;
        faults.clear();
        List<Field> fields = new ArrayList<>();
        try {
            String startLine = line();
            fields(fields);
            return new WireMessage(startLine, fields, Framing.NONE, "", List.of(), false, List.copyOf(faults));
        } catch (Incomplete e) {
            return null;
        }
    }

    private WireMessage incomplete(String startLine, List<Field> fields) {
        start = received.length();
        return new WireMessage(startLine, fields, Framing.NONE, "", List.of(), false, List.copyOf(faults));
    }

    private String line() throws Incomplete {
        int end = received.indexOf("\n", at);
        if (end < 0) {
            throw new Incomplete();
        }
        boolean crlf = end > at && received.charAt(end - 1) == '\r';
        String line = received.substring(at, crlf ? end - 1 : end);
        if (!crlf) {
            faults.add("bare-lf");
        }
        at = end + 1;
        return line;
    }

    private void fields(List<Field> fields) throws Incomplete {
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon);
            if (colon < 1 || !name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+") || line.indexOf('\r') >= 0) {
                faults.add("bad-field-line");
            }
            if (colon >= 0 && CONTROL.matcher(line.substring(colon + 1)).find()) {
                faults.add("bad-field-value");
            }
            fields.add(
                    new Field(name, colon < 0 ? "" : line.substring(colon + 1).strip()));
        }
    }

    private Framing framing(WireMessage head, String method) {
        List<String> codings = head.members("Transfer-Encoding");
        List<String> lengths = head.values("Content-Length");
        if (!codings.isEmpty() && !lengths.isEmpty()) {
            faults.add("length-and-coding");
        }
        if (lengths.size() > 1) {
            faults.add("several-content-lengths");
        }
        if (lengths.stream().anyMatch(length -> !length.matches("\\d{1,18}"))) {
            faults.add("bad-content-length");
        }
        int status = head.status();
        boolean bodiless = status / 100 == 1 || status == 204 || status == 304 || method.equals("HEAD");
        if (responses && (bodiless || (method.equals("CONNECT") && status / 100 == 2))) {
            return Framing.NONE;
        }
        if (!codings.isEmpty()) {
            return codings.get(codings.size() - 1).equals("chunked") ? Framing.CHUNKED : Framing.CLOSE;
        }
        if (!lengths.isEmpty() && !faults.contains("bad-content-length")) {
            return Framing.LENGTH;
        }
        return responses ? Framing.CLOSE : Framing.NONE;
    }

    private void content(WireMessage head, Framing framing, StringBuilder content, List<Field> trailers, boolean ended)
            throws Incomplete {
        switch (framing) {
            case NONE -> {}
            case LENGTH -> take(Long.parseLong(head.values("Content-Length").get(0)), content);
            case CLOSE -> {
                content.append(received, at, received.length());
                at = received.length();
                if (!ended) {
                    throw new Incomplete();
                }
            }
            case CHUNKED -> chunks(content, trailers);
        }
    }

    private void take(long length, StringBuilder content) throws Incomplete {
        if (received.length() - at < length) {
            content.append(received, at, received.length());
            throw new Incomplete();
        }
        content.append(received, at, at + (int) length);
        at += (int) length;
    }

    private void chunks(StringBuilder content, List<Field> trailers) throws Incomplete {
        while (true) {
            String line = line();
            String size = line.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            if (!size.matches("[0-9a-f]{1,15}")) {
                faults.add("bad-chunk");
                throw new Incomplete();
            }
            long length = Long.parseLong(size, 16);
            if (length == 0) {
                fields(trailers);
                return;
            }
            take(length, content);
            if (!line().isEmpty()) {
                faults.add("bad-chunk");
                throw new Incomplete();
            }
        }
    }
}
