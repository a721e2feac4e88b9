package io.github.h11j;

/** Writes heads: the counterpart of {@link HeadReader}. */
final class HeadWriter {

    /** The bytes of a request's head besides method, target and fields. */
    private static final int AROUND_REQUEST = "  HTTP/1.1\r\n\r\n".length();

    /** The bytes of a response's head besides the reason phrase and the fields. */
    private static final int AROUND_RESPONSE = "HTTP/1.1 200 \r\n\r\n".length();

    private static final String CONNECTION = "Connection: ";
    private static final String CONTENT_LENGTH = "Content-Length: ";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

    private HeadWriter() {}

    /**
     * Returns how many bytes the head of a request takes.
     *
     * @param addedLength the length of its body if a field with it is to be added; otherwise {@link Framing#NO_LENGTH}
     */
    static long room(Request request, long addedLength) {
        return (long) AROUND_REQUEST
                + request.method().length()
                + request.target().length()
                + request.headers().linesLength()
                + lengthRoom(addedLength);
    }

    private static long lengthRoom(long length) {
        return length < 0 ? 0 : 2L + CONTENT_LENGTH.length() + Latin1.decimalLength(length);
    }

    /** Returns how many bytes the head of a response takes at most; some fields may be left out. */
    static long room(String reason, Headers headers, ResponseCleanUp cleanUp) {
        String connection = cleanUp.connection();
        return (long) AROUND_RESPONSE
                + reason.length()
                + headers.linesLength()
                + (cleanUp.becomesChunked() ? CHUNKED.length() : 0)
                + lengthRoom(cleanUp.addedLength())
                + (connection == null ? 0 : CONNECTION.length() + connection.length() + 2);
    }

    static void request(Request request, long addedLength, Output out) {
        out.put(request.method());
        out.put(" ");
        out.put(request.target());
        out.put(" HTTP/1.1\r\n");
        Headers headers = request.headers();
        int host = headers.indexOf(FieldName.HOST, 0);
        boolean repeated = Framing.repeatsContentLength(headers);
        if (host == 0 && !repeated) {
            out.putFields(headers);
        } else {
            // "a user agent SHOULD generate Host as the first field following the request-line" (RFC 9110 §7.2)
            out.putField(headers, host);
            for (int i = 0; i < headers.size(); i++) {
                if (!headers.isKnown(i, FieldName.HOST)) {
                    field(headers, i, repeated, out);
                }
            }
        }
        contentLength(addedLength, out);
        out.putLineEnd();
    }

    private static void contentLength(long length, Output out) {
        if (length >= 0) {
            out.put(CONTENT_LENGTH);
            out.putDecimal(length);
            out.putLineEnd();
        }
    }

    static void response(int statusCode, String reason, Headers headers, ResponseCleanUp cleanUp, Output out) {
        statusLine(statusCode, reason, out);
        boolean repeated = Framing.repeatsContentLength(headers);
        if (!repeated && cleanUp.keepsAll(headers)) {
            out.putFields(headers);
        } else {
            for (int i = 0; i < headers.size(); i++) {
                if (cleanUp.keeps(headers, i)) {
                    field(headers, i, repeated, out);
                }
            }
        }
        if (cleanUp.becomesChunked()) {
            out.put(CHUNKED);
        }
        contentLength(cleanUp.addedLength(), out);
        String connection = cleanUp.connection();
        if (connection != null) {
            out.put(CONNECTION);
            out.put(connection);
            out.putLineEnd();
        }
        out.putLineEnd();
    }

    /**
     * Writes a field. A Content-Length with several equal values, if that is allowed, is written with one, in the place
     * of the first.
     */
    private static void field(Headers headers, int i, boolean repeated, Output out) {
        if (!repeated || !headers.isKnown(i, FieldName.CONTENT_LENGTH)) {
            out.putField(headers, i);
        } else if (i == headers.indexOf(FieldName.CONTENT_LENGTH, 0)) {
            out.put(headers.name(i));
            out.put(": ");
            out.put(headers.tokens("Content-Length").get(0));
            out.putLineEnd();
        }
    }

    private static void statusLine(int statusCode, String reason, Output out) {
        String standard = ReasonPhrases.statusLine(statusCode, reason);
        if (!standard.isEmpty()) {
            out.put(standard);
            return;
        }
        out.put("HTTP/1.1 ");
        out.putStatus(statusCode);
        out.put(" ");
        out.put(reason);
        out.putLineEnd();
    }
}
