package io.github.h11j;

/**
 * The HTTP version of a message (RFC 9110 §2.5).
 *
 * @param major the digit before the point, 0 to 9
 * @param minor the digit after the point, 0 to 9
 */
public record HttpVersion(int major, int minor) implements Comparable<HttpVersion> {

    /** HTTP/1.0. */
    public static final HttpVersion HTTP_1_0 = new HttpVersion(1, 0);
    /** HTTP/1.1, the only version that h11j sends. */
    public static final HttpVersion HTTP_1_1 = new HttpVersion(1, 1);

    /**
     * Creates a version.
     *
     * @param major the digit before the point, 0 to 9
     * @param minor the digit after the point, 0 to 9
     * @throws IllegalArgumentException if a part is not 0 to 9
     */
    public HttpVersion {
        if (major < 0 || major > 9 || minor < 0 || minor > 9) {
            throw new IllegalArgumentException("an HTTP version has one digit on each side: " + major + "." + minor);
        }
    }

    /** Returns a shared constant if there is one. */
    static HttpVersion of(int major, int minor) {
        if (major == 1 && minor <= 1) {
            return minor == 1 ? HTTP_1_1 : HTTP_1_0;
        }
        return new HttpVersion(major, minor);
    }

    /**
     * Returns whether a sender of this version supports persistent connections, chunked coding and interim responses.
     */
    boolean isAtLeast11() {
        return compareTo(HTTP_1_1) >= 0;
    }

    @Override
    public int compareTo(HttpVersion other) {
        return (major * 10 + minor) - (other.major * 10 + other.minor);
    }

    /**
     * Returns the version as in a start line, without {@code HTTP/}.
     *
     * @return for example {@code 1.1}
     */
    @Override
    public String toString() {
        return major + "." + minor;
    }
}
