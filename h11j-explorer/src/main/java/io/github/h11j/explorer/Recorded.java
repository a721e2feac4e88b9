package io.github.h11j.explorer;

import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.HttpVersion;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Limits;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.NextEvent;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Role;
import io.github.h11j.Signal;
import io.github.h11j.TrailingData;
import io.github.h11j.Violation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One connection, driven step by step through a recorded case: what proves that the page runs the real library. */
final class Recorded {

    private static final HttpVersion NEVER_SENT = new HttpVersion(0, 0);

    /** What an event can only do in its state; every other fault is found when the event is made. */
    private static final Set<Violation> OF_STATE_OR_BODY = EnumSet.of(
            Violation.UNEXPECTED_EVENT,
            Violation.SWITCH_NOT_OFFERED,
            Violation.SWITCH_BEFORE_CONTINUE,
            Violation.VERSION_NOT_SENT,
            Violation.BODY_TOO_LONG,
            Violation.BODY_TOO_SHORT,
            Violation.TRAILERS_NOT_CHUNKED,
            Violation.BODY_NOT_ALLOWED);

    private final Connection connection;

    Recorded(String role, String policyName, int maxIncomplete) {
        Policy policy = Policies.named(policyName);
        if (maxIncomplete > 0) {
            Limits limits = policy.limits();
            policy = policy.with(limits.withRequestLine(maxIncomplete)
                    .withStatusLine(maxIncomplete)
                    .withFieldSection(maxIncomplete)
                    .withChunkLine(maxIncomplete)
                    .withTrailerSection(maxIncomplete));
        }
        connection = role.equals("server") ? Connection.server(policy) : Connection.client(policy);
    }

    /** Empty, or why not. */
    String receive(byte[] bytes) {
        try {
            connection.receiveData(bytes);
            return "";
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    void receiveEof() {
        connection.receiveEof();
    }

    void sendFailed() {
        connection.sendFailed();
    }

    /** {"event":...} or {"signal":...} or {"error":...}. */
    String nextEvent() {
        Json json = new Json().open('{');
        try {
            NextEvent next = connection.nextEvent();
            if (next instanceof Signal signal) {
                json.put("signal", signal.name());
            } else {
                json.key("event").event((Event) next);
            }
        } catch (RemoteProtocolException e) {
            json.key("error").error("RemoteProtocolError", "next_event", e);
        }
        return json.close('}').toString();
    }

    /** {"out":bytes} or {"error":...}. */
    String send(String type, String first, String second, String version, String[] fields, byte[] data) {
        Json json = new Json().open('{');
        Event event;
        try {
            event = event(type, first, second, version, fields, data);
        } catch (LocalProtocolException e) {
            return json.key("error")
                    .error("LocalProtocolError", "construct", e)
                    .close('}')
                    .toString();
        } catch (IllegalArgumentException e) {
            json.key("error").open('{').put("class", "LocalProtocolError").put("where", "construct");
            return json.put("msg", e.getMessage()).close('}').close('}').toString();
        }
        try {
            byte[] bytes = connection.send(event);
            boolean none = event instanceof ConnectionClosed;
            json.put("out", none ? null : Escapes.latin1(bytes));
        } catch (LocalProtocolException e) {
            String where = OF_STATE_OR_BODY.contains(e.violation()) ? "send" : "construct";
            json.key("error").error("LocalProtocolError", where, e);
        }
        return json.close('}').toString();
    }

    static Event event(String type, String first, String second, String version, String[] flat, byte[] data) {
        List<Headers.Field> fields = new ArrayList<>();
        for (int i = 0; i + 1 < flat.length; i += 2) {
            fields.add(new Headers.Field(flat[i], flat[i + 1]));
        }
        boolean possible = version.length() == 3
                && isDigit(version.charAt(0))
                && version.charAt(1) == '.'
                && isDigit(version.charAt(2));
        HttpVersion spoken = possible ? new HttpVersion(version.charAt(0) - '0', version.charAt(2) - '0') : NEVER_SENT;
        return switch (type) {
            case "Request" -> new Request(first, second, Headers.of(fields), spoken);
            case "Response" -> new Response(Integer.parseInt(first), second, Headers.of(fields), spoken);
            case "InformationalResponse" ->
                new InformationalResponse(Integer.parseInt(first), second, Headers.of(fields), spoken);
            case "Data" -> Data.of(data);
            case "EndOfMessage" -> new EndOfMessage(Headers.of(fields));
            case "ConnectionClosed" -> new ConnectionClosed();
            default -> throw new IllegalArgumentException("not an event: " + type);
        };
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Empty, or the error. */
    String startNextCycle() {
        try {
            connection.startNextCycle();
            return "";
        } catch (LocalProtocolException e) {
            return new Json().error("LocalProtocolError", "start_next_cycle", e).toString();
        }
    }

    /** What a trace says after each step. */
    String status() {
        TrailingData trailing = connection.trailingData();
        return new Json()
                .open('{')
                .put("client", connection.state(Role.CLIENT).name())
                .put("server", connection.state(Role.SERVER).name())
                .put("waiting100", connection.theyAreWaitingFor100Continue())
                .put(
                        "version",
                        connection.theirHttpVersion().map(Object::toString).orElse(null))
                .put("trailingLength", trailing.bytes().length())
                .put("trailingEof", trailing.eof())
                .put("trailing", Escapes.latin1(trailing.bytes().toByteArray()))
                .close('}')
                .toString();
    }
}
