package io.github.h11j.explorer;

import io.github.h11j.Data;
import io.github.h11j.Event;
import io.github.h11j.EventType;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Role;
import io.github.h11j.StateMachine;
import io.github.h11j.StateMachine.EventRule;
import io.github.h11j.StateMachine.OperationRule;
import io.github.h11j.StateMachine.Rule;
import io.github.h11j.StateMachine.StateRule;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of the state machine under short names: E1 to E19 for event rows, S1 to S11 for state rows, O1 to O6 for
 * operation rows, in the order of the table.
 */
public final class Rows {

    private Rows() {}

    /**
     * Every row.
     *
     * @return event rows, state rows, operation rows
     */
    public static List<Rule> all() {
        List<Rule> all = new ArrayList<>(StateMachine.eventRules());
        all.addAll(StateMachine.stateRules());
        all.addAll(StateMachine.operationRules());
        return all;
    }

    /**
     * The name of a row.
     *
     * @param row one of {@link #all()}
     * @return for example E1
     */
    public static String id(Rule row) {
        if (row instanceof EventRule) {
            return "E" + (StateMachine.eventRules().indexOf(row) + 1);
        }
        if (row instanceof StateRule) {
            return "S" + (StateMachine.stateRules().indexOf(row) + 1);
        }
        return "O" + (StateMachine.operationRules().indexOf(row) + 1);
    }

    /**
     * What makes a row fire, beside the state of its own automaton: the event, the conditions or the operation.
     *
     * @param row one of {@link #all()}
     * @return for example {@code EndOfMessage}, {@code keep-alive off} or {@code CLIENT_ERROR}
     */
    public static String label(Rule row) {
        if (row instanceof EventRule event) {
            String name = name(event.event());
            return event.sender() == event.machine() ? name : name + " from " + name(event.sender());
        }
        if (row instanceof StateRule state) {
            return conditions(state);
        }
        return ((OperationRule) row).operation().name();
    }

    private static String conditions(StateRule row) {
        List<String> conditions = new ArrayList<>();
        row.keepAlive().ifPresent(on -> conditions.add(on ? "keep-alive on" : "keep-alive off"));
        row.switchPending().ifPresent(pending -> conditions.add(pending ? "switch pending" : "none pending"));
        if (row.machine() == Role.SERVER) {
            row.client().ifPresent(state -> conditions.add("client " + state));
        } else {
            row.server().ifPresent(state -> conditions.add("server " + state));
        }
        return String.join(" and ", conditions);
    }

    /**
     * The section of the RFC that a row follows, and what else it asks for or does.
     *
     * @param row one of {@link #all()}
     * @return for example {@code E12 · 9110 §7.8 · accepts UPGRADE}
     */
    public static String note(Rule row) {
        String note = id(row) + " · " + row.source().substring("RFC ".length());
        if (row instanceof EventRule event) {
            note += event.accepts().map(accepted -> " · accepts " + accepted).orElse("");
            note += event.clearsProposals() ? " · declines" : "";
        }
        return note;
    }

    /**
     * What it means that a row fires.
     *
     * @param row one of {@link #all()}
     * @return its name, its sentence and its section
     */
    public static String sentence(Rule row) {
        return id(row) + ": " + row.explanation() + " (" + row.source() + ")";
    }

    /**
     * The name of a kind of event as its class is called.
     *
     * @param type the kind
     * @return for example {@code EndOfMessage}
     */
    public static String name(EventType type) {
        return switch (type) {
            case REQUEST -> "Request";
            case INFORMATIONAL_RESPONSE -> "InformationalResponse";
            case RESPONSE -> "Response";
            case DATA -> "Data";
            case END_OF_MESSAGE -> "EndOfMessage";
            case CONNECTION_CLOSED -> "ConnectionClosed";
        };
    }

    /**
     * The name of a role in a sentence.
     *
     * @param role which
     * @return {@code client} or {@code server}
     */
    public static String name(Role role) {
        return role == Role.CLIENT ? "client" : "server";
    }

    /** An event in a line of the log. */
    static String text(Event event) {
        if (event instanceof Request request) {
            return "Request " + request.method() + " " + request.target();
        }
        if (event instanceof Response response) {
            return "Response " + response.statusCode();
        }
        if (event instanceof InformationalResponse response) {
            return "InformationalResponse " + response.statusCode();
        }
        if (event instanceof Data data) {
            return "Data, " + count(data.bytes().length());
        }
        return name(event.type());
    }

    static String count(int bytes) {
        return bytes == 1 ? "1 byte" : bytes + " bytes";
    }
}
