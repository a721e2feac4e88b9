package io.github.h11j.examples.blocking;

import io.github.h11j.Bytes;
import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Request;
import io.github.h11j.State;
import io.github.h11j.examples.running.Failures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request. The available parts of a small body leave with the head in one write; any other body is sent by
 * another thread, so that the response can be read meanwhile. The lock guards the protocol's state; it is not held
 * while waiting for a part or writing one.
 */
final class Upload {

    /** Up to here a body is sent by the thread that sends the head: 16 KiB. */
    private static final int INLINE = 1 << 14;

    /** How much leaves in one write: 64 KiB. */
    private static final int BATCH = 1 << 16;

    private static final Duration LAST_WRITE = Duration.ofSeconds(1);

    private final Connection http;
    private final Lock lock;
    private final Wire wire;
    private final KeptParts parts;
    private final CountDownLatch finished = new CountDownLatch(1);

    /** The rest of a part that was too long for one write. */
    private Bytes rest = Bytes.EMPTY;

    /** How much the transport had taken before the request. */
    private final long takenBefore;

    private boolean ended;
    private boolean running;
    private boolean awaitsPart;
    private boolean unwanted;
    private long lastProgress = System.nanoTime();
    private @Nullable IOException writeFailure;
    private @Nullable Exception sourceFailure;

    Upload(Connection http, Lock lock, Wire wire, KeptParts parts) {
        this.http = http;
        this.lock = lock;
        this.wire = wire;
        this.parts = parts;
        this.takenBefore = wire.taken();
    }

    /** 4. Queues the head. */
    void head(Request request) {
        write(locked(() -> http.send(request)), false);
    }

    void flush() {
        write(new byte[0], true);
    }

    /**
     * Sends the body: immediately if it is available and small, otherwise in another thread, after which {@code told}
     * runs.
     */
    void body(Runnable told) throws IOException {
        if (parts.isReady()) {
            send(batch(INLINE));
        } else {
            flush();
        }
        boolean more = locked(() -> {
            running = isSending();
            return running;
        });
        if (!more) {
            return;
        }
        Threads.start("h11j-upload", () -> {
            try {
                sendAll();
            } finally {
                update(() -> running = false);
                finished.countDown();
                told.run();
            }
        });
    }

    private boolean isSending() {
        return !ended && !unwanted && writeFailure == null && http.ourState() == State.SEND_BODY;
    }

    private void sendAll() {
        try {
            boolean more = true;
            while (more) {
                List<Event> events = batch(BATCH);
                more = send(events);
            }
        } catch (IOException | RuntimeException | Error e) {
            sourceFailed(Failures.asException(e));
        }
    }

    /** The body does not come: it must not look complete. */
    private void sourceFailed(Exception cause) {
        boolean late = locked(() -> {
            if (!unwanted) {
                sourceFailure = cause;
                http.sendFailed();
            }
            return unwanted;
        });
        if (!late) {
            wire.abort();
        }
    }

    /** The next part, the parts after it that are available, and the end if it is available. */
    private List<Event> batch(int limit) throws IOException {
        List<Event> events = new ArrayList<>();
        int bytes = 0;
        boolean last = false;
        do {
            if (rest.isEmpty()) {
                Optional<Data> part = take();
                last = part.isEmpty();
                rest = part.map(Data::bytes).orElse(Bytes.EMPTY);
            }
            if (last) {
                events.add(new EndOfMessage(parts.trailers()));
            } else {
                int length = Math.min(rest.length(), limit - bytes);
                events.add(new Data(rest.slice(0, length)));
                rest = rest.slice(length, rest.length());
                bytes += length;
            }
        } while (!last && bytes < limit && (!rest.isEmpty() || parts.isReady()));
        return events;
    }

    private Optional<Data> take() throws IOException {
        waits(true);
        try {
            return parts.next();
        } finally {
            waits(false);
        }
    }

    private void waits(boolean now) {
        update(() -> {
            lastProgress = System.nanoTime();
            awaitsPart = now;
        });
    }

    /** Whether there is more to send. */
    private boolean send(List<Event> events) {
        boolean last = events.get(events.size() - 1) instanceof EndOfMessage;
        Optional<byte[]> bytes = locked(() -> {
            if (!isSending()) {
                return Optional.empty();
            }
            byte[] all = http.send(events);
            ended = last;
            return Optional.of(all);
        });
        return bytes.isPresent() && write(bytes.get(), true) && !last;
    }

    /**
     * The server may have responded before it stopped reading: a failure is reported only after checking for a
     * response.
     */
    private boolean write(byte[] bytes, boolean flush) {
        try {
            wire.queue(bytes);
            if (flush) {
                wire.flush();
            }
        } catch (IOException e) {
            update(() -> {
                http.sendFailed();
                writeFailure = e;
            });
            return false;
        } finally {
            if (wire.taken() > takenBefore) {
                parts.given();
            }
        }
        update(() -> lastProgress = System.nanoTime());
        return true;
    }

    /**
     * If the connection took nothing, there is no answer to wait for: what is there to be read answers something else.
     */
    void requireGiven() throws NoResponseException {
        IOException failure = locked(() -> writeFailure);
        if (failure != null && wire.taken() == takenBefore) {
            throw NoResponseException.unsent(failure);
        }
    }

    /** The server has answered and will not want the rest. With the lock. */
    void refuse() {
        unwanted = true;
    }

    /** The server can respond before the write of the last bytes has returned. */
    void awaitLastWrite() {
        boolean writing = locked(() -> running && ended);
        try {
            if (writing && !finished.await(LAST_WRITE.toMillis(), TimeUnit.MILLISECONDS)) {
                wire.abort();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it goes on, and the connection with it. With the lock. */
    boolean goesOn() {
        return running && isSending();
    }

    /** Whether the connection has done something since, or waits for our own side. With the lock. */
    boolean isBusySince(long nanoTime) {
        return running && (awaitsPart || lastProgress - nanoTime > 0);
    }

    /** Why no response may be expected; null if nothing is known. With the lock. */
    @Nullable
    Exception failure() {
        return sourceFailure != null ? sourceFailure : writeFailure;
    }

    /** Whether the body could not be had. With the lock. */
    boolean isSourceFailed() {
        return sourceFailure != null;
    }

    /** Whether its thread runs. With the lock. */
    boolean isRunning() {
        return running;
    }

    /** Nothing more is taken from the body. */
    void close() {
        parts.close();
    }

    private void update(Runnable step) {
        lock.lock();
        try {
            step.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }
}
