package io.github.h11j;

import static io.github.h11j.EventType.CONNECTION_CLOSED;
import static io.github.h11j.EventType.DATA;
import static io.github.h11j.EventType.END_OF_MESSAGE;
import static io.github.h11j.EventType.INFORMATIONAL_RESPONSE;
import static io.github.h11j.EventType.REQUEST;
import static io.github.h11j.EventType.RESPONSE;
import static io.github.h11j.Role.CLIENT;
import static io.github.h11j.Role.SERVER;
import static io.github.h11j.State.CLOSED;
import static io.github.h11j.State.DONE;
import static io.github.h11j.State.ERROR;
import static io.github.h11j.State.IDLE;
import static io.github.h11j.State.MIGHT_SWITCH_PROTOCOL;
import static io.github.h11j.State.MUST_CLOSE;
import static io.github.h11j.State.SEND_BODY;
import static io.github.h11j.State.SEND_RESPONSE;
import static io.github.h11j.State.SWITCHED_PROTOCOL;
import static io.github.h11j.StateMachine.Operation.CLIENT_ERROR;
import static io.github.h11j.StateMachine.Operation.DISABLE_KEEP_ALIVE;
import static io.github.h11j.StateMachine.Operation.PROPOSE_CONNECT;
import static io.github.h11j.StateMachine.Operation.PROPOSE_UPGRADE;
import static io.github.h11j.StateMachine.Operation.SERVER_ERROR;
import static io.github.h11j.StateMachine.Operation.START_NEXT_CYCLE;
import static io.github.h11j.StateMachine.Switch.CONNECT;
import static io.github.h11j.StateMachine.Switch.UPGRADE;

import io.github.h11j.StateMachine.EventRule;
import io.github.h11j.StateMachine.Operation;
import io.github.h11j.StateMachine.OperationRule;
import io.github.h11j.StateMachine.StateRule;
import io.github.h11j.StateMachine.Switch;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The 36 rows of {@link StateMachine}: the protocol. Each row has the section that it follows, and what it means. */
final class ProtocolTable {

    private static final @Nullable Switch NO_SWITCH = null;

    // spotless:off
    static final List<EventRule> EVENT_RULES = List.of(
        //   machine from           event                   sender  accepts    to
        rule(CLIENT, IDLE,          REQUEST,                CLIENT, NO_SWITCH, SEND_BODY,         "RFC 9112 §2.1",
            "The client has begun a request; its body follows, even if it has no bytes."),
        rule(CLIENT, IDLE,          CONNECTION_CLOSED,      CLIENT, NO_SWITCH, CLOSED,            "RFC 9112 §9.5",
            "The client closes instead of sending a request, which it may do at any time."),
        rule(CLIENT, SEND_BODY,     DATA,                   CLIENT, NO_SWITCH, SEND_BODY,         "RFC 9112 §6",
            "The client sends a part of the body of its request."),
        rule(CLIENT, SEND_BODY,     END_OF_MESSAGE,         CLIENT, NO_SWITCH, DONE,              "RFC 9112 §6.3",
            "The request is complete: its framing says where it ends."),
        rule(CLIENT, DONE,          CONNECTION_CLOSED,      CLIENT, NO_SWITCH, CLOSED,            "RFC 9112 §9.6",
            "The client closes after its request; a response that is due can still come."),
        rule(CLIENT, MUST_CLOSE,    CONNECTION_CLOSED,      CLIENT, NO_SWITCH, CLOSED,            "RFC 9112 §9.6",
            "The client closes, which is all that it may still do."),
        rule(CLIENT, CLOSED,        CONNECTION_CLOSED,      CLIENT, NO_SWITCH, CLOSED,            "RFC 9112 §9.6",
            "The client has closed already; to say so again changes nothing."),
        rule(SERVER, IDLE,          REQUEST,                CLIENT, NO_SWITCH, SEND_RESPONSE,     "RFC 9110 §3.4",
            "The server now owes a response to the request that has begun."),
        rule(SERVER, IDLE,          RESPONSE,               SERVER, NO_SWITCH, SEND_BODY,         "RFC 9110 §15.5",
            "The server answers without a valid request: 400 to what it cannot parse, 408 to what does not come."),
        rule(SERVER, IDLE,          CONNECTION_CLOSED,      SERVER, NO_SWITCH, CLOSED,            "RFC 9112 §9.5",
            "The server closes while it owes no response, which it may do at any time."),
        rule(SERVER, SEND_RESPONSE, INFORMATIONAL_RESPONSE, SERVER, NO_SWITCH, SEND_RESPONSE,     "RFC 9110 §15.2",
            "An interim response comes before the final one; there may be several."),
        rule(SERVER, SEND_RESPONSE, INFORMATIONAL_RESPONSE, SERVER, UPGRADE,   SWITCHED_PROTOCOL, "RFC 9110 §7.8",
            "The server accepts the upgrade with 101; its next byte belongs to the other protocol."),
        rule(SERVER, SEND_RESPONSE, RESPONSE,               SERVER, NO_SWITCH, SEND_BODY,         "RFC 9110 §7.5",
            "The final response begins, even if the request is not complete; any pending switch is declined."),
        rule(SERVER, SEND_RESPONSE, RESPONSE,               SERVER, CONNECT,   SWITCHED_PROTOCOL, "RFC 9110 §9.3.6",
            "The server accepts CONNECT with a 2xx response; after its head the connection is a tunnel."),
        rule(SERVER, SEND_BODY,     DATA,                   SERVER, NO_SWITCH, SEND_BODY,         "RFC 9112 §6",
            "The server sends a part of the body of its response."),
        rule(SERVER, SEND_BODY,     END_OF_MESSAGE,         SERVER, NO_SWITCH, DONE,              "RFC 9112 §6.3",
            "The response is complete: its framing says where it ends."),
        rule(SERVER, DONE,          CONNECTION_CLOSED,      SERVER, NO_SWITCH, CLOSED,            "RFC 9112 §9.6",
            "The server closes after its response; the rest of the request can still come."),
        rule(SERVER, MUST_CLOSE,    CONNECTION_CLOSED,      SERVER, NO_SWITCH, CLOSED,            "RFC 9112 §9.6",
            "The server closes, which is all that it may still do."),
        rule(SERVER, CLOSED,        CONNECTION_CLOSED,      SERVER, NO_SWITCH, CLOSED,            "RFC 9112 §9.6",
            "The server has closed already; to say so again changes nothing."));

    private static final @Nullable State ANY = null;
    private static final @Nullable Boolean EITHER = null;
    private static final boolean YES = true;
    private static final boolean NO = false;

    static final List<StateRule> STATE_RULES = List.of(
        //   machine client                 server             k-alive pending to
        rule(CLIENT, DONE,                  ANY,               EITHER, YES,    MIGHT_SWITCH_PROTOCOL, "RFC 9110 §7.8",
            "The request is complete and a switch is proposed: what the client's next byte means depends on the answer."),
        rule(CLIENT, MIGHT_SWITCH_PROTOCOL, SWITCHED_PROTOCOL, EITHER, EITHER, SWITCHED_PROTOCOL,     "RFC 9110 §7.8",
            "The server has accepted the proposed switch, and the request is complete: the client switches, too."),
        rule(CLIENT, MIGHT_SWITCH_PROTOCOL, ANY,               EITHER, NO,     DONE,                  "RFC 9110 §7.8",
            "The server has declined the proposed switch: the connection stays HTTP."),
        rule(CLIENT, DONE,                  ANY,               NO,     EITHER, MUST_CLOSE,            "RFC 9112 §9.6",
            "The request is complete and the connection ends with this exchange: the client can only close."),
        rule(SERVER, ANY,                   DONE,              NO,     EITHER, MUST_CLOSE,            "RFC 9112 §9.6",
            "The response is complete and the connection ends with this exchange: the server can only close."),
        rule(SERVER, CLOSED,                DONE,              EITHER, EITHER, MUST_CLOSE,            "RFC 9112 §9.6",
            "The response is complete and the client has closed: no other request will come."),
        rule(SERVER, CLOSED,                IDLE,              EITHER, EITHER, MUST_CLOSE,            "RFC 9112 §9.6",
            "The client has closed without another request: the server has nothing to answer."),
        rule(SERVER, ERROR,                 DONE,              EITHER, EITHER, MUST_CLOSE,            "RFC 9112 §6.3",
            "The response is complete and the client has failed: where its next request would begin is unknown."),
        rule(CLIENT, DONE,                  CLOSED,            EITHER, EITHER, MUST_CLOSE,            "RFC 9112 §9.6",
            "The request is complete and the server has closed: it answers nothing more."),
        rule(CLIENT, IDLE,                  CLOSED,            EITHER, EITHER, MUST_CLOSE,            "RFC 9112 §9.5",
            "The server has closed between two exchanges: it would not answer a request."),
        rule(CLIENT, DONE,                  ERROR,             EITHER, EITHER, MUST_CLOSE,            "RFC 9112 §6.3",
            "The request is complete and the server has failed: where a response would begin is unknown."));

    static final List<OperationRule> OPERATION_RULES = List.of(
        //   operation           client server to client, server k-alive off, proposes
        rule(CLIENT_ERROR,       ANY,  ANY,  ERROR, ANY,   NO,  NO_SWITCH, "RFC 9112 §6.3",
            "The client broke the protocol or did not send what it had announced: what follows cannot be trusted."),
        rule(SERVER_ERROR,       ANY,  ANY,  ANY,   ERROR, NO,  NO_SWITCH, "RFC 9112 §6.3",
            "The server broke the protocol or did not send what it had announced: what follows cannot be trusted."),
        rule(DISABLE_KEEP_ALIVE, ANY,  ANY,  ANY,   ANY,   YES, NO_SWITCH, "RFC 9112 §9.3",
            "The connection ends with this exchange: \"Connection: close\", version, framing or a failure says so."),
        rule(PROPOSE_UPGRADE,    ANY,  ANY,  ANY,   ANY,   NO,  UPGRADE,   "RFC 9110 §7.8",
            "The request offers other protocols in Upgrade; the server may accept one with 101."),
        rule(PROPOSE_CONNECT,    ANY,  ANY,  ANY,   ANY,   NO,  CONNECT,   "RFC 9110 §9.3.6",
            "The request asks for a tunnel with CONNECT; the server may accept with a 2xx response."),
        rule(START_NEXT_CYCLE,   DONE, DONE, IDLE,  IDLE,  NO,  NO_SWITCH, "RFC 9112 §9.3",
            "Both messages are complete and the connection persists: the next exchange may begin."));
    // spotless:on

    private ProtocolTable() {}

    private static EventRule rule(
            Role machine,
            State from,
            EventType event,
            Role sender,
            @Nullable Switch accepts,
            State to,
            String source,
            String explanation) {
        boolean clears = event == RESPONSE && accepts == null;
        return new EventRule(
                machine, from, event, sender, Optional.ofNullable(accepts), to, clears, source, explanation);
    }

    private static StateRule rule(
            Role machine,
            @Nullable State client,
            @Nullable State server,
            @Nullable Boolean keepAlive,
            @Nullable Boolean pending,
            State to,
            String source,
            String explanation) {
        return new StateRule(
                machine,
                Optional.ofNullable(client),
                Optional.ofNullable(server),
                Optional.ofNullable(keepAlive),
                Optional.ofNullable(pending),
                to,
                source,
                explanation);
    }

    private static OperationRule rule(
            Operation operation,
            @Nullable State client,
            @Nullable State server,
            @Nullable State clientTo,
            @Nullable State serverTo,
            boolean disablesKeepAlive,
            @Nullable Switch proposes,
            String source,
            String explanation) {
        return new OperationRule(
                operation,
                Optional.ofNullable(client),
                Optional.ofNullable(server),
                Optional.ofNullable(clientTo),
                Optional.ofNullable(serverTo),
                disablesKeepAlive,
                proposes == null ? Set.of() : Set.of(proposes),
                source,
                explanation);
    }
}
