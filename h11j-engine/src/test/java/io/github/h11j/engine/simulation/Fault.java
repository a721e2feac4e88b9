package io.github.h11j.engine.simulation;

/** What can go wrong in an exchange, beside delays and cuts at any byte. */
enum Fault {
    SLOW_SENDER("the client sends slowly, or not all"),
    SLOW_READER("the client reads slowly, or not all"),
    GARBLED("bytes of the client are garbled"),
    HALF_CLOSE("the client ends its stream early"),
    RESET("the connection is reset"),
    END_NOT_IN_ORDER("the end of a stream is not in order, as in TLS without close_notify"),
    WRITE_FAILS("a write fails"),
    HANDSHAKE("TLS is agreed on late, never, or fails"),
    REFUSED("the connection is refused"),
    NEVER_MADE("the connection is never made"),
    HANDLER_THROWS("the server's handler throws, in any of its calls"),
    HANDLER_ILLEGAL("the server's handler sends what does not fit"),
    HANDLER_SILENT("the server's handler never answers"),
    HANDLER_ABORTS("the server's handler aborts the connection"),
    HANDLER_EARLY("the server's handler answers before it has the body"),
    SHORT_FILE("the file is shorter than announced"),
    SWITCH("another protocol follows"),
    LITTLE_MEMORY("the server has little memory"),
    POLICY_THROWS("the listener of the policy throws"),
    SERVER_STOPS("the server stops"),
    CLIENT_STOPS("the client stops"),
    CANCELLED("the client aborts the exchange"),
    CLIENT_THROWS("the client's handler throws, in any of its calls"),
    CLIENT_ILLEGAL("the client's handler sends what does not fit"),
    CLIENT_PAUSES("the client's handler pauses the response"),
    RUDE_SILENCE("a foreign server falls silent: at once, or in its head or body"),
    RUDE_SLOW("a foreign server drips its head, or sends interim responses without end"),
    RUDE_TRUNCATED("a foreign server truncates its response"),
    RUDE_NONSENSE("a foreign server answers with nonsense, or with bare line feeds"),
    RUDE_GOES("a foreign server closes or resets instead of an answer"),
    RUDE_EARLY("a foreign server answers before the end of the request, or refuses it"),
    RUDE_UNASKED("a foreign server sends what nobody asked for"),
    RUDE_GOES_LATER("a foreign server closes or resets after its answer"),
    RUDE_DEAF("a foreign server reads nothing more");

    final String text;

    Fault(String text) {
        this.text = text;
    }
}
