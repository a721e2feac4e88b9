package io.github.h11j.examples.cli;

import io.github.h11j.ChunkExtension;
import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Role;
import io.github.h11j.examples.output.JsonTree;
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

    /** Lines of 80 columns, for people: each event with its bytes' place before it, the states where they have changed. */
    final class Text implements TraceOutput {
        private static final int PLACE = 11;
        private static final int ROOM = ByteText.WIDTH - PLACE - 2;

        private final PrintWriter out;
        private final byte[] bytes;
        private final boolean coloured;
        private String shownStates = "";

        /**
         * An output.
         *
         * @param bytes all that is read
         * @param coloured whether the writer is a terminal
         */
        Text(PrintWriter out, byte[] bytes, boolean coloured) {
            this.out = out;
            this.bytes = bytes;
            this.coloured = coloured;
        }

        @Override
        public void event(Event event, long from, long to, Connection after) {
            Colour colour = after.ourRole() == Role.SERVER ? Colour.CLIENT : Colour.SERVER;
            line(to == from ? "-" : "[" + from + "," + to + ")", colour.in(Visible.title(event, ROOM), coloured));
            Visible.fields(event).forEach(this::detail);
            boolean beginsChunk = event instanceof Data data && data.chunkStart();
            if (beginsChunk || event instanceof EndOfMessage) {
                for (ChunkExtension extension : after.chunkExtensions()) {
                    String value = extension.value().map(text -> "=" + text).orElse("");
                    detail(Visible.escaped("chunk extension " + extension.name() + value));
                }
            }
            states(after);
        }

        @Override
        public void note(String text, Connection after) {
            line("*", ByteText.cut(text, ROOM));
            states(after);
        }

        @Override
        public void violation(RemoteProtocolException error, Connection after) {
            long offset = error.offset().orElse(0);
            line(Long.toString(offset), Colour.FAULT.in("VIOLATION " + error.violation(), coloured));
            ByteText.caret(bytes, offset, ROOM - 2).forEach(this::detail);
            detail(error.violation().text());
            detail(error.violation().source()
                    + (after.ourRole() == Role.SERVER ? "; the answer is " + error.statusHint() : ""));
            states(after);
        }

        private void line(String place, String text) {
            out.printf(Locale.ROOT, "%" + PLACE + "s  %s%n", place, text);
        }

        private void detail(String text) {
            line("", "  " + ByteText.cut(text, ROOM - 2));
        }

        private void states(Connection connection) {
            String states = "client " + connection.state(Role.CLIENT) + ", server " + connection.state(Role.SERVER);
            if (!states.equals(shownStates)) {
                line("", "= " + states);
            }
            shownStates = states;
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
