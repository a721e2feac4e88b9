package io.github.h11j.examples.gateway;

import io.github.h11j.Headers;
import io.github.h11j.HeadersBuilder;
import io.github.h11j.HttpVersion;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Which fields are for one connection only and are not forwarded (RFC 9110 §7.6.1), and the field {@code Via}. */
final class HopByHop {

    private HopByHop() {}

    /**
     * Copies the end-to-end fields, in their order.
     *
     * @param others names of other fields that are not copied
     */
    static HeadersBuilder forward(Headers received, HeadersBuilder into, Predicate<String> others) {
        return forward(received, received, into, others);
    }

    /** The head of the message is what names other fields that are for one connection only. */
    private static HeadersBuilder forward(
            Headers head, Headers received, HeadersBuilder into, Predicate<String> others) {
        Set<String> named = new HashSet<>();
        for (String option : head.tokens("Connection")) {
            named.add(option.toLowerCase(Locale.ROOT));
        }
        for (int i = 0; i < received.size(); i++) {
            String name = received.name(i);
            boolean isNamed = !named.isEmpty() && named.contains(name.toLowerCase(Locale.ROOT));
            if (!isNamed && !isForOneConnection(name) && !others.test(name)) {
                into.add(received, i);
            }
        }
        return into;
    }

    /** Returns the end-to-end fields. */
    static HeadersBuilder endToEnd(Headers received) {
        return forward(received, Headers.builder(), name -> false);
    }

    /**
     * Returns the end-to-end trailers. RFC 9110 §7.6.1: for each connection-option, "remove any header or trailer
     * field(s) from the message with the same name".
     *
     * @param head the fields of the message before its body
     */
    static Headers trailers(Headers head, Headers received) {
        return forward(head, received, Headers.builder(), name -> false).build();
    }

    /** The framing fields are among these fields: each connection frames a message anew. */
    private static boolean isForOneConnection(String name) {
        return switch (name.length()) {
            case 2 -> name.equalsIgnoreCase("TE");
            case 7 -> name.equalsIgnoreCase("Upgrade");
            case 10 -> name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Keep-Alive");
            case 14 -> name.equalsIgnoreCase("Content-Length");
            case 16 -> name.equalsIgnoreCase("Proxy-Connection");
            case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
            default -> false;
        };
    }

    /**
     * Returns whether this proxy has forwarded a message before (RFC 9110 §7.6.3): {@code Via} contains its name, after
     * the version and before a comment.
     */
    static boolean hasPassed(Headers headers, String name) {
        for (String value : headers.all("Via")) {
            for (String member : value.split(",", -1)) {
                String[] parts = member.strip().split("[ \\t]+", 3);
                if (parts.length > 1 && parts[1].equalsIgnoreCase(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** RFC 9110 §7.6.3: adds the version in which a message was received, and our name. */
    static void addVia(HttpVersion received, String pseudonym, HeadersBuilder to) {
        to.add("Via", received.major() + "." + received.minor() + " " + pseudonym);
    }
}
