package io.github.h11j;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * The limits on what a peer may send. Start from {@link #DEFAULT} or {@link #ofHead(int)} and change single limits;
 * {@link Policy#with(Limits)} applies them. Immutable. Two {@code Limits} are equal if all their limits are equal.
 *
 * <p>Each limit is exact: the first byte beyond it is at fault, however the bytes were split into reads. Sizes are in
 * bytes. Those of lines exclude the line end; those of sections count names, colons, white space and values. A size or
 * count is 0 to 16,777,216, except {@link #body()}, which has no upper bound; 0 allows none.
 */
public final class Limits {

    private static final String[] NAMES = {
        "requestLine", "statusLine", "fieldSection", "fields", "chunkLine",
        "chunkExtensions", "trailerSection", "trailers", "leadingEmptyLines", "informationalResponses"
    };

    /* Indexes of the names above and of the values. */
    private static final int REQUEST_LINE = 0;
    private static final int STATUS_LINE = 1;
    private static final int FIELD_SECTION = 2;
    private static final int FIELDS = 3;
    private static final int CHUNK_LINE = 4;
    private static final int CHUNK_EXTENSIONS = 5;
    private static final int TRAILER_SECTION = 6;
    private static final int TRAILERS = 7;
    private static final int LEADING_EMPTY_LINES = 8;
    private static final int INFORMATIONAL_RESPONSES = 9;

    /** The limits of {@link Policy#STRICT}. */
    public static final Limits DEFAULT =
            new Limits(new int[] {8192, 8192, 16_384, 100, 256, 16_384, 8192, 100, 8, 100}, Long.MAX_VALUE);

    /** The largest size or count: 16 MiB, because what it limits is kept in one array. */
    static final int MAX = 1 << 24;

    /** Never written to after construction. */
    private final int[] values;

    private final long body;

    private Limits(int[] values, long body) {
        this.values = values;
        this.body = body;
    }

    /**
     * Returns limits that are all derived from one number, as in h11's {@code max_incomplete_event_size}: the request
     * line, the status line, the header section, the trailer section and each chunk line may have this many bytes. A
     * whole head may therefore have twice as many, plus line ends. The numbers of fields and of trailers are limited
     * only by the size of their section. All other limits are those of {@link #DEFAULT}.
     *
     * <p>h11 limits what it has buffered when it needs more, so its result depends on how the bytes were split into
     * reads. Here each part has its own exact limit.
     *
     * @param bytes 0 to 16,777,216; 16,384 is h11's default
     * @return the limits
     * @throws IllegalArgumentException if the number is out of range
     */
    public static Limits ofHead(int bytes) {
        return DEFAULT.withRequestLine(bytes)
                .withStatusLine(bytes)
                .withFieldSection(bytes)
                .withFields(bytes)
                .withChunkLine(bytes)
                .withTrailerSection(bytes)
                .withTrailers(bytes);
    }

    private Limits with(int bound, int value) {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException(NAMES[bound] + " is not in 0 to " + MAX + ": " + value);
        }
        int[] changed = values.clone();
        changed[bound] = value;
        return new Limits(changed, body);
    }

    /**
     * Returns the limit on a request line (RFC 9112 §3). A line that exceeds it within the method is
     * {@link Violation#METHOD_TOO_LONG}, within the target {@link Violation#TARGET_TOO_LONG}, after the target
     * {@link Violation#REQUEST_LINE_TOO_LONG}.
     *
     * @return bytes; 8,192 by default, as in Apache httpd and above the 8,000 of RFC 9112 §3
     */
    public int requestLine() {
        return values[REQUEST_LINE];
    }

    /**
     * Returns these limits with another {@link #requestLine()}.
     *
     * @param bytes 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withRequestLine(int bytes) {
        return with(REQUEST_LINE, bytes);
    }

    /**
     * Returns the limit on a status line (RFC 9112 §4). A longer one is {@link Violation#STATUS_LINE_TOO_LONG}.
     *
     * @return bytes; 8,192 by default
     */
    public int statusLine() {
        return values[STATUS_LINE];
    }

    /**
     * Returns these limits with another {@link #statusLine()}.
     *
     * @param bytes 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withStatusLine(int bytes) {
        return with(STATUS_LINE, bytes);
    }

    /**
     * Returns the limit on all header field lines of one message (RFC 9110 §5.4). More is
     * {@link Violation#FIELD_SECTION_TOO_LARGE}.
     *
     * @return bytes; 16,384 by default, as in h11
     */
    public int fieldSection() {
        return values[FIELD_SECTION];
    }

    /**
     * Returns these limits with another {@link #fieldSection()}.
     *
     * @param bytes 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withFieldSection(int bytes) {
        return with(FIELD_SECTION, bytes);
    }

    /**
     * Returns the limit on the number of header fields of one message. More is {@link Violation#TOO_MANY_FIELDS}.
     *
     * @return a count; 100 by default, as in Apache httpd
     */
    public int fields() {
        return values[FIELDS];
    }

    /**
     * Returns these limits with another {@link #fields()}.
     *
     * @param count 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withFields(int count) {
        return with(FIELDS, count);
    }

    /**
     * Returns the limit on one chunk size with its extensions (RFC 9112 §7.1.1). A longer one is
     * {@link Violation#CHUNK_LINE_TOO_LONG}.
     *
     * @return bytes; 256 by default
     */
    public int chunkLine() {
        return values[CHUNK_LINE];
    }

    /**
     * Returns these limits with another {@link #chunkLine()}.
     *
     * @param bytes 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withChunkLine(int bytes) {
        return with(CHUNK_LINE, bytes);
    }

    /**
     * Returns the limit on all chunk extensions of one body together, without the chunk sizes. More is
     * {@link Violation#CHUNK_EXTENSIONS_TOO_LARGE}. "A server ought to limit the total length of chunk extensions
     * received in a request" (RFC 9112 §7.1.1): they cost work, and they are no part of the content.
     *
     * @return bytes; 16,384 by default, however long the body is
     */
    public int chunkExtensions() {
        return values[CHUNK_EXTENSIONS];
    }

    /**
     * Returns these limits with another {@link #chunkExtensions()}.
     *
     * @param bytes 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withChunkExtensions(int bytes) {
        return with(CHUNK_EXTENSIONS, bytes);
    }

    /**
     * Returns the limit on all trailer field lines of one message. More is {@link Violation#TRAILER_SECTION_TOO_LARGE}.
     *
     * @return bytes; 8,192 by default
     */
    public int trailerSection() {
        return values[TRAILER_SECTION];
    }

    /**
     * Returns these limits with another {@link #trailerSection()}.
     *
     * @param bytes 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withTrailerSection(int bytes) {
        return with(TRAILER_SECTION, bytes);
    }

    /**
     * Returns the limit on the number of trailer fields of one message. More is {@link Violation#TOO_MANY_TRAILERS}.
     *
     * @return a count; 100 by default
     */
    public int trailers() {
        return values[TRAILERS];
    }

    /**
     * Returns these limits with another {@link #trailers()}.
     *
     * @param count 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withTrailers(int count) {
        return with(TRAILERS, count);
    }

    /**
     * Returns the limit on the number of empty lines before a start line (RFC 9112 §2.2). More is
     * {@link Violation#TOO_MANY_EMPTY_LINES}.
     *
     * @return a count; 8 by default
     */
    public int leadingEmptyLines() {
        return values[LEADING_EMPTY_LINES];
    }

    /**
     * Returns these limits with another {@link #leadingEmptyLines()}.
     *
     * @param count 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withLeadingEmptyLines(int count) {
        return with(LEADING_EMPTY_LINES, count);
    }

    /**
     * Returns the limit on the number of interim responses to one request (RFC 9110 §15.2). More is
     * {@link Violation#TOO_MANY_INFORMATIONAL_RESPONSES}.
     *
     * @return a count; 100 by default
     */
    public int informationalResponses() {
        return values[INFORMATIONAL_RESPONSES];
    }

    /**
     * Returns these limits with another {@link #informationalResponses()}.
     *
     * @param count 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withInformationalResponses(int count) {
        return with(INFORMATIONAL_RESPONSES, count);
    }

    /**
     * Returns the limit on the content of one message, request or response, whatever its framing. More is
     * {@link Violation#BODY_TOO_LARGE}. A Content-Length above the limit is rejected with the head. Of a body that is
     * chunked or ends when the connection closes, this many bytes are returned, and the next byte is at fault. Chunk
     * lines and trailers do not count.
     *
     * @return bytes; 2^63-1 by default, which is no limit
     */
    public long body() {
        return body;
    }

    /**
     * Returns these limits with another {@link #body()}.
     *
     * @param bytes 0 or more
     * @return a changed copy
     * @throws IllegalArgumentException if the number is negative
     */
    public Limits withBody(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("body is negative: " + bytes);
        }
        return new Limits(values, bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Limits that && body == that.body && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + Long.hashCode(body);
    }

    /**
     * Returns all limits on one line, for people.
     *
     * @return names and numbers
     */
    @Override
    public String toString() {
        StringJoiner bounds = new StringJoiner(", ", "Limits[", "]");
        for (int i = 0; i < NAMES.length; i++) {
            bounds.add(NAMES[i] + "=" + values[i]);
        }
        return bounds.add("body=" + body).toString();
    }
}
