package io.github.h11j.examples.gateway;

import io.github.h11j.Headers;
import io.github.h11j.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which fields are for one connection only and are not forwarded (RFC 9110 §7.6.1), and what is said of the way. */
final class HopByHop {

    /** The framing fields are among them: how a message is framed is decided anew for each connection. */
    private static final Set<String> NAMES = Set.of(
            "connection", "content-length", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade");

    private HopByHop() {}

    /** The fields that are for the recipient at the end of the way, in their order, as a list that can be changed. */
    static List<Headers.Field> endToEnd(Headers headers) {
        Set<String> dropped = new TreeSet<>(NAMES);
        headers.tokens("Connection").forEach(option -> dropped.add(option.toLowerCase(Locale.ROOT)));
        List<Headers.Field> kept = new ArrayList<>();
        for (Headers.Field field : headers) {
            if (!dropped.contains(field.name().toLowerCase(Locale.ROOT))) {
                kept.add(field);
            }
        }
        return kept;
    }

    /**
     * Whether a message was forwarded by this proxy before (RFC 9110 §7.6.3): {@code Via} has its name, after the version
     * and before a comment.
     */
    static boolean hasPassed(Headers headers, String name) {
        return headers.all("Via").stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(member -> member.strip().split("[ \\t]+", 3))
                .anyMatch(parts -> parts.length > 1 && parts[1].equalsIgnoreCase(name));
    }

    /** RFC 9110 §7.6.3: the version in which a message was received, and by whom. */
    static Headers.Field via(HttpVersion received, String pseudonym) {
        return new Headers.Field("Via", received.major() + "." + received.minor() + " " + pseudonym);
    }
}
