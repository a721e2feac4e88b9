package io.github.h11j;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * The bounds on what a peer may send. Start from {@link #DEFAULT} or {@link #ofHead(int)} and change single bounds;
 * {@link Policy#with(Limits)} puts them into effect. Immutable; equal if all bounds are equal.
 *
 * <p>Each bound is exact: the first byte beyond it is at fault, however the reads were cut. Sizes are in bytes. Those of
 * lines exclude the line end; those of sections count names, colons, white space and values. A size or count is 0 to
 * 16,777,216, where 0 allows none.
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

    /** The bounds of {@link Policy#STRICT}. */
    public static final Limits DEFAULT =
            new Limits(new int[] {8192, 8192, 16_384, 100, 256, 16_384, 8192, 100, 8, 100}, Long.MAX_VALUE);

    /** The largest size or count: 16 MiB. What is bounded by it is kept in one array. */
    static final int MAX = 1 << 24;

    /** Never written to after construction. */
    private final int[] values;

    private final long body;

    private Limits(int[] values, long body) {
        this.values = values;
        this.body = body;
    }

    /**
     * Bounds by one number, as h11's {@code max_incomplete_event_size}: the request line, the status line, the header
     * section, the trailer section and each chunk line may have this many bytes. A whole head may therefore have twice as
     * many, plus line ends. How many fields and trailers there are is bounded by the size of their section alone. All
     * other bounds are those of {@link #DEFAULT}.
     *
     * <p>h11 bounds what it has buffered when it needs more, so its answer depends on how the reads were cut; here each
     * part has its own exact bound.
     *
     * @param bytes 0 to 16,777,216; h11 has 16,384 by default
     * @return the bounds
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
     * The bound on a request line (RFC 9112 §3). Passed in the method it is {@link Violation#METHOD_TOO_LONG}, in the
     * target {@link Violation#TARGET_TOO_LONG}, after it {@link Violation#REQUEST_LINE_TOO_LONG}.
     *
     * @return bytes; 8,192 by default, as in Apache httpd and above the 8,000 of RFC 9112 §3
     */
    public int requestLine() {
        return values[REQUEST_LINE];
    }

    /**
     * These bounds with another {@link #requestLine()}.
     *
     * @param bytes 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withRequestLine(int bytes) {
        return with(REQUEST_LINE, bytes);
    }

    /**
     * The bound on a status line (RFC 9112 §4): {@link Violation#STATUS_LINE_TOO_LONG}.
     *
     * @return bytes; 8,192 by default
     */
    public int statusLine() {
        return values[STATUS_LINE];
    }

    /**
     * These bounds with another {@link #statusLine()}.
     *
     * @param bytes 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withStatusLine(int bytes) {
        return with(STATUS_LINE, bytes);
    }

    /**
     * The bound on all header field lines of one message (RFC 9110 §5.4): {@link Violation#FIELD_SECTION_TOO_LARGE}.
     *
     * @return bytes; 16,384 by default, as in h11
     */
    public int fieldSection() {
        return values[FIELD_SECTION];
    }

    /**
     * These bounds with another {@link #fieldSection()}.
     *
     * @param bytes 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withFieldSection(int bytes) {
        return with(FIELD_SECTION, bytes);
    }

    /**
     * The bound on the number of header fields of one message: {@link Violation#TOO_MANY_FIELDS}.
     *
     * @return a count; 100 by default, as in Apache httpd
     */
    public int fields() {
        return values[FIELDS];
    }

    /**
     * These bounds with another {@link #fields()}.
     *
     * @param count 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withFields(int count) {
        return with(FIELDS, count);
    }

    /**
     * The bound on one chunk size with its extensions (RFC 9112 §7.1.1): {@link Violation#CHUNK_LINE_TOO_LONG}.
     *
     * @return bytes; 256 by default
     */
    public int chunkLine() {
        return values[CHUNK_LINE];
    }

    /**
     * These bounds with another {@link #chunkLine()}.
     *
     * @param bytes 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withChunkLine(int bytes) {
        return with(CHUNK_LINE, bytes);
    }

    /**
     * The bound on all chunk extensions of one body together, without the chunk sizes:
     * {@link Violation#CHUNK_EXTENSIONS_TOO_LARGE}. "A server ought to limit the total length of chunk extensions
     * received in a request" (RFC 9112 §7.1.1): they cost work and carry nothing that reaches the application.
     *
     * @return bytes; 16,384 by default, however long the body is
     */
    public int chunkExtensions() {
        return values[CHUNK_EXTENSIONS];
    }

    /**
     * These bounds with another {@link #chunkExtensions()}.
     *
     * @param bytes 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withChunkExtensions(int bytes) {
        return with(CHUNK_EXTENSIONS, bytes);
    }

    /**
     * The bound on all trailer field lines of one message: {@link Violation#TRAILER_SECTION_TOO_LARGE}.
     *
     * @return bytes; 8,192 by default
     */
    public int trailerSection() {
        return values[TRAILER_SECTION];
    }

    /**
     * These bounds with another {@link #trailerSection()}.
     *
     * @param bytes 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withTrailerSection(int bytes) {
        return with(TRAILER_SECTION, bytes);
    }

    /**
     * The bound on the number of trailer fields of one message: {@link Violation#TOO_MANY_TRAILERS}.
     *
     * @return a count; 100 by default
     */
    public int trailers() {
        return values[TRAILERS];
    }

    /**
     * These bounds with another {@link #trailers()}.
     *
     * @param count 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withTrailers(int count) {
        return with(TRAILERS, count);
    }

    /**
     * The bound on the number of empty lines before a start line (RFC 9112 §2.2): {@link Violation#TOO_MANY_EMPTY_LINES}.
     *
     * @return a count; 8 by default
     */
    public int leadingEmptyLines() {
        return values[LEADING_EMPTY_LINES];
    }

    /**
     * These bounds with another {@link #leadingEmptyLines()}.
     *
     * @param count 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withLeadingEmptyLines(int count) {
        return with(LEADING_EMPTY_LINES, count);
    }

    /**
     * The bound on the number of interim responses to one request (RFC 9110 §15.2):
     * {@link Violation#TOO_MANY_INFORMATIONAL_RESPONSES}.
     *
     * @return a count; 100 by default
     */
    public int informationalResponses() {
        return values[INFORMATIONAL_RESPONSES];
    }

    /**
     * These bounds with another {@link #informationalResponses()}.
     *
     * @param count 0 to 16,777,216
     * @return a changed copy
     * @throws IllegalArgumentException if the number is out of range
     */
    public Limits withInformationalResponses(int count) {
        return with(INFORMATIONAL_RESPONSES, count);
    }

    /**
     * The bound on the content of one message, of requests and of responses, however it is framed:
     * {@link Violation#BODY_TOO_LARGE}. A Content-Length above it is refused with the head. Of a body that is chunked or
     * ends with the connection this many bytes are delivered, and the next one is at fault. Chunk lines and trailers do
     * not count.
     *
     * @return bytes; 2^63-1 by default, which bounds nothing
     */
    public long body() {
        return body;
    }

    /**
     * These bounds with another {@link #body()}.
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
     * All bounds on one line, for people.
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
