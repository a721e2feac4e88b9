package io.github.h11j.engine;

import io.github.h11j.Connection;
import io.github.h11j.Event;
import io.github.h11j.State;
import java.util.List;

/** How far a request has been sent on a connection: its head, what waits for 100 (Continue), what its handler sends. */
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

    /** Whether the server has let what was held go on: it wants the body. */
    boolean isRestWanted() {
        return restHeld && !http.clientIsWaitingFor100Continue();
    }

    /** Whether all of the request that will be sent has left. */
    boolean isDone() {
        return begun && !restHeld && http.ourState() != State.SEND_BODY && session.output.isEmpty();
    }

    /** Step 4: the head, and what was passed with it, leave together. What may not be sent throws, and nothing is queued. */
    void begin() {
        begun = true;
        if (request.waitsForContinue()) {
            EventWriter.write(http, session.output, List.of(request.head));
            restHeld = true;
            return;
        }
        List<Event> events = request.body();
        events.add(0, request.head);
        EventWriter.write(http, session.output, events);
        askForBody();
    }

    /** RFC 9110 §10.1.1: the server wants the body, or has not said in time that it does not. */
    void sendRest() {
        restHeld = false;
        List<Event> rest = request.body();
        if (!rest.isEmpty()) {
            EventWriter.write(http, session.output, rest);
        }
        askForBody();
    }

    private void askForBody() {
        if (request.asksForBody()) {
            session.add(new Call(request.side, request::askForBody));
        }
        awaitRoom(); // on the connection before this one that was in vain
    }

    /** What the handler sends; nothing, once the rest will not be sent. */
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

    /** Runs what the request has waiting for room, once it has begun. */
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

    /** The rest cannot be sent: the server reads no more. */
    void lose() {
        over = true;
        restHeld = false;
    }
}
