package io.github.h11j.examples.cli;

import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.NextEvent;
import io.github.h11j.PauseReason;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Role;
import io.github.h11j.Signal;
import io.github.h11j.State;
import io.github.h11j.Violation;
import java.util.EnumSet;
import java.util.Set;

/**
 * Feeds bytes to a connection and reports the events to an output. Where a server may continue reading only after a
 * response, it sends one, so that a pipeline is shown completely.
 */
final class Tracer {

    /** What is no violation if the client sent more than one plain request, which the bytes of one direction do not show. */
    private static final Set<Violation> NEEDS_REQUESTS =
            EnumSet.of(Violation.UNSOLICITED_RESPONSE, Violation.SWITCH_NOT_OFFERED);

    private final Connection connection;
    private final TraceOutput output;
    private final String method;
    private long received;
    /** How many bytes belong to the events so far. The bytes of an event begin where the previous event ended. */
    private long told;

    /** Whether the connection would not read on when it was asked last. */
    private boolean paused;

    /**
     * A tracer.
     *
     * @param method of the request that a client has sent
     */
    Tracer(Role role, Policy policy, String method, TraceOutput output) {
        this.connection = role == Role.SERVER ? Connection.server(policy) : Connection.client(policy);
        this.output = output;
        this.method = method;
        if (role == Role.CLIENT) {
            sendRequest();
        }
    }

    private void sendRequest() {
        String target = method.equals("CONNECT") ? "example.com:443" : "/";
        connection.send(new Request(method, target, Headers.of("Host", "example.com")), EndOfMessage.NO_TRAILERS);
        output.note("The client has sent " + method + " " + target + ".", connection);
    }

    /** Reads bytes, {@code split} at a time, and then the end of the stream. Returns whether all of it was legal. */
    boolean run(byte[] bytes, int split) {
        try {
            for (int from = 0; from < bytes.length; ) {
                int length = Math.min(split, bytes.length - from);
                connection.receiveData(bytes, from, length);
                from += length;
                received += length;
                drain();
            }
            output.note("The stream ends.", connection);
            connection.receiveEof();
            drain();
            tellWhatIsLeft();
            return true;
        } catch (RemoteProtocolException e) {
            output.violation(e, connection);
            if (connection.ourRole() == Role.CLIENT && NEEDS_REQUESTS.contains(e.violation())) {
                output.note("Legal if the client asked for it: give both directions, with", connection);
                output.note("--from-client for the requests and --from-server for these bytes.", connection);
            }
            return false;
        }
    }

    private long unread() {
        return connection.bufferedBytes();
    }

    private void drain() {
        while (true) {
            NextEvent next = connection.nextEvent();
            if (next == Signal.NEED_DATA) {
                return;
            }
            paused = next == Signal.PAUSED;
            if (paused) {
                if (!answer()) {
                    return;
                }
                continue;
            }
            long to = received - unread() - connection.discardedBytes();
            output.event((Event) next, told, to, connection);
            told = to;
            if (next instanceof ConnectionClosed) {
                return;
            }
        }
    }

    /** Answers the current request if the bytes are waiting for that. Returns whether they were. */
    private boolean answer() {
        State theirs = connection.theirState();
        boolean mayAnswer = connection.ourRole() == Role.SERVER
                && connection.ourState() == State.SEND_RESPONSE
                && (theirs == State.DONE || theirs == State.MIGHT_SWITCH_PROTOCOL);
        if (!mayAnswer || unread() == 0) {
            return false;
        }
        output.note(whyPaused(), connection);
        connection.send(new Response(200, Headers.of("Content-Length", "0")));
        if (connection.ourState() == State.SEND_BODY) {
            connection.send(EndOfMessage.NO_TRAILERS);
        }
        if (connection.isReusable()) {
            connection.startNextCycle();
            output.note("The server answers 200, and calls startNextCycle().", connection);
        } else {
            output.note("The server answers 200.", connection);
        }
        return true;
    }

    private String whyPaused() {
        PauseReason reason = connection.pauseReason().orElseThrow();
        return "PAUSED: " + reason
                + switch (reason) {
                    case NEXT_MESSAGE -> ", what follows is for the next cycle.";
                    case SWITCH_PROPOSED -> ", the proposed switch is not answered yet.";
                    case SWITCHED -> ", what follows is another protocol.";
                };
    }

    private void tellWhatIsLeft() {
        if (connection.discardedBytes() > 0) {
            output.note("After the last message: " + connection.discardedBytes() + " bytes dropped.", connection);
        }
        if (paused) {
            output.note(whyPaused(), connection);
        }
        if (unread() > 0) {
            output.note("Left unread: " + unread() + " bytes.", connection);
        }
    }
}
