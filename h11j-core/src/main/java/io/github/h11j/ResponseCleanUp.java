package io.github.h11j;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a response loses and gains on its way out, so that it says what will happen.
 *
 * @param lost which of its framing fields are left out
 * @param gained the framing field that is added
 * @param connection the value of the Connection field that takes the place of all it has; null if they stay
 */
record ResponseCleanUp(Lost lost, Gained gained, @Nullable String connection) {

    /** Framing fields that are left out. */
    enum Lost {
        NOTHING(false, false),
        CONTENT_LENGTH(true, false),
        TRANSFER_ENCODING(false, true),
        BOTH(true, true);

        final boolean contentLength;
        final boolean transferEncoding;

        Lost(boolean contentLength, boolean transferEncoding) {
            this.contentLength = contentLength;
            this.transferEncoding = transferEncoding;
        }
    }

    /** A framing field that is added. */
    enum Gained {
        NOTHING(""),
        CONTENT_LENGTH_0("Content-Length: 0\r\n"),
        CHUNKED("Transfer-Encoding: chunked\r\n");

        final String line;

        Gained(String line) {
            this.line = line;
        }
    }

    /** An interim response as it is. */
    static final ResponseCleanUp NONE = new ResponseCleanUp(Lost.NOTHING, Gained.NOTHING, null);

    /**
     * "A server MUST NOT send a Content-Length header field in any response with a status code of 1xx (Informational)"
     * (RFC 9110 §8.6), nor a Transfer-Encoding (RFC 9112 §6.1).
     */
    static final ResponseCleanUp INTERIM = new ResponseCleanUp(Lost.BOTH, Gained.NOTHING, null);

    /**
     * For a final response, before its event has been processed.
     *
     * @param framing the length of its body, of an answer to HEAD what it would be to GET
     * @param closes whether it is the last on its connection
     * @param leaveOut whether {@link Option#LEAVE_OUT_WHAT_MAY_NOT_BE_SENT} is on
     * @param nameUpgrade whether an Upgrade field is to be named by Connection. In a response it changes no meaning to add
     *     the option: a 101 has agreed by its status, every other says what could be asked for
     */
    static ResponseCleanUp of(
            Response response,
            long framing,
            boolean closes,
            Conversation conversation,
            boolean leaveOut,
            boolean nameUpgrade) {
        Headers headers = response.headers();
        int status = response.statusCode();
        boolean tunnel = Framing.isTunnel(status, conversation.requestMethod());
        boolean reset = leaveOut && status == 205 && !tunnel;
        Lost lost;
        if (framing < 0 || reset || (leaveOut && (status == 204 || tunnel))) {
            lost = Lost.BOTH; // what takes their place is added, or there is none
        } else if (leaveOut && !conversation.peerKnowsChunked()) {
            // "A server MUST NOT send a response containing Transfer-Encoding unless the corresponding request
            // indicates HTTP/1.1 (or later minor revisions)." (RFC 9112 §6.1)
            lost = Lost.TRANSFER_ENCODING;
        } else if (leaveOut && headers.count(FieldName.TRANSFER_ENCODING) != 0) {
            // "A sender MUST NOT send a Content-Length header field in any message that contains a Transfer-Encoding
            // header field." (RFC 9112 §6.2)
            lost = Lost.CONTENT_LENGTH;
        } else {
            lost = Lost.NOTHING;
        }
        Gained gained = Gained.NOTHING;
        if (framing == Framing.CHUNKED) {
            gained = Gained.CHUNKED;
        } else if (reset) {
            // "Since the 205 status code implies that no additional content will be provided, a server MUST NOT
            // generate content in a 205 response." (RFC 9110 §15.3.6) But a recipient takes the length of a 205 from
            // its fields (RFC 9112 §6.3), so it has to be said.
            gained = Gained.CONTENT_LENGTH_0;
        }
        return new ResponseCleanUp(lost, gained, connection(headers, closes, conversation, nameUpgrade));
    }

    /** For an interim response. */
    static ResponseCleanUp ofInterim(Headers headers, boolean leaveOut, boolean nameUpgrade) {
        ResponseCleanUp usual = leaveOut ? INTERIM : NONE;
        return nameUpgrade && Framing.lacksUpgradeOption(headers)
                ? new ResponseCleanUp(usual.lost, Gained.NOTHING, options(headers, "upgrade", ""))
                : usual;
    }

    /** The Connection field that a response gets in place of its own, null if it keeps that. */
    private static @Nullable String connection(
            Headers headers, boolean closes, Conversation conversation, boolean nameUpgrade) {
        boolean saysClose = headers.hasMember(FieldName.CONNECTION, Framing.CLOSE);
        boolean saysKeepAlive = headers.hasMember(FieldName.CONNECTION, Framing.KEEP_ALIVE);
        String upgrade = nameUpgrade && Framing.lacksUpgradeOption(headers) ? "upgrade" : "";
        if (closes && (!saysClose || saysKeepAlive)) {
            return options(headers, "close", "keep-alive", upgrade);
        }
        if (!closes && conversation.isHttp10() && !saysClose && !saysKeepAlive) {
            return options(headers, "keep-alive", "close", upgrade);
        }
        return upgrade.isEmpty() ? null : options(headers, upgrade, ""); // what already says so stays as it is
    }

    /** The options of all Connection fields with one removed and others added. */
    private static String options(Headers headers, String added, String removed, String... more) {
        TreeSet<String> options = new TreeSet<>();
        for (String option : headers.tokens("Connection")) {
            options.add(option.toLowerCase(Locale.ROOT));
        }
        options.remove(removed);
        options.add(added);
        options.addAll(List.of(more));
        options.remove("");
        return String.join(", ", options);
    }

    /** Whether all fields stay. */
    boolean keepsAll(Headers headers) {
        return !(lost.contentLength && headers.count(FieldName.CONTENT_LENGTH) != 0)
                && !(lost.transferEncoding && headers.count(FieldName.TRANSFER_ENCODING) != 0)
                && !(connection != null && headers.count(FieldName.CONNECTION) != 0);
    }

    /** Whether a field stays. */
    boolean keeps(Headers headers, int i) {
        return !(lost.contentLength && headers.isKnown(i, FieldName.CONTENT_LENGTH))
                && !(lost.transferEncoding && headers.isKnown(i, FieldName.TRANSFER_ENCODING))
                && !(connection != null && headers.isKnown(i, FieldName.CONNECTION));
    }
}
