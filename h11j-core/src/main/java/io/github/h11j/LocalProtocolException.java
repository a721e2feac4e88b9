package io.github.h11j;

import io.github.h11j.StateMachine.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * This program tried something that HTTP/1.1 does not allow. It is thrown by the constructors of events, by
 * {@link Headers} and {@link HeadersBuilder}, which change nothing; by {@link Connection#send(Event, Event...)} and the
 * other methods that send or check, which document the state afterwards; by {@link Connection#errorResponse}; and by
 * {@link Connection#startNextCycle()}. No byte of a rejected event is ever returned.
 */
public final class LocalProtocolException extends ProtocolException {

    private static final long serialVersionUID = 1L;

    LocalProtocolException(Violation violation, String detail) {
        this(
                violation,
                null,
                violation.text() + " (" + violation.source() + ")" + (detail.isEmpty() ? "" : ": " + detail));
    }

    private LocalProtocolException(Violation violation, @Nullable Refusal refusal, String message) {
        super(violation, -1, "", refusal, message, true);
    }

    /**
     * For what the states of the two peers forbid.
     *
     * @param what what was tried, and in which states
     * @param closeReason what has ruled out another exchange, possibly empty
     */
    static LocalProtocolException ofState(Violation violation, Refusal refusal, String what, String closeReason) {
        String message = violation.text() + " (" + refusal.source() + "): " + what + ": " + refusal.explanation();
        return new LocalProtocolException(
                violation, refusal, closeReason.isEmpty() ? message : message + " " + closeReason);
    }

    /** With an excerpt of the line at fault. */
    static LocalProtocolException of(Violation violation, LineExcerpt line, int at) {
        return new LocalProtocolException(violation, '"' + line.around(at) + '"');
    }
}
