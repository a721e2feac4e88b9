package io.github.h11j.spec.properties;

import io.github.h11j.Role;
import io.github.h11j.spec.generators.ByteString;

/**
 * Things that a peer can send without end, and that an implementation must eventually refuse or hand over immediately.
 */
public enum EndlessInput {
    /** A method. */
    METHOD(Role.CLIENT, "", "A", 0),
    /** A request-target. */
    TARGET(Role.CLIENT, "GET /", "a", 0),
    /** Empty lines before a request. */
    EMPTY_LINES(Role.CLIENT, "", "\r\n", 0),
    /** A field name. */
    FIELD_NAME(Role.CLIENT, "GET / HTTP/1.1\r\n", "a", 0),
    /** A field value. */
    FIELD_VALUE(Role.CLIENT, "GET / HTTP/1.1\r\na: ", "b", 0),
    /** White space before a field value. */
    FIELD_SPACE(Role.CLIENT, "GET / HTTP/1.1\r\na:", " ", 0),
    /** Field lines. */
    FIELD_LINES(Role.CLIENT, "GET / HTTP/1.1\r\n", "a: b\r\n", 0),
    /** The bytes of a long body. */
    BODY(Role.CLIENT, Constants.POST + "Content-Length: 9999999999\r\n\r\n", "a", 1),
    /** The bytes of a long chunk. */
    CHUNK(Role.CLIENT, Constants.CHUNKED + "fffffffff\r\n", "a", 1),
    /** Chunks of one byte. */
    CHUNKS(Role.CLIENT, Constants.CHUNKED, "1\r\na\r\n", 1),
    /** A chunk size with zeros before it. */
    CHUNK_SIZE(Role.CLIENT, Constants.CHUNKED, "0", 0),
    /** A chunk extension. */
    CHUNK_EXTENSION(Role.CLIENT, Constants.CHUNKED + "1;", "a", 0),
    /** A quoted chunk extension. */
    QUOTED_EXTENSION(Role.CLIENT, Constants.CHUNKED + "1;a=\"", "\\\"", 0),
    /** Chunks with extensions. */
    CHUNK_EXTENSIONS(Role.CLIENT, Constants.CHUNKED, "1;a\r\na\r\n", 1),
    /** Trailers. */
    TRAILERS(Role.CLIENT, Constants.CHUNKED + "0\r\n", "a: b\r\n", 0),
    /** A trailer value. */
    TRAILER_VALUE(Role.CLIENT, Constants.CHUNKED + "0\r\na: ", "b", 0),
    /** A pipeline of requests. */
    REQUESTS(Role.CLIENT, "", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 0),
    /** A reason phrase. */
    REASON(Role.SERVER, "HTTP/1.1 200 ", "a", 0),
    /** Field lines of a response. */
    RESPONSE_FIELDS(Role.SERVER, "HTTP/1.1 200 OK\r\n", "a: b\r\n", 0),
    /** A folded field line of a response. */
    FOLDS(Role.SERVER, "HTTP/1.1 200 OK\r\na: b\r\n", " c\r\n", 0),
    /** Interim responses. */
    INTERIM_RESPONSES(Role.SERVER, "", "HTTP/1.1 102 Processing\r\n\r\n", 0),
    /** A body that ends with the connection. */
    BODY_UNTIL_CLOSE(Role.SERVER, "HTTP/1.1 200 OK\r\n\r\n", "a", 1);

    private final Role sender;
    private final String start;
    private final String unit;
    private final int contentOfUnit;

    EndlessInput(Role sender, String start, String unit, int contentOfUnit) {
        this.sender = sender;
        this.start = start;
        this.unit = unit;
        this.contentOfUnit = contentOfUnit;
    }

    private static final class Constants {
        private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";
        private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
    }

    /**
     * Who sends it.
     *
     * @return the peer of the connection under test
     */
    public Role sender() {
        return sender;
    }

    /**
     * Returns the first bytes of it.
     *
     * @param length how many at least
     * @return up to one unit more
     */
    public ByteString bytes(int length) {
        int units = Math.max(1, (length - start.length() + unit.length() - 1) / unit.length());
        return ByteString.of(start + unit.repeat(units));
    }

    /**
     * Returns how many bytes of content there are in the first bytes of it.
     *
     * @param length how many bytes of it
     * @return 0 or more, at most one unit too few
     */
    public long content(int length) {
        return Math.max(0, (length - start.length()) / unit.length()) * (long) contentOfUnit;
    }
}
