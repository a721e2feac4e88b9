package io.github.h11j.engine;

/** Which deadline of a session has passed, as only this package can see. */
public final class PassedDeadline {

    private PassedDeadline() {}

    /** Its name; empty if none has passed. */
    public static String of(Session session, long now) {
        if (session.phase == SessionCore.Phase.CLOSED) {
            return "";
        }
        Deadlines deadlines = session.deadlines;
        if (deadlines.hasOutputPassed(now)) {
            return "WRITE";
        }
        if (deadlines.hasBoundPassed(now)) {
            return "BOUND";
        }
        return deadlines.hasInputPassed(now) ? deadlines.waiting().name() : "";
    }
}
