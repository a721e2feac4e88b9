package io.github.h11j.examples.blocking;

import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.NextEvent;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import io.github.h11j.State;
import io.github.h11j.Violation;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on a {@link BlockingClient}: the driving loop. The thread that asks for the response
 * reads; {@link Upload} sends. The lock guards the protocol's state and is not held while reading.
 */
final class ClientExchange {

    private final Connection http;
    private final ReentrantLock lock;
    private final Wire wire;
    private final ClientOptions options;
    private final Progress progress;
    private final Upload upload;

    /** Called once, when the connection is free for another request or closed. */
    private final Consumer<ClientExchange> whenOver;

    private final Deque<Data> read = new ArrayDeque<>();
    private long received;
    private @Nullable Event head;
    private boolean endSeen;

    /** Whether the reading thread has done with the response. */
    private volatile boolean responseRead;

    private boolean over;
    private Headers trailers = Headers.EMPTY;

    ClientExchange(BlockingClient client, KeptParts parts, Progress progress, Consumer<ClientExchange> told) {
        this.http = client.http();
        this.lock = client.lock();
        this.wire = client.wire();
        this.options = client.options();
        this.progress = progress;
        this.upload = new Upload(http, lock, wire, parts);
        this.whenOver = told;
    }

    /** Sends the request, and the body as far as the server wants it, and returns the head of the response. */
    ClientResponse send(Request request) throws IOException {
        boolean answered = false;
        try {
            upload.head(request); // 4.
            if (isHeldBack()) {
                upload.flush();
                upload.requireGiven();
                awaitContinue();
            }
            if (head == null || !isRefusal(head)) {
                upload.body(this::settle);
                upload.requireGiven();
            }
            Event answer = awaitHead();
            answered = true;
            return new ClientResponse(this, answer);
        } finally {
            if (!answered) {
                giveUp();
            }
        }
    }

    private boolean isHeldBack() {
        return locked(http::clientIsWaitingFor100Continue);
    }

    /** RFC 9110 §10.1.1: a client does not wait for ever. */
    private void awaitContinue() throws IOException {
        long deadline = Wire.deadline(options.continueTimeout());
        while (head == null && isHeldBack()) {
            NextEvent next = next();
            if (next instanceof Event event) {
                take(event);
            } else {
                try {
                    received(wire.read(deadline));
                } catch (SocketTimeoutException e) {
                    return;
                } catch (IOException e) {
                    aborted();
                }
            }
        }
    }

    private Event awaitHead() throws IOException {
        while (head == null) {
            NextEvent next = next(); // 1.
            if (next instanceof Event event) { // 3.
                take(event);
            } else { // 2.
                receive();
            }
        }
        return head;
    }

    private void take(Event event) {
        if (event instanceof Response) {
            head = event;
            if (isRefusal(event)) {
                locked(() -> {
                    upload.refuse();
                    return true;
                });
            }
        } else if (event instanceof InformationalResponse response) {
            if (response.statusCode() == 101) {
                head = event;
            } else {
                progress.interim(response);
            }
        } else if (event instanceof Data data) {
            read.add(data);
        } else if (event instanceof EndOfMessage end) {
            endSeen = true;
            trailers = end.trailers();
        }
    }

    /** Whether the server will not want the rest of the body. */
    private static boolean isRefusal(Event event) {
        return event instanceof Response response
                && (response.statusCode() >= 300 || response.headers().containsToken("Connection", "close"));
    }

    private NextEvent next() throws IOException {
        lock.lock();
        try {
            return http.nextEvent();
        } catch (RemoteProtocolException e) {
            throw explained(e);
        } finally {
            lock.unlock();
        }
    }

    private IOException explained(RemoteProtocolException e) {
        Exception failure = upload.failure();
        if (failure instanceof LocalProtocolException own) {
            throw own;
        }
        boolean none = e.violation() == Violation.EOF_BEFORE_RESPONSE
                || (e.violation() == Violation.CONNECTION_ABORTED && received == 0);
        if (none && !upload.isSourceFailed()) {
            return NoResponseException.sent(e);
        }
        return failure == null ? new IOException(e.getMessage(), e) : new IOException(failure.toString(), failure);
    }

    /** Silence is borne as long as our own side is busy. */
    private void receive() throws IOException {
        while (true) {
            long begin = System.nanoTime();
            try {
                received(wire.read(Wire.deadline(options.readTimeout())));
                return;
            } catch (SocketTimeoutException e) {
                if (!locked(() -> upload.isBusySince(begin))) {
                    throw e;
                }
            } catch (IOException e) {
                aborted();
                return;
            }
        }
    }

    private void aborted() {
        locked(() -> {
            http.receiveAbort();
            return true;
        });
    }

    private void received(int n) {
        locked(() -> {
            if (n < 0) {
                http.receiveEof();
            } else {
                received += n;
                http.receiveData(wire.buffer(), 0, n);
            }
            return true;
        });
    }

    /** The next part of the response's body, or empty at its end. */
    Optional<Data> nextData() throws IOException {
        if (isOver() && read.isEmpty()) {
            return Optional.empty();
        }
        boolean done = false;
        try {
            while (!hasReceived()) {
                receive();
            }
            done = true;
        } finally {
            if (!done) {
                giveUp();
            }
        }
        Optional<Data> data = Optional.ofNullable(read.poll());
        if (data.isEmpty() && endSeen) {
            responseRead = true;
            settle();
        }
        return data;
    }

    /** Whether {@link #nextData()} need not wait. */
    boolean isReady() throws IOException {
        boolean done = false;
        try {
            boolean ready = hasReceived();
            done = true;
            return ready;
        } finally {
            if (!done) {
                giveUp();
            }
        }
    }

    private boolean hasReceived() throws IOException {
        while (read.isEmpty() && !endSeen && !isSwitched() && !isOver()) {
            NextEvent next = next();
            if (next == Signal.NEED_DATA) {
                return false;
            } else if (next instanceof Event event) {
                take(event);
            } else {
                break; // PAUSED: the other protocol's
            }
        }
        return true;
    }

    private boolean isSwitched() {
        return locked(() -> http.theirState() == State.SWITCHED_PROTOCOL);
    }

    private boolean isOver() {
        return locked(() -> over);
    }

    /** 5. When the response was read and the request sent, the connection is used again, or closed. */
    private void settle() {
        if (!responseRead || locked(() -> over || upload.goesOn())) {
            return;
        }
        upload.awaitLastWrite();
        boolean reusable;
        boolean writing;
        lock.lock();
        try {
            if (over) {
                return;
            }
            over = true;
            upload.refuse();
            writing = upload.isRunning();
            reusable = http.isReusable() && !writing;
            if (reusable) {
                http.startNextCycle();
            } else {
                http.sendFailed();
            }
        } finally {
            lock.unlock();
        }
        if (writing) {
            wire.abort(); // a blocked write must not delay the end
        } else if (!reusable) {
            wire.close();
        }
        finish();
    }

    /** Aborts the exchange, and closes the connection. */
    void giveUp() {
        lock.lock();
        try {
            if (over) {
                return;
            }
            over = true;
            upload.refuse();
        } finally {
            lock.unlock();
        }
        wire.abort();
        finish();
    }

    private void finish() {
        upload.close();
        whenOver.accept(this);
    }

    Headers trailers() {
        return trailers;
    }

    /** The connection of another protocol, after the switch. */
    Optional<Tunnel> tunnel() {
        lock.lock();
        try {
            boolean switched = http.theirState() == State.SWITCHED_PROTOCOL && http.ourState() == http.theirState();
            return switched && !over
                    ? Optional.of(new Tunnel(http.trailingData().bytes(), wire, this::giveUp))
                    : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private interface Locked<T> {
        T run();
    }

    private <T> T locked(Locked<T> step) {
        lock.lock();
        try {
            return step.run();
        } finally {
            lock.unlock();
        }
    }
}
