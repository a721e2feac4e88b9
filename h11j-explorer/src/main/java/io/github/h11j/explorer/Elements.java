package io.github.h11j.explorer;

import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.Response;
import java.util.ArrayList;
import java.util.List;

/** Takes the bytes of one event apart into the elements of the grammar. The elements tile the bytes. */
final class Elements {

    /**
     * A part of the bytes.
     *
     * @param from index of its first byte in the stream
     * @param to index after its last
     * @param kind method, target, version, status, reason, name, colon, value, size, extension, data, space, line-end,
     *     dropped
     */
    record Element(int from, int to, String kind) {}

    private final byte[] bytes;
    private final int end;
    private final List<Element> found = new ArrayList<>();
    private int at;

    private Elements(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.end = end;
        this.at = from;
    }

    /** Whether the message has a chunked body to which an event belongs that a connection has just received. */
    static boolean isChunked(Connection connection, Event event, boolean before) {
        Headers fields = event instanceof Request request
                ? request.headers()
                : event instanceof Response response ? response.headers() : null;
        return fields == null
                ? before
                : fields.contains("Transfer-Encoding")
                        && connection.theirRemainingBodyLength().isEmpty();
    }

    /** The elements of an event that came from the bytes [from, to) of a stream. */
    static List<Element> of(Event event, byte[] stream, int from, int to, boolean chunked) {
        if (event instanceof Data data) {
            return ofData(stream, from, to, data.bytes().length());
        }
        if (event instanceof Request || event instanceof Response || event instanceof InformationalResponse) {
            return ofHead(stream, from, to, event instanceof Request);
        }
        return ofEnd(stream, from, to, chunked);
    }

    /** A head: start line, field lines, empty line. */
    private static List<Element> ofHead(byte[] bytes, int from, int to, boolean request) {
        Elements elements = new Elements(bytes, from, to);
        elements.emptyLines();
        elements.words(
                request ? new String[] {"method", "target", "version"} : new String[] {"version", "status", "reason"});
        elements.fields();
        return elements.found;
    }

    /** A part of a body: {@code data} bytes of it, and before and after them what frames a chunk. */
    private static List<Element> ofData(byte[] bytes, int from, int to, int data) {
        Elements elements = new Elements(bytes, from, to);
        if (to - from > data) {
            elements.emptyLines();
            elements.chunkLine();
        }
        elements.take(Math.min(to, elements.at + data), "data");
        elements.lineEnd();
        elements.take(to, "data");
        return elements.found;
    }

    /** The end of a message: nothing, or the last chunk and the trailers; and what is dropped, if no message may follow. */
    private static List<Element> ofEnd(byte[] bytes, int from, int to, boolean chunked) {
        Elements elements = new Elements(bytes, from, to);
        if (chunked && to > from) {
            elements.emptyLines();
            elements.chunkLine();
            elements.fields();
        }
        elements.take(to, "dropped");
        return elements.found;
    }

    private void take(int to, String kind) {
        if (to > at) {
            found.add(new Element(at, to, kind));
            at = to;
        }
    }

    private void emptyLines() {
        while (at < end && (is(at, '\r') || is(at, '\n'))) {
            lineEnd();
        }
    }

    /** CRLF or LF, if it comes now. */
    private void lineEnd() {
        int to = at;
        if (to < end && is(to, '\r')) {
            to++;
        }
        if (to < end && is(to, '\n')) {
            to++;
        }
        take(to, "line-end");
    }

    private boolean is(int index, char c) {
        return bytes[index] == c;
    }

    private boolean isBlank(int index) {
        return is(index, ' ') || is(index, '\t');
    }

    /** Where the content of this line ends. */
    private int contentEnd() {
        int to = at;
        while (to < end && !is(to, '\n')) {
            to++;
        }
        return to > at && to < end && is(to - 1, '\r') ? to - 1 : to;
    }

    /** Words with single spaces between; the last has the rest of the line. */
    private void words(String[] kinds) {
        int stop = contentEnd();
        for (int i = 0; i < kinds.length; i++) {
            int to = at;
            while (to < stop && (i == kinds.length - 1 || !is(to, ' '))) {
                to++;
            }
            take(to, kinds[i]);
            take(Math.min(stop, to + 1), "space");
        }
        lineEnd();
    }

    private void chunkLine() {
        int stop = contentEnd();
        int to = at;
        while (to < stop && hex(bytes[to]) >= 0) {
            to++;
        }
        take(to, "size");
        take(stop, "extension");
        lineEnd();
    }

    /** The value of a hexadecimal digit, or -1. JDK methods would bring the tables of Unicode into the page. */
    static int hex(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** Field lines up to the empty one. */
    private void fields() {
        boolean more = true;
        while (at < end && more) {
            int stop = contentEnd();
            more = stop > at;
            if (!isBlank(at)) { // else a folded line: the value goes on
                int colon = at;
                while (colon < stop && !is(colon, ':')) {
                    colon++;
                }
                take(colon, "name");
                take(Math.min(stop, colon + 1), "colon");
            }
            int value = at;
            while (value < stop && isBlank(value)) {
                value++;
            }
            take(value, "space");
            int last = stop;
            while (last > at && isBlank(last - 1)) {
                last--;
            }
            take(last, "value");
            take(stop, "space");
            lineEnd();
        }
    }
}
