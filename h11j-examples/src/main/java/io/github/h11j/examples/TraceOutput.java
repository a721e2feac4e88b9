package io.github.h11j.examples;

import io.github.h11j.Connection;
import io.github.h11j.Event;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Role;
import io.github.h11j.examples.json.JsonTree;
import java.io.PrintWriter;
import java.util.Locale;

/** Where a {@link Tracer} writes. */
interface TraceOutput {

    /** An event that came from the bytes [from, to) of the stream. */
    void event(Event event, long from, long to, Connection after);

    /** Something that is not an event of the peer. */
    void note(String text, Connection after);

    /** The end of it all. */
    void violation(RemoteProtocolException error, Connection after);

    /** One line per event, for people. */
    final class Text implements TraceOutput {
        private final PrintWriter out;

        Text(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void event(Event event, long from, long to, Connection after) {
            String range = to == from ? "-" : "[" + from + "," + to + ")";
            out.printf(Locale.ROOT, "%11s  %-50s  %s%n", range, Visible.title(event), states(after));
            for (String field : Visible.fields(event)) {
                out.printf(Locale.ROOT, "%11s    %s%n", "", field);
            }
        }

        @Override
        public void note(String text, Connection after) {
            out.printf(Locale.ROOT, "%11s  %-50s  %s%n", "*", text, states(after));
        }

        @Override
        public void violation(RemoteProtocolException error, Connection after) {
            long offset = error.offset().orElse(0);
            out.printf(Locale.ROOT, "%11s  %-50s  %s%n", offset, "VIOLATION " + error.violation(), states(after));
            out.printf(Locale.ROOT, "%11s    %s%n", "", error.violation().text());
            String answer = after.ourRole() == Role.SERVER ? ", status for the answer " + error.statusHint() : "";
            out.printf(
                    Locale.ROOT, "%11s    source %s%s%n", "", error.violation().source(), answer);
            if (!error.excerpt().isEmpty()) {
                out.printf(Locale.ROOT, "%11s    bytes \"%s\"%n", "", error.excerpt());
            }
        }

        private static String states(Connection connection) {
            return "client " + connection.state(Role.CLIENT) + ", server " + connection.state(Role.SERVER);
        }
    }

    /** One JSON object per line, for programs. */
    final class Json implements TraceOutput {
        private final PrintWriter out;

        Json(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void event(Event event, long from, long to, Connection after) {
            JsonTree line = JsonTree.object();
            line.put("event", EventJson.write(event)).put("from", from).put("to", to);
            write(line, after);
        }

        @Override
        public void note(String text, Connection after) {
            write(JsonTree.object().put("note", text), after);
        }

        @Override
        public void violation(RemoteProtocolException error, Connection after) {
            JsonTree violation = JsonTree.object()
                    .put("name", error.violation().name())
                    .put("text", error.violation().text())
                    .put("source", error.violation().source())
                    .put("status_hint", error.statusHint())
                    .put("offset", error.offset().orElse(0))
                    .put("bytes", error.excerpt());
            write(JsonTree.object().put("violation", violation), after);
        }

        private void write(JsonTree line, Connection after) {
            line.put("client", after.state(Role.CLIENT).name());
            line.put("server", after.state(Role.SERVER).name());
            out.println(line);
        }
    }
}
