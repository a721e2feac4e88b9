package io.github.h11j.examples.running;

/**
 * Handles what an application throws: it may throw anything, including an {@link Error}, and none of it may end more
 * than the exchange it belongs to.
 */
public final class Failures {

    private Failures() {}

    /**
     * Returns an exception, for listeners that accept nothing else.
     *
     * @param thrown anything
     * @return the exception itself, or an {@link IllegalStateException} whose cause is the {@link Error}
     */
    public static Exception asException(Throwable thrown) {
        return thrown instanceof Exception exception ? exception : new IllegalStateException(thrown);
    }

    /**
     * Logs, and never throws: logging can need a file descriptor or memory when there is none left.
     *
     * @param log the logger
     * @param level the severity
     * @param what what has happened
     * @param cause why
     */
    public static void log(System.Logger log, System.Logger.Level level, String what, Throwable cause) {
        try {
            log.log(level, what, cause);
        } catch (Throwable e) {
            // the caller must continue
        }
    }
}
