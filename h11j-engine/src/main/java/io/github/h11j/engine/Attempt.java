package io.github.h11j.engine;

import io.github.h11j.Connection;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Response;
import io.github.h11j.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to send a request, on one connection: how much of it has been sent, and what has been received of its
 * response.
 */
final class Attempt {

    final ClientSession session;
    final ClientRequest request;
    final Upload upload;
    final ResponseTime time;

    /** Whether the transport has taken any of its bytes. */
    boolean taken;

    Outcome outcome = Outcome.NOT_GIVEN;

    private final Connection http;
    private boolean headCome;

    /** The call that reports the end of the response to the handler; null until the end has been received. */
    private @Nullable Call end;

    Attempt(ClientSession session, Connection http, ClientRequest request, ClientRules.Timeouts timeouts) {
        this.session = session;
        this.http = http;
        this.request = request;
        this.upload = new Upload(session, http, request);
        this.time = new ResponseTime(timeouts, request.deadline());
    }

    // ---- Sending

    void send(List<? extends Event> events) {
        upload.send(events);
    }

    boolean isWritable() {
        return upload.isWritable();
    }

    void awaitRoom() {
        upload.awaitRoom();
    }

    /** Some of its bytes have been written. */
    void given() {
        if (outcome == Outcome.NOT_GIVEN) {
            outcome = Outcome.NOT_ANSWERED;
        }
        request.given();
    }

    boolean isGiven() {
        return outcome != Outcome.NOT_GIVEN;
    }

    // ---- Receiving

    Call head(Response response) {
        headCome = true;
        // "a response that indicates the server does not wish to receive the message body and is closing the
        // connection"
        boolean refused = response.statusCode() >= 300 && response.headers().containsToken("Connection", "close");
        if (upload.isRestHeld() || refused) { // RFC 9110 §10.1.1, RFC 9112 §9.5
            upload.end();
        }
        return new Call(request.side, () -> request.handler.head(response, request));
    }

    /** Returns whether the request has been sent, and the head of the response has not been received. */
    boolean owesHead() {
        return upload.isDone() && !headCome;
    }

    Call end(EndOfMessage last) {
        Call call = new Call(request.side, () -> request.handler.end(last)) {
            @Override
            void returned() {
                request.end();
            }
        };
        end = call;
        return call;
    }

    /**
     * Returns whether the handler is being called with the end. That call decides how the exchange ends, whatever else
     * arrives.
     */
    boolean isEnding() {
        return end != null && session.isMaking(end);
    }

    boolean isSwitched() {
        return http.theirState() == State.SWITCHED_PROTOCOL;
    }
}
