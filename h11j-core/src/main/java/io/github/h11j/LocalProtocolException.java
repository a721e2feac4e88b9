package io.github.h11j;

/**
 * This program tried something that HTTP/1.1 does not allow. Thrown by the constructors of events, which leave
 * everything as it was; by {@link Connection#send(Event, Event...)} and its kin, which say there what state they leave;
 * and by {@link Connection#startNextCycle()}. No byte of a refused event is ever written.
 */
public final class LocalProtocolException extends ProtocolException {

    private static final long serialVersionUID = 1L;

    LocalProtocolException(Violation violation, String detail) {
        super(
                violation,
                -1,
                "",
                violation.text() + " (" + violation.source() + ")" + (detail.isEmpty() ? "" : ": " + detail),
                true);
    }

    /** With the text at fault, escaped. */
    static LocalProtocolException of(Violation violation, String faulty) {
        return new LocalProtocolException(violation, '"' + Escaper.escape(faulty) + '"');
    }
}
