package io.github.h11j.examples.running;

/**
 * What a server or client makes of what an application throws: anything may come, an {@link Error} too, and none of it
 * may end more than the exchange it belongs to.
 */
public final class Failures {

    private Failures() {}

    /**
     * An exception, for listeners that take nothing else.
     *
     * @param thrown anything
     * @return itself, or an {@link IllegalStateException} whose cause is the {@link Error}
     */
    public static Exception asException(Throwable thrown) {
        return thrown instanceof Exception exception ? exception : new IllegalStateException(thrown);
    }

    /**
     * Logs, and never throws: logging can need a file descriptor or memory when none is left.
     *
     * @param log where to
     * @param level how grave it is
     * @param what has happened
     * @param cause why
     */
    public static void log(System.Logger log, System.Logger.Level level, String what, Throwable cause) {
        try {
            log.log(level, what, cause);
        } catch (Throwable e) {
            // what is to be done comes first
        }
    }
}
