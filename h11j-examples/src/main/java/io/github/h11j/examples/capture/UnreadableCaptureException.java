package io.github.h11j.examples.capture;

import java.io.IOException;
import java.io.Serial;
import java.util.List;

/** A packet file that contains no conversation to show, or more than one. The message says why, and what to do. */
public final class UnreadableCaptureException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient List<String> choices;

    UnreadableCaptureException(String message) {
        this(message, List.of());
    }

    UnreadableCaptureException(String message, List<String> choices) {
        super(message);
        this.choices = choices;
    }

    /**
     * Returns what can be chosen instead.
     *
     * @return one line per connection, with its number; empty if there is none
     */
    public List<String> choices() {
        return choices;
    }
}
