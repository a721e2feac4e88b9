package io.github.h11j.examples;

import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.NextEvent;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Role;
import io.github.h11j.Signal;
import io.github.h11j.State;

/** Feeds octets to a connection and tells an output what comes of them. */
final class Tracer {

    private final Connection connection;
    private final TraceOutput output;
    private final String method;
    private long received;

    /**
     * A tracer.
     *
     * @param method of the requests that a client has sent
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
        connection.send(new Request(method, target, Headers.of("Host", "example.com")), new EndOfMessage());
        output.note("The client has sent " + method + " " + target + ".", connection);
    }

    /** Reads octets, so many at a time, and then the end of the stream; whether all of it was legal. */
    boolean run(byte[] octets, int split) {
        try {
            for (int from = 0; from < octets.length; ) {
                int length = Math.min(split, octets.length - from);
                connection.receiveData(octets, from, length);
                from += length;
                received += length;
                drain();
            }
            output.note("The stream ends.", connection);
            connection.receiveEof();
            drain();
            return true;
        } catch (RemoteProtocolException e) {
            output.violation(e, connection);
            return false;
        }
    }

    private long used() {
        return received - connection.trailingData().bytes().length();
    }

    private void drain() {
        while (true) {
            long from = used();
            NextEvent next = connection.nextEvent();
            if (next == Signal.NEED_DATA) {
                return;
            }
            if (next == Signal.PAUSED) {
                if (!goOn()) {
                    output.note("Paused: the octets that follow belong to another protocol.", connection);
                    return;
                }
                continue;
            }
            output.event((Event) next, from, used(), connection);
            if (next instanceof ConnectionClosed) {
                return;
            }
        }
    }

    /** Answers the request at hand and begins the next cycle, if that is what the octets wait for. */
    private boolean goOn() {
        boolean answerable = connection.ourRole() == Role.SERVER
                && connection.theirState() == State.DONE
                && connection.ourState() == State.SEND_RESPONSE;
        if (answerable) {
            connection.send(new Response(200, Headers.of("Content-Length", "0")), new EndOfMessage());
            output.note("Paused: more octets wait. The server answers 200 and begins the next cycle.", connection);
            connection.startNextCycle();
        }
        return answerable;
    }
}
