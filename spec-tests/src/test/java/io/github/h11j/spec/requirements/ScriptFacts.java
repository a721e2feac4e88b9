package io.github.h11j.spec.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.CloseReason;
import io.github.h11j.Connection;
import io.github.h11j.Role;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a script says of a connection between events:
 *
 * <pre>
 * state DONE MUST_CLOSE    of the client and of the server
 * reusable yes             or no
 * close PEER_SENT_CLOSE    why it cannot be used again, or none
 * waiting yes              whether the client waits for 100 (Continue)
 * trailing bytes          what has been received and not used
 * discarded 3              how many bytes were dropped
 * tolerated VIOLATION @3   the last violation that was tolerated, or nothing
 * extensions a=b c         those of the current chunk, or none
 * version 1.0              of the peer
 * </pre>
 */
final class ScriptFacts {

    private final Connection connection;
    private final List<String> tolerated;

    ScriptFacts(Connection connection, List<String> tolerated) {
        this.connection = connection;
        this.tolerated = tolerated;
    }

    void check(String place, String line) {
        int space = line.indexOf(' ');
        String expected = Notation.expand(line.substring(space + 1));
        assertThat(fact(line.substring(0, space))).as(place).isEqualTo(expected);
    }

    private String fact(String name) {
        return switch (name) {
            case "state" -> connection.state(Role.CLIENT) + " " + connection.state(Role.SERVER);
            case "reusable" -> yes(connection.isReusable());
            case "close" -> connection.closeReason().map(CloseReason::name).orElse("none");
            case "waiting" -> yes(connection.clientIsWaitingFor100Continue());
            case "trailing" ->
                Notation.visible(connection.trailingData().bytes().toByteArray());
            case "discarded" -> Long.toString(connection.discardedBytes());
            case "tolerated" -> tolerated.isEmpty() ? "nothing" : tolerated.get(tolerated.size() - 1);
            case "version" ->
                connection.theirHttpVersion().map(Object::toString).orElse("none");
            case "extensions" -> extensions();
            default -> throw new IllegalArgumentException("unknown line: " + name);
        };
    }

    private String extensions() {
        String extensions = connection.chunkExtensions().stream()
                .map(extension -> extension.name()
                        + extension
                                .value()
                                .map(value -> "=" + Notation.visible(value))
                                .orElse(""))
                .collect(Collectors.joining(" "));
        return extensions.isEmpty() ? "none" : extensions;
    }

    private static String yes(boolean fact) {
        return fact ? "yes" : "no";
    }
}
