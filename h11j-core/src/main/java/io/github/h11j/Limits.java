package io.github.h11j;

/**
 * The bounds on what a peer may send. Each is exact: it is passed by the first byte beyond it, wherever the reads were
 * cut. Sizes are in bytes; those of lines exclude the line end, those of sections count names, colons, white space and
 * values.
 *
 * @param requestLine of a request line; 8,192 by default, as in Apache httpd and above the 8,000 of RFC 9112 §3
 * @param statusLine of a status line; 8,192 by default
 * @param fieldSection of all header field lines of a message; 16,384 by default, as in h11
 * @param fields how many header fields a message has; 100 by default, as in Apache httpd
 * @param chunkLine of a chunk size with its extensions; 256 by default
 * @param chunkExtensions of all chunk extensions of a body, without sizes; 16,384 by default, as in Go
 * @param trailerSection of all trailer field lines of a message; 8,192 by default
 * @param trailers how many trailer fields a message has; 100 by default
 * @param leadingEmptyLines how many empty lines before a start line are skipped; 8 by default
 * @param informationalResponses how many interim responses a request gets; 100 by default
 * @param contentLength of a body whose length is announced; 2^63-1 by default
 */
public record Limits(
        int requestLine,
        int statusLine,
        int fieldSection,
        int fields,
        int chunkLine,
        int chunkExtensions,
        int trailerSection,
        int trailers,
        int leadingEmptyLines,
        int informationalResponses,
        long contentLength) {

    /** The bounds of {@link Policy#STRICT}. */
    public static final Limits DEFAULT =
            new Limits(8192, 8192, 16384, 100, 256, 16384, 8192, 100, 8, 100, Long.MAX_VALUE);

    /** The largest bound on a section or line, in bytes: 16 MiB. */
    private static final int MAX = 1 << 24;

    /**
     * Bounds.
     *
     * @param requestLine of a request line; 8,192 by default, as in Apache httpd and above the 8,000 of RFC 9112 §3
     * @param statusLine of a status line; 8,192 by default
     * @param fieldSection of all header field lines of a message; 16,384 by default, as in h11
     * @param fields how many header fields a message has; 100 by default, as in Apache httpd
     * @param chunkLine of a chunk size with its extensions; 256 by default
     * @param chunkExtensions of all chunk extensions of a body, without sizes; 16,384 by default, as in Go
     * @param trailerSection of all trailer field lines of a message; 8,192 by default
     * @param trailers how many trailer fields a message has; 100 by default
     * @param leadingEmptyLines how many empty lines before a start line are skipped; 8 by default
     * @param informationalResponses how many interim responses a request gets; 100 by default
     * @param contentLength of a body whose length is announced; 2^63-1 by default
     * @throws IllegalArgumentException if one is negative, or a size or count (other than the content length) above
     *     16,777,216
     */
    public Limits {
        require("requestLine", requestLine);
        require("statusLine", statusLine);
        require("fieldSection", fieldSection);
        require("fields", fields);
        require("chunkLine", chunkLine);
        require("chunkExtensions", chunkExtensions);
        require("trailerSection", trailerSection);
        require("trailers", trailers);
        require("leadingEmptyLines", leadingEmptyLines);
        require("informationalResponses", informationalResponses);
        if (contentLength < 0) {
            throw new IllegalArgumentException("contentLength is negative: " + contentLength);
        }
    }

    private static void require(String name, int value) {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException(name + " is not in 0 to " + MAX + ": " + value);
        }
    }

    /**
     * These bounds with another requestLine.
     *
     * @param value the new bound
     * @return a copy
     */
    public Limits withRequestLine(int value) {
        return new Limits(
                value,
                statusLine,
                fieldSection,
                fields,
                chunkLine,
                chunkExtensions,
                trailerSection,
                trailers,
                leadingEmptyLines,
                informationalResponses,
                contentLength);
    }

    /**
     * These bounds with another statusLine.
     *
     * @param value the new bound
     * @return a copy
     */
    public Limits withStatusLine(int value) {
        return new Limits(
                requestLine,
                value,
                fieldSection,
                fields,
                chunkLine,
                chunkExtensions,
                trailerSection,
                trailers,
                leadingEmptyLines,
                informationalResponses,
                contentLength);
    }

    /**
     * These bounds with another fieldSection.
     *
     * @param value the new bound
     * @return a copy
     */
    public Limits withFieldSection(int value) {
        return new Limits(
                requestLine,
                statusLine,
                value,
                fields,
                chunkLine,
                chunkExtensions,
                trailerSection,
                trailers,
                leadingEmptyLines,
                informationalResponses,
                contentLength);
    }

    /**
     * These bounds with another fields.
     *
     * @param value the new bound
     * @return a copy
     */
    public Limits withFields(int value) {
        return new Limits(
                requestLine,
                statusLine,
                fieldSection,
                value,
                chunkLine,
                chunkExtensions,
                trailerSection,
                trailers,
                leadingEmptyLines,
                informationalResponses,
                contentLength);
    }

    /**
     * These bounds with another chunkLine.
     *
     * @param value the new bound
     * @return a copy
     */
    public Limits withChunkLine(int value) {
        return new Limits(
                requestLine,
                statusLine,
                fieldSection,
                fields,
                value,
                chunkExtensions,
                trailerSection,
                trailers,
                leadingEmptyLines,
                informationalResponses,
                contentLength);
    }

    /**
     * These bounds with another chunkExtensions.
     *
     * @param value the new bound
     * @return a copy
     */
    public Limits withChunkExtensions(int value) {
        return new Limits(
                requestLine,
                statusLine,
                fieldSection,
                fields,
                chunkLine,
                value,
                trailerSection,
                trailers,
                leadingEmptyLines,
                informationalResponses,
                contentLength);
    }

    /**
     * These bounds with another trailerSection.
     *
     * @param value the new bound
     * @return a copy
     */
    public Limits withTrailerSection(int value) {
        return new Limits(
                requestLine,
                statusLine,
                fieldSection,
                fields,
                chunkLine,
                chunkExtensions,
                value,
                trailers,
                leadingEmptyLines,
                informationalResponses,
                contentLength);
    }

    /**
     * These bounds with another trailers.
     *
     * @param value the new bound
     * @return a copy
     */
    public Limits withTrailers(int value) {
        return new Limits(
                requestLine,
                statusLine,
                fieldSection,
                fields,
                chunkLine,
                chunkExtensions,
                trailerSection,
                value,
                leadingEmptyLines,
                informationalResponses,
                contentLength);
    }

    /**
     * These bounds with another leadingEmptyLines.
     *
     * @param value the new bound
     * @return a copy
     */
    public Limits withLeadingEmptyLines(int value) {
        return new Limits(
                requestLine,
                statusLine,
                fieldSection,
                fields,
                chunkLine,
                chunkExtensions,
                trailerSection,
                trailers,
                value,
                informationalResponses,
                contentLength);
    }

    /**
     * These bounds with another informationalResponses.
     *
     * @param value the new bound
     * @return a copy
     */
    public Limits withInformationalResponses(int value) {
        return new Limits(
                requestLine,
                statusLine,
                fieldSection,
                fields,
                chunkLine,
                chunkExtensions,
                trailerSection,
                trailers,
                leadingEmptyLines,
                value,
                contentLength);
    }

    /**
     * These bounds with another contentLength.
     *
     * @param value the new bound
     * @return a copy
     */
    public Limits withContentLength(long value) {
        return new Limits(
                requestLine,
                statusLine,
                fieldSection,
                fields,
                chunkLine,
                chunkExtensions,
                trailerSection,
                trailers,
                leadingEmptyLines,
                informationalResponses,
                value);
    }
}
