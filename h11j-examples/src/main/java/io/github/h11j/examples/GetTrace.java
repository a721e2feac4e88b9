package io.github.h11j.examples;

import io.github.h11j.Connection;
import io.github.h11j.Event;
import io.github.h11j.Role;
import java.io.PrintWriter;

/** What {@code h11j get -v} shows: each event, both states after it, and which connection it was on. */
final class GetTrace {

    private final PrintWriter out;
    private final boolean shown;

    GetTrace(PrintWriter out, boolean shown) {
        this.out = out;
        this.shown = shown;
    }

    void sent(Event event, Connection http) {
        event(">", event, http);
    }

    void received(Event event, Connection http) {
        event("<", event, http);
    }

    /** The connection is free for the next request. */
    void cycle(Connection http) {
        line("*", "the connection is kept: startNextCycle()", states(http));
    }

    void note(String text) {
        line("*", text, "");
    }

    private void event(String sign, Event event, Connection http) {
        line(sign, Visible.title(event), states(http));
        for (String field : Visible.fields(event)) {
            line(sign, "    " + field, "");
        }
    }

    private static String states(Connection http) {
        return "client " + http.state(Role.CLIENT) + ", server " + http.state(Role.SERVER);
    }

    private void line(String sign, String text, String states) {
        if (shown) {
            out.println(states.isEmpty() ? sign + " " + text : String.format("%s %-56s [%s]", sign, text, states));
            out.flush();
        }
    }
}
