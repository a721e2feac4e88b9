package io.github.h11j.examples.blocking;

import io.github.h11j.Data;
import io.github.h11j.Headers;
import io.github.h11j.examples.blocking.RequestBody.Parts;
import io.github.h11j.examples.running.Failures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a body. Keeps the parts already taken as long as no byte of the request was passed to a connection:
 * until then it can start again even if the body itself cannot. Not thread-safe.
 */
final class KeptParts {

    private static final System.Logger LOG = System.getLogger("io.github.h11j.examples");

    private final RequestBody body;
    private @Nullable Parts parts;
    private final List<Data> taken = new ArrayList<>();

    /** Which of those that were taken comes next. */
    private int next;

    private boolean ended;
    private volatile boolean given;
    private boolean closed;

    KeptParts(RequestBody body) {
        this.body = body;
    }

    /** Begins, the second time with what was taken before. */
    void open() throws IOException {
        if (parts == null) {
            parts = body.open();
        }
        next = 0;
    }

    /** Bytes of the request have left: it is not begun again. */
    void given() {
        given = true;
        if (next == taken.size()) {
            taken.clear();
            next = 0;
        }
    }

    Optional<Data> next() throws IOException {
        if (next < taken.size()) {
            return Optional.of(taken.get(next++));
        }
        Optional<Data> part = ended ? Optional.empty() : opened().next();
        ended = part.isEmpty();
        if (!given && part.isPresent()) {
            taken.add(part.get());
            next++;
        }
        return part;
    }

    boolean isReady() throws IOException {
        return next < taken.size() || ended || opened().isReady();
    }

    Headers trailers() {
        return opened().trailers();
    }

    private Parts opened() {
        return Objects.requireNonNull(parts, "not opened");
    }

    /** The exchange is over; another may begin as long as nothing was given. */
    void close() {
        if (given) {
            giveUp();
        }
    }

    /** No exchange will take more. Any thread may call this. */
    void giveUp() {
        Parts last;
        synchronized (this) {
            last = closed ? null : parts;
            closed = true;
        }
        try {
            if (last != null) {
                last.close();
            }
        } catch (Throwable e) { // the exchange is finished and its connection is free anyway
            Failures.log(LOG, System.Logger.Level.DEBUG, "closing a body", e);
        }
    }
}
