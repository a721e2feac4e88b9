package io.github.h11j.examples.blocking;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.engine.ClientRequest;
import io.github.h11j.examples.blocking.RequestBody.Parts;
import io.github.h11j.examples.running.Failures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes a body from its source and passes it to the request: what is available at once in this thread, the rest in
 * another thread.
 */
final class Upload {

    private static final System.Logger LOG = System.getLogger("io.github.h11j.examples");

    /** How much is taken at once: 16 KiB. */
    private static final int INLINE = 1 << 14;

    /** How much is taken at a time afterwards: 64 KiB. */
    private static final int BATCH = 1 << 16;

    private final Parts parts;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** The rest of a part that was too long for one batch. */
    private Bytes rest = Bytes.EMPTY;

    private boolean ended;

    Upload(Parts parts) {
        this.parts = parts;
    }

    /** Sends what is available together with the head, in one write. Called without the lock of the call. */
    void begin(CallIo call) {
        ClientRequest request = call.request();
        try {
            if (parts.isReady()) {
                List<Event> ready = batch(INLINE);
                request.execute(() -> request.send(ready));
            }
            if (!ended) {
                Threads.start("h11j-upload", () -> sendRest(call));
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(request, e);
        }
    }

    private void sendRest(CallIo call) {
        ClientRequest request = call.request();
        try {
            while (!ended && call.awaitRoom()) {
                List<Event> events = batch(BATCH);
                request.execute(() -> request.send(events));
                call.write();
            }
        } catch (InterruptedException | IOException | RuntimeException | Error e) {
            fail(request, e);
        }
    }

    /** The body cannot be read, so it must not look complete. This has no effect if the server does not want it. */
    private static void fail(ClientRequest request, Throwable cause) {
        Exception known = Failures.asException(cause);
        request.execute(() -> request.onWritable(() -> {
            if (known instanceof RuntimeException own) {
                throw own;
            }
            throw new UncheckedIOException(known instanceof IOException io ? io : new IOException(known));
        }));
    }

    /**
     * Returns the next part, the following parts that are available, and the end if it is available. Waits for the
     * first one.
     */
    private List<Event> batch(int limit) throws IOException {
        List<Event> events = new ArrayList<>();
        int bytes = 0;
        do {
            if (rest.isEmpty()) {
                Optional<Data> part = parts.next();
                ended = part.isEmpty();
                rest = part.map(Data::bytes).orElse(Bytes.EMPTY);
            }
            if (ended) {
                events.add(new EndOfMessage(parts.trailers()));
            } else {
                int length = Math.min(rest.length(), limit - bytes);
                events.add(new Data(rest.slice(0, length)));
                rest = rest.slice(length, rest.length());
                bytes += length;
            }
        } while (!ended && bytes < limit && (!rest.isEmpty() || parts.isReady()));
        return events;
    }

    /** No more of the body is needed. Any thread may call this. */
    void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            parts.close();
        } catch (Throwable e) { // the exchange is over and its connection is free anyway
            Failures.log(LOG, System.Logger.Level.DEBUG, "closing a body", e);
        }
    }
}
