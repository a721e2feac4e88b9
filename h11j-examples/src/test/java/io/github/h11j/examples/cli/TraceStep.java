package io.github.h11j.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A step of a case beside what h11 and h11j did in it, and what had come before: what a {@link Difference} looks at. */
final class TraceStep {

    /** h11's default, for a case without a limit of its own. */
    private static final int DEFAULT_SIZE = 16384;

    final JsonNode step;
    final JsonNode theirs;
    final JsonNode ours;

    private final int size;
    /** All bytes received up to this step. */
    private final String received;
    /** All events up to this step. */
    private final List<JsonNode> theirEvents;

    private final List<JsonNode> ourEvents;

    TraceStep(JsonNode testCase, JsonNode theirTrace, JsonNode ourTrace, int i) {
        this.step = testCase.path("steps").get(i);
        this.theirs = theirTrace.path("trace").get(i);
        this.ours = ourTrace.path("trace").get(i);
        this.size = testCase.path("max_incomplete_event_size").asInt(DEFAULT_SIZE);
        StringBuilder bytes = new StringBuilder();
        for (int j = 0; j <= i; j++) {
            byte[] part = Base64.getDecoder()
                    .decode(testCase.path("steps").get(j).path("recv_b64").asText());
            bytes.append(new String(part, StandardCharsets.ISO_8859_1));
        }
        this.received = bytes.toString();
        this.theirEvents = eventsUpTo(theirTrace, i);
        this.ourEvents = eventsUpTo(ourTrace, i);
    }

    private static List<JsonNode> eventsUpTo(JsonNode trace, int i) {
        List<JsonNode> events = new ArrayList<>();
        for (int j = 0; j <= i; j++) {
            trace.path("trace").get(j).path("events").forEach(events::add);
        }
        return events;
    }

    /** The rule that h11j found broken, empty if none. */
    String violation() {
        return ours.at("/error/violation").asText();
    }

    /** Whether h11 refused what h11j read on, the same up to there. */
    boolean theyStoppedFirst() {
        return theirs.at("/error/class").asText().equals("RemoteProtocolError") && isPrefix(theirs, ours);
    }

    /** Whether h11j refused what h11 read on, the same up to there. */
    boolean weStoppedFirst() {
        return ours.at("/error/class").asText().equals("RemoteProtocolError") && isPrefix(ours, theirs);
    }

    private static boolean isPrefix(JsonNode shorter, JsonNode longer) {
        List<String> first = TraceComparison.events(shorter);
        List<String> all = TraceComparison.events(longer);
        int last = first.size() - 1;
        if (last >= all.size()) {
            return false;
        }
        return last < 0
                || (first.subList(0, last).equals(all.subList(0, last))
                        && (first.get(last).equals(all.get(last))
                                || (first.get(last).startsWith("Data ")
                                        && all.get(last).startsWith(first.get(last)))));
    }

    int theirHint() {
        return theirs.at("/error/hint").asInt();
    }

    /** Whether h11 had read the head of a chunked message and not its end. */
    boolean theyAreInChunkedBody() {
        return inChunkedBody(theirEvents);
    }

    /** The same of h11j. */
    boolean weAreInChunkedBody() {
        return inChunkedBody(ourEvents);
    }

    private static boolean inChunkedBody(List<JsonNode> events) {
        boolean inside = false;
        for (JsonNode event : events) {
            if (event.path("type").asText().equals("EndOfMessage")) {
                inside = false;
            } else if (event.has("http_version")) {
                inside = field(event, "Transfer-Encoding").isPresent();
            }
        }
        return inside;
    }

    /** The method of the last request that h11j read, empty if there is none. */
    String lastRequestMethod() {
        String method = "";
        for (JsonNode event : ourEvents) {
            method = event.path("method").asText(method);
        }
        return method;
    }

    /** Whether a line of what was received begins so. */
    boolean hasLineWith(Pattern start) {
        return start.matcher(received).find();
    }

    /** The head that h11j read in this step where h11 had stopped. */
    Optional<JsonNode> nextHeadOfOurs() {
        int read = heads(theirs).size();
        List<JsonNode> heads = heads(ours);
        return read < heads.size() ? Optional.of(heads.get(read)) : Optional.empty();
    }

    private static List<JsonNode> heads(JsonNode step) {
        List<JsonNode> heads = new ArrayList<>();
        for (JsonNode event : step.path("events")) {
            if (event.has("http_version")) {
                heads.add(event);
            }
        }
        return heads;
    }

    /** The value of the last field of a name. */
    static Optional<String> lastField(JsonNode event, String name) {
        Optional<String> last = Optional.empty();
        for (JsonNode field : event.path("headers")) {
            if (field.get(0).asText().equalsIgnoreCase(name)) {
                last = Optional.of(field.get(1).asText());
            }
        }
        return last;
    }

    /** The value of the first field of a name. */
    static Optional<String> field(JsonNode event, String name) {
        for (JsonNode field : event.path("headers")) {
            if (field.get(0).asText().equalsIgnoreCase(name)) {
                return Optional.of(field.get(1).asText());
            }
        }
        return Optional.empty();
    }

    /** Whether more is waiting than the case's limit on an incomplete event. */
    boolean isMoreUnreadThanTheLimit() {
        return ours.at("/trailing/len").asInt() > size;
    }
}
