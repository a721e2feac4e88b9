package io.github.h11j.explorer;

import io.github.h11j.Role;
import io.github.h11j.State;
import java.util.List;
import java.util.function.Predicate;

/**
 * A goal to reach by buttons: bytes by hand could hold a whole exchange in one move.
 *
 * @param goal what to reach, a sentence
 * @param hint where to look
 * @param least how few moves are enough
 * @param solution one such script; the page does not show it
 * @param reached whether the states are there, mostly as both peers see them
 */
record Level(String goal, String hint, int least, String solution, Predicate<Session> reached) {

    // spotless:off
    static final List<Level> ALL = List.of(
            new Level("Bring both peers to DONE.",
                "Each message needs its head and its EndOfMessage, an empty one too.",
                4, "c.get c.end s.nothing s.end",
                session -> session.isAt(State.DONE, State.DONE)),
            new Level("Bring the client to MUST_CLOSE without \"Connection: close\" and without any request.",
                "Follow the dashed arrow from IDLE to MUST_CLOSE: what is its condition?",
                1, "s.close",
                session -> session.isAt(State.MUST_CLOSE, State.CLOSED) && !session.hasFired("E1")),
            new Level("Let the server complete a response that no request asked for.",
                "408 is such a response. The server needs no event from the client.",
                2, "s.nothing s.end",
                session -> session.side(Role.SERVER).isAt(State.IDLE, State.MUST_CLOSE) // under h11's policy DONE
                    || session.side(Role.SERVER).isAt(State.IDLE, State.DONE)),
            new Level("Bring both peers into SEND_BODY at the same time.",
                "A server need not wait for the end of a request.",
                2, "c.post s.ok",
                session -> session.isAt(State.SEND_BODY, State.SEND_BODY)),
            new Level("Offer a switch, decline it, and begin the next exchange on the same connection.",
                "Any final response declines. Which two rows take the client out of MIGHT_SWITCH_PROTOCOL?",
                6, "c.upgrade c.end s.nothing s.end s.next c.next",
                session -> session.isAt(State.IDLE, State.IDLE) && session.hasFired("S3")),
            new Level("Close the client's side, and still get a complete response.",
                "CLOSED is about sending. A client may close when its request is complete.",
                5, "c.get c.end c.close s.nothing s.end",
                session -> session.isAt(State.CLOSED, State.MUST_CLOSE) && session.hasFired("E13")),
            new Level("Make a tunnel.",
                "CONNECT, and a response that accepts it.",
                3, "c.connect c.end s.tunnel",
                session -> session.isAt(State.SWITCHED_PROTOCOL, State.SWITCHED_PROTOCOL)
                    && session.hasFired("O5")));
    // spotless:on

    boolean isReachedBy(Session session) {
        return !session.byHand && reached.test(session);
    }

    /** Which levels a script reaches. */
    static String write(String policy, String script) {
        Session session = Session.after(policy, script, null, 0);
        Json json = new Json().open('[');
        for (Level level : ALL) {
            json.open('{').put("goal", level.goal).put("hint", level.hint).put("least", level.least);
            json.put("reached", level.isReachedBy(session)).close('}');
        }
        return json.close(']').toString();
    }
}
