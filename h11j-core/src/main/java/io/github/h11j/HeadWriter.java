package io.github.h11j;

/** Writes heads: the mirror of {@link HeadReader}. */
final class HeadWriter {

    private HeadWriter() {}

    static void request(Request request, Output out) {
        out.put(request.method());
        out.put(" ");
        out.put(request.target());
        out.put(" HTTP/1.1\r\n");
        Headers headers = request.headers();
        int host = headers.indexOf(FieldName.HOST, 0);
        if (host <= 0) {
            out.putFields(headers);
        } else {
            // "a user agent SHOULD generate Host as the first field following the request-line" (RFC 9110 §7.2)
            out.putField(headers, host);
            for (int i = 0; i < headers.size(); i++) {
                if (!headers.isKnown(i, FieldName.HOST)) {
                    out.putField(headers, i);
                }
            }
        }
        out.putLineEnd();
    }

    static void response(int statusCode, String reason, Headers headers, ResponseCleanUp cleanUp, Output out) {
        statusLine(statusCode, reason, out);
        if (cleanUp.keepsAll(headers)) {
            out.putFields(headers);
        } else {
            for (int i = 0; i < headers.size(); i++) {
                if (cleanUp.keeps(headers, i)) {
                    out.putField(headers, i);
                }
            }
        }
        out.put(cleanUp.gained().line);
        String connection = cleanUp.connection();
        if (connection != null) {
            out.put("Connection: ");
            out.put(connection);
            out.putLineEnd();
        }
        out.putLineEnd();
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
