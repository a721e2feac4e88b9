package io.github.h11j.examples.cli;

import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Event;
import io.github.h11j.Limits;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.NextEvent;
import io.github.h11j.Policy;
import io.github.h11j.ProtocolException;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Role;
import io.github.h11j.Signal;
import io.github.h11j.TrailingData;
import io.github.h11j.Violation;
import io.github.h11j.examples.output.JsonTree;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/**
 * Replays a recorded case: drives a connection through its steps and records what happens in the format of the traces
 * of python-hyper/h11. Exceptions have their names in h11.
 */
final class Replay {

    /** What an event can only do in its state; every other fault h11 finds when the event is made. */
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
    private final JsonTree result = JsonTree.object();

    private Replay(Connection connection) {
        this.connection = connection;
    }

    /**
     * Replays one case.
     *
     * @param testCase an object with {@code id}, {@code role}, {@code steps} and perhaps {@code
     *     max_incomplete_event_size}
     * @param policy the policy; the case's size replaces its limits
     * @return the trace
     * @throws IllegalArgumentException if the case is malformed
     */
    static JsonTree replay(JsonTree testCase, Policy policy) {
        return new Replay(connection(testCase, policy)).run(testCase);
    }

    /** Returns the connection that a case begins with. */
    static Connection connection(JsonTree testCase, Policy policy) {
        Policy limited = policy;
        JsonTree given = testCase.get("max_incomplete_event_size");
        if (given.isNumber()) {
            int size = given.number(0);
            Limits limits = policy.limits();
            limited = policy.with(limits.withRequestLine(size)
                    .withStatusLine(size)
                    .withFieldSection(size)
                    .withChunkLine(size)
                    .withTrailerSection(size));
        }
        return switch (testCase.get("role").text()) {
            case "server" -> Connection.server(limited);
            case "client" -> Connection.client(limited);
            default -> throw new IllegalArgumentException("role is neither server nor client");
        };
    }

    private JsonTree run(JsonTree testCase) {
        JsonTree trace = JsonTree.array();
        result.put("id", testCase.get("id")).put("trace", trace);
        for (JsonTree step : testCase.get("steps")) {
            JsonTree record = JsonTree.object();
            trace.add(record);
            step(step, record);
            record.put(
                    "states",
                    JsonTree.object()
                            .put("client", connection.state(Role.CLIENT).name())
                            .put("server", connection.state(Role.SERVER).name()));
            record.put("they_are_waiting_for_100_continue", connection.theyAreWaitingFor100Continue());
            record.put(
                    "their_http_version",
                    connection.theirHttpVersion().map(Object::toString).orElse(null));
            TrailingData trailing = connection.trailingData();
            record.put(
                    "trailing",
                    JsonTree.object().put("len", trailing.bytes().length()).put("eof", trailing.eof()));
        }
        result.put(
                "trailing_b64",
                EventJson.base64(connection.trailingData().bytes().toByteArray()));
        return result;
    }

    private void step(JsonTree step, JsonTree record) {
        if (step.has("recv_b64")) {
            record.put("op", "recv");
            byte[] bytes = Base64.getDecoder().decode(step.get("recv_b64").text());
            try {
                connection.receiveData(bytes);
            } catch (IllegalStateException e) {
                record.put(
                        "error",
                        JsonTree.object()
                                .put("class", "RuntimeError")
                                .put("where", "receive_data")
                                .put("msg", e.getMessage()));
                return;
            }
            drain(record);
        } else if (step.has("eof")) {
            record.put("op", "eof");
            connection.receiveEof();
            drain(record);
        } else if (step.has("drain")) {
            record.put("op", "drain");
            drain(record);
        } else if (step.has("send")) {
            record.put("op", "send");
            send(step.get("send"), record);
        } else if (step.has("send_failed")) {
            record.put("op", "send_failed");
            record.put("error", null);
            connection.sendFailed();
        } else if (step.has("next_cycle")) {
            record.put("op", "next_cycle");
            record.put("error", null);
            try {
                connection.startNextCycle();
            } catch (LocalProtocolException e) {
                error(record, "LocalProtocolError", "start_next_cycle", e);
            }
        } else {
            throw new IllegalArgumentException("not a step: " + step);
        }
    }

    private void drain(JsonTree record) {
        JsonTree events = JsonTree.array();
        record.put("events", events);
        record.put("sentinel", null);
        record.put("error", null);
        try {
            while (true) {
                NextEvent next = connection.nextEvent();
                if (next instanceof Signal signal) {
                    record.put("sentinel", signal.name());
                    return;
                }
                events.add(EventJson.write((Event) next));
                if (next instanceof ConnectionClosed) {
                    record.put("sentinel", "CLOSED");
                    return;
                }
            }
        } catch (RemoteProtocolException e) {
            error(record, "RemoteProtocolError", "next_event", e);
        }
    }

    private void send(JsonTree json, JsonTree record) {
        record.put("out_b64", null);
        record.put("error", null);
        Event event;
        try {
            event = EventJson.read(json);
        } catch (LocalProtocolException e) {
            error(record, "LocalProtocolError", "construct", e);
            return;
        } catch (IllegalArgumentException e) {
            record.put(
                    "error",
                    JsonTree.object()
                            .put("class", "LocalProtocolError")
                            .put("where", "construct")
                            .put("msg", e.getMessage()));
            return;
        }
        try {
            byte[] bytes = connection.send(event);
            if (!(event instanceof ConnectionClosed)) {
                record.put("out_b64", EventJson.base64(bytes));
            }
        } catch (LocalProtocolException e) {
            error(record, "LocalProtocolError", OF_STATE_OR_BODY.contains(e.violation()) ? "send" : "construct", e);
        }
    }

    private static void error(JsonTree record, String name, String where, ProtocolException e) {
        record.put(
                "error",
                JsonTree.object()
                        .put("class", name)
                        .put("hint", e.statusHint())
                        .put("where", where)
                        .put("msg", e.getMessage())
                        .put("violation", e.violation().name())
                        .put("offset", e.offset().isPresent() ? e.offset().getAsLong() : null));
    }
}
