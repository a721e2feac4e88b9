package io.github.h11j.engine;

import io.github.h11j.Event;
import io.github.h11j.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Watches one connection. This class does nothing; it is used if there is no {@link Observer}. */
class Watch {

    static final Watch OF_NOBODY = new Watch();

    // ---- The connection

    void received(long bytes) {}

    void written(long bytes) {}

    /** The connection was lost or aborted. */
    void lost(Exception cause) {}

    // ---- Its exchange

    /** An exchange begins; without a request if none could be read. */
    void begin(@Nullable Request request) {}

    /** Events of a response are queued. */
    void response(List<? extends Event> events) {}

    /** The status code of any response. */
    void status(int code) {}

    /** Bytes of content of the response. */
    void content(long bytes) {}

    /** All of the response is queued. */
    void complete() {}

    /** The exchange has failed or will fail. The first cause is kept. */
    void failed(Exception cause) {}

    /** Nothing more of the exchange will be received or queued. */
    void end() {}

    // ---- Reports

    /** The time of what follows. */
    void at(long now) {}

    /** Called at the end of each report. */
    void settle() {}
}
