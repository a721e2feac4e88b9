package io.github.h11j;

/** The reason phrases of RFC 9110 §15 and of later registered status codes. */
final class ReasonPhrases {

    private static final String[] PHRASES = new String[600];
    private static final String[] STATUS_LINES = new String[600];

    // spotless:off
    static {
        put(100, "Continue", "Switching Protocols", "Processing", "Early Hints");
        put(200, "OK", "Created", "Accepted", "Non-Authoritative Information", "No Content", "Reset Content",
            "Partial Content", "Multi-Status", "Already Reported");
        put(226, "IM Used");
        put(300, "Multiple Choices", "Moved Permanently", "Found", "See Other", "Not Modified", "Use Proxy");
        put(307, "Temporary Redirect", "Permanent Redirect");
        put(400, "Bad Request", "Unauthorized", "Payment Required", "Forbidden", "Not Found", "Method Not Allowed",
            "Not Acceptable", "Proxy Authentication Required", "Request Timeout", "Conflict", "Gone",
            "Length Required", "Precondition Failed", "Content Too Large", "URI Too Long", "Unsupported Media Type",
            "Range Not Satisfiable", "Expectation Failed");
        put(421, "Misdirected Request", "Unprocessable Content", "Locked", "Failed Dependency", "Too Early",
            "Upgrade Required");
        put(428, "Precondition Required", "Too Many Requests");
        put(431, "Request Header Fields Too Large");
        put(451, "Unavailable For Legal Reasons");
        put(500, "Internal Server Error", "Not Implemented", "Bad Gateway", "Service Unavailable", "Gateway Timeout",
            "HTTP Version Not Supported", "Variant Also Negotiates", "Insufficient Storage", "Loop Detected");
        put(511, "Network Authentication Required");
    }
    // spotless:on

    private ReasonPhrases() {}

    private static void put(int first, String... phrases) {
        for (int i = 0; i < phrases.length; i++) {
            PHRASES[first + i] = phrases[i];
            STATUS_LINES[first + i] = "HTTP/1.1 " + (first + i) + " " + phrases[i] + "\r\n";
        }
    }

    /** Returns the standard phrase, or the empty string for a status code without one. */
    @SuppressWarnings("ConstantValue") // the array has gaps
    static String of(int statusCode) {
        if (statusCode < 0 || statusCode >= PHRASES.length) {
            return "";
        }
        String phrase = PHRASES[statusCode];
        return phrase == null ? "" : phrase;
    }

    /** Returns the status line as it is sent if the phrase is the standard one, else the empty string. */
    @SuppressWarnings("ReferenceEquality") // a quick yes; an equal phrase that is another only costs time
    static String statusLine(int statusCode, String reason) {
        return statusCode < PHRASES.length && PHRASES[statusCode] == reason ? STATUS_LINES[statusCode] : "";
    }
}
