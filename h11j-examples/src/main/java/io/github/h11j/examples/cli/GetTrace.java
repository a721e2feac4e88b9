package io.github.h11j.examples.cli;

import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.Event;
import io.github.h11j.Role;
import java.io.PrintWriter;

/**
 * What {@code h11j get -v} shows: each event with its bytes, both states after it, and which connection it was on.
 * May be used by several threads.
 */
final class GetTrace {

    private static final String INDENT = "    ";
    private static final int LONGEST_LINE = ByteText.WIDTH - INDENT.length();

    /** Of a head or of trailers, and of a part of a body. */
    private static final int MOST_LINES = 40;

    private static final int MOST_BODY_LINES = 4;

    private final PrintWriter out;
    private final boolean shown;
    private final boolean coloured;

    GetTrace(PrintWriter out, boolean shown, boolean coloured) {
        this.out = out;
        this.shown = shown;
        this.coloured = coloured;
    }

    /** Returns whether the bytes of events are worth keeping. */
    boolean isShown() {
        return shown;
    }

    void sent(Event event, byte[] bytes, Connection http) {
        event("> ", Colour.CLIENT, event, bytes, http);
    }

    void received(Event event, byte[] bytes, Connection http) {
        event("< ", Colour.SERVER, event, bytes, http);
    }

    /** The connection is free for the next request. */
    synchronized void cycle(Connection http) {
        line("* the connection is kept: startNextCycle()");
        states(http);
    }

    synchronized void note(String text) {
        line("* " + text);
    }

    private synchronized void event(String sign, Colour colour, Event event, byte[] bytes, Connection http) {
        if (!shown) {
            return; // or all bytes of a body would be escaped for nothing
        }
        line(colour.in(sign + Visible.title(event, ByteText.WIDTH - sign.length()), coloured));
        int most = event instanceof Data ? MOST_BODY_LINES : MOST_LINES;
        for (String each : ByteText.lines(bytes, LONGEST_LINE, most)) {
            line(INDENT + Colour.BYTES.in(each, coloured));
        }
        states(http);
    }

    private void states(Connection http) {
        line("  client " + http.state(Role.CLIENT) + ", server " + http.state(Role.SERVER));
    }

    private void line(String text) {
        if (shown) {
            out.println(text);
            out.flush();
        }
    }
}
