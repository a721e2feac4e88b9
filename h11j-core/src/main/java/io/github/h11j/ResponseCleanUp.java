package io.github.h11j;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields that are removed from the head of a response and added to it, so that it describes what will be sent.
 *
 * @param lost which of its framing fields are left out
 * @param becomesChunked whether {@code Transfer-Encoding: chunked} is added
 * @param addedLength the value of the Content-Length that is added, or {@link Framing#NO_LENGTH}
 * @param connection the value of the Connection field that replaces all its Connection fields; null if they are kept
 */
record ResponseCleanUp(
        Lost lost,
        boolean becomesChunked,
        long addedLength,
        @Nullable String connection) {

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

    /** The response is not changed. */
    static final ResponseCleanUp NONE = new ResponseCleanUp(Lost.NOTHING, false, Framing.NO_LENGTH, null);

    /**
     * "A server MUST NOT send a Content-Length header field in any response with a status code of 1xx (Informational)"
     * (RFC 9110 §8.6), nor a Transfer-Encoding (RFC 9112 §6.1).
     */
    static final ResponseCleanUp INTERIM = new ResponseCleanUp(Lost.BOTH, false, Framing.NO_LENGTH, null);

    /**
     * For a final response, before its event has been processed.
     *
     * @param framing the length of its body; for a response to HEAD, the length that a response to GET would have
     * @param addsLength whether this is a number of bytes that the head does not contain
     * @param closes whether it is the last response on its connection
     */
    static ResponseCleanUp of(
            Response response,
            long framing,
            boolean addsLength,
            boolean closes,
            Conversation conversation,
            Policy policy) {
        boolean leaveOut = policy.has(Option.LEAVE_OUT_WHAT_MAY_NOT_BE_SENT);
        Headers headers = response.headers();
        int status = response.statusCode();
        boolean tunnel = Framing.isTunnel(status, conversation.requestMethod());
        Lost lost;
        if (framing < 0 || addsLength || (leaveOut && (status == 204 || tunnel))) {
            lost = Lost.BOTH; // other ones are added, or none
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
        String connection = connection(headers, closes, conversation, policy);
        if (lost == Lost.NOTHING && connection == null) {
            return NONE; // nothing is added where nothing else is left out
        }
        return new ResponseCleanUp(
                lost, framing == Framing.CHUNKED, addsLength ? framing : Framing.NO_LENGTH, connection);
    }

    /** For an interim response. */
    static ResponseCleanUp ofInterim(Headers headers, Policy policy) {
        ResponseCleanUp usual = policy.has(Option.LEAVE_OUT_WHAT_MAY_NOT_BE_SENT) ? INTERIM : NONE;
        return isUpgradeToBeNamed(headers, policy)
                ? new ResponseCleanUp(usual.lost, false, Framing.NO_LENGTH, options(headers, "upgrade", ""))
                : usual;
    }

    /**
     * Returns whether Connection has to name an Upgrade field and does not. In a response, adding the option changes no
     * meaning: the status code of a 101 means that the server has agreed, and any other response says which protocols
     * could be asked for.
     */
    private static boolean isUpgradeToBeNamed(Headers headers, Policy policy) {
        return policy.has(Option.CHECK_UPGRADES) && Framing.lacksUpgradeOption(headers);
    }

    /** Returns the Connection field that replaces those of a response, null if they are kept. */
    private static @Nullable String connection(
            Headers headers, boolean closes, Conversation conversation, Policy policy) {
        String upgrade = isUpgradeToBeNamed(headers, policy) ? "upgrade" : "";
        if (closes || conversation.isHttp10()) {
            boolean saysClose = headers.hasMember(FieldName.CONNECTION, Framing.CLOSE);
            boolean saysKeepAlive = headers.hasMember(FieldName.CONNECTION, Framing.KEEP_ALIVE);
            if (closes && (!saysClose || saysKeepAlive)) {
                return options(headers, "close", "keep-alive", upgrade);
            }
            if (!closes && !saysClose && !saysKeepAlive) {
                return options(headers, "keep-alive", "close", upgrade);
            }
        }
        return upgrade.isEmpty() ? null : options(headers, upgrade, ""); // if they already say so, they are kept
    }

    /** Returns the options of all Connection fields, sorted as h11 sorts them, with one removed and others added. */
    private static String options(Headers headers, String added, String removed, String... more) {
        Set<String> options = new HashSet<>();
        for (String option : headers.tokens("Connection")) {
            options.add(option.toLowerCase(Locale.ROOT));
        }
        options.remove(removed);
        options.add(added);
        options.addAll(List.of(more));
        options.remove("");
        String[] sorted = options.toArray(new String[0]);
        Arrays.sort(sorted);
        return String.join(", ", sorted);
    }

    /** Returns whether all fields are kept. */
    boolean keepsAll(Headers headers) {
        return !(lost.contentLength && headers.count(FieldName.CONTENT_LENGTH) != 0)
                && !(lost.transferEncoding && headers.count(FieldName.TRANSFER_ENCODING) != 0)
                && !(connection != null && headers.count(FieldName.CONNECTION) != 0);
    }

    /** Returns whether a field is kept. */
    boolean keeps(Headers headers, int i) {
        return !(lost.contentLength && headers.isKnown(i, FieldName.CONTENT_LENGTH))
                && !(lost.transferEncoding && headers.isKnown(i, FieldName.TRANSFER_ENCODING))
                && !(connection != null && headers.isKnown(i, FieldName.CONNECTION));
    }
}
