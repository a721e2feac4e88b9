package io.github.h11j;

/**
 * Reads what a server sends without an outstanding request: only a few empty lines are allowed, which some servers send
 * after a body. "If a client receives data on a connection that doesn't have outstanding requests, the client MUST NOT
 * consider that data to be a valid response to a not-yet-issued request" (RFC 9112 §9.2). Otherwise a server, or an
 * attacker in its place, could answer a request before it is sent, so that one user receives the response to another
 * user's request. An instance is used between two requests.
 */
final class IdleReader {

    private static final String STATUS_LINE_SHAPE = "HTTP/d.d ddd";

    private final ReceiveBuffer buffer;
    private final Limits limits;
    private int emptyLines;

    IdleReader(ReceiveBuffer buffer, Limits limits) {
        this.buffer = buffer;
        this.limits = limits;
    }

    /**
     * Skips empty lines, and rejects everything else as soon as it is clear what it is.
     *
     * @param eof whether no more bytes will arrive
     * @throws RemoteProtocolException {@link Violation#UNSOLICITED_RESPONSE}, with the status code if there is one: it
     *     may be a 408 that says why the connection ends
     */
    void read(boolean eof) {
        while (buffer.available() >= 2 && buffer.isLineEnd(buffer.start) && emptyLines < limits.leadingEmptyLines()) {
            buffer.skip(2);
            emptyLines++;
        }
        boolean halfLine = buffer.available() == 1 && buffer.at(buffer.start) == '\r';
        if (buffer.available() == 0 || (halfLine && !eof)) {
            return;
        }
        int shaped = 0;
        while (shaped < Math.min(buffer.available(), STATUS_LINE_SHAPE.length()) && fits(shaped)) {
            shaped++;
        }
        if (shaped == buffer.available() && shaped < STATUS_LINE_SHAPE.length() && !eof) {
            return; // the status code may still arrive
        }
        byte[] excerpt = buffer.copy();
        boolean hasStatus = shaped == STATUS_LINE_SHAPE.length();
        throw new RemoteProtocolException(
                Violation.UNSOLICITED_RESPONSE,
                buffer.offsetOf(buffer.start),
                LineExcerpt.ofFirst(excerpt, 0, excerpt.length).around(0),
                "",
                hasStatus ? Grammar.statusCode(excerpt, STATUS_LINE_SHAPE.length() - 3) : -1);
    }

    private boolean fits(int i) {
        char shape = STATUS_LINE_SHAPE.charAt(i);
        byte b = buffer.at(buffer.start + i);
        return shape == 'd' ? Grammar.is(b, Grammar.DIGIT) : b == shape;
    }
}
