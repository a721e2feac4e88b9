package io.github.h11j.engine;

import io.github.h11j.Event;
import io.github.h11j.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be known of one connection: nothing, where there is no {@link Observer}. */
class Watch {

    static final Watch OF_NOBODY = new Watch();

    // ---- The connection

    void received(long bytes) {}

    void written(long bytes) {}

    /** It is lost, or aborted. */
    void lost(Exception cause) {}

    // ---- Its exchange

    /** It begins; without a request if none could be read. */
    void begin(@Nullable Request request) {}

    /** Of a response that is queued. */
    void response(List<? extends Event> events) {}

    /** Of any response. */
    void status(int code) {}

    /** Of the response. */
    void content(long bytes) {}

    /** All of the response is queued. */
    void complete() {}

    /** It has failed, or is going to. The first cause counts. */
    void failed(Exception cause) {}

    /** Nothing more comes of it, nor is queued. */
    void end() {}

    // ---- Reports

    /** The time of what follows. */
    void at(long now) {}

    /** At the end of each. */
    void settle() {}
}
