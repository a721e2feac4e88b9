package io.github.h11j.engine;

import io.github.h11j.Connection;
import io.github.h11j.Event;
import io.github.h11j.State;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of a request has been sent on a connection: its head, what waits for 100 (Continue), what its handler sends.
 */
final class Upload {

    private final ClientSession session;
    private final Connection http;
    private final ClientRequest request;

    /** Whether the head is queued. */
    private boolean begun;

    /** Whether what follows the head waits for 100 (Continue). */
    private boolean restHeld;

    /** Whether the rest of the request will not be sent. */
    private boolean over;

    Upload(ClientSession session, Connection http, ClientRequest request) {
        this.session = session;
        this.http = http;
        this.request = request;
    }

    boolean hasBegun() {
        return begun;
    }

    boolean isRestHeld() {
        return restHeld;
    }

    /** Returns whether the server wants the body, so that what was held back is sent. */
    boolean isRestWanted() {
        return restHeld && !http.clientIsWaitingFor100Continue();
    }

    /** Returns whether all of the request that will be sent has been written. */
    boolean isDone() {
        return begun && !restHeld && http.ourState() != State.SEND_BODY && session.output.isEmpty();
    }

    /**
     * Step 4: the head, and what was passed with it, are sent in one call. What the handler has sent on a dead
     * connection follows in another one, as it did there: otherwise its length could be added to the head, and it would
     * be legal after a head without a body. If something must not be sent, this throws; the head may be queued then.
     */
    void begin() {
        begun = true;
        if (request.waitsForContinue()) {
            EventWriter.write(http, session.output, List.of(request.head));
            restHeld = true;
        } else {
            List<Event> events = new ArrayList<>(request.rest());
            events.add(0, request.head);
            EventWriter.write(http, session.output, events);
            sendKept();
        }
        awaitRoom(); // on the previous connection it had no effect
    }

    /** RFC 9110 §10.1.1: the server wants the body, or has not said in time that it does not. */
    void sendRest() {
        restHeld = false;
        write(request.rest());
        sendKept();
    }

    private void write(List<Event> events) {
        if (!events.isEmpty()) {
            EventWriter.write(http, session.output, events);
        }
    }

    /** Sends what there is of the body; if there is nothing yet, the handler is asked for it. */
    private void sendKept() {
        write(request.kept());
        if (request.asksForBody()) {
            session.add(new Call(request.side, request::askForBody));
        }
    }

    /** Sends what the handler sends; has no effect if the rest will not be sent. */
    void send(List<? extends Event> events) {
        if (isGoing() && !events.isEmpty()) {
            EventWriter.write(http, session.output, events);
            if (!session.isWritable()) {
                session.flush();
            }
        }
    }

    private boolean isGoing() {
        return begun && !over;
    }

    boolean isWritable() {
        return isGoing() && session.isWritable();
    }

    /** Runs the request's task that waits for room, once the request has begun. */
    void awaitRoom() {
        if (isGoing()) {
            session.whenWritable(request.roomTask());
        }
    }

    /** The rest is not sent: the server has refused it, or has answered without it. */
    void end() {
        over = true;
        restHeld = false;
        session.whenWritable(null);
        if (http.ourState() == State.SEND_BODY) {
            http.sendFailed();
            session.dropOutput();
        }
    }

    /** The rest cannot be sent: the server no longer reads. */
    void lose() {
        over = true;
        restHeld = false;
    }
}
