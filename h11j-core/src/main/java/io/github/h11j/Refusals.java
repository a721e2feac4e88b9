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

import io.github.h11j.StateMachine.JointState;
import io.github.h11j.StateMachine.Operation;
import io.github.h11j.StateMachine.Refusal;
import io.github.h11j.StateMachine.Switch;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Explains why there is no row: for each event that a peer might send, the sentence that is true in the states of the
 * two peers. This class decides nothing: the rows of {@link StateMachine} decide what is legal, and only then a
 * sentence is looked up here.
 */
final class Refusals {

    private static final @Nullable EventType ANY_EVENT = null;
    private static final @Nullable State ANY = null;

    private static final String CLIENT_FAILED = "The client broke the protocol or did not send what it had announced: ";
    private static final String SERVER_FAILED = "The server broke the protocol or did not send what it had announced: ";
    private static final String PROPOSED =
            "The client has proposed a switch that the server has neither accepted nor declined";
    private static final String ONE_AT_A_TIME =
            "the next request waits for the next cycle, because h11j does not pipeline.";
    private static final String NOTHING_TO_ANSWER = "The server has nothing left to answer: it can only close.";

    /** The first row that matches is the reason. Each event has a row for every state of its sender. */
    // spotless:off
    private static final List<Row> ROWS = List.of(
        //  sender  event                   sender's state         peer's state
        row(SERVER, REQUEST,                ANY,                   ANY,           "RFC 9110 §3.4",
            "Only a client sends requests."),
        row(CLIENT, RESPONSE,               ANY,                   ANY,           "RFC 9110 §3.4",
            "Only a server sends responses."),
        row(CLIENT, INFORMATIONAL_RESPONSE, ANY,                   ANY,           "RFC 9110 §3.4",
            "Only a server sends responses."),

        row(CLIENT, CONNECTION_CLOSED,      ERROR,                 ANY,           "RFC 9112 §6.3",
            CLIENT_FAILED + "the connection is closed without another event."),
        row(CLIENT, ANY_EVENT,              ERROR,                 ANY,           "RFC 9112 §6.3",
            CLIENT_FAILED + "the server would not understand what follows."),
        row(CLIENT, ANY_EVENT,              SWITCHED_PROTOCOL,     ANY,           "RFC 9110 §7.8",
            "The connection speaks another protocol now: the client sends no more HTTP on it."),
        row(CLIENT, ANY_EVENT,              CLOSED,                ANY,           "RFC 9112 §9.6",
            "The client has closed its sending side: nothing can follow."),
        row(CLIENT, CONNECTION_CLOSED,      MIGHT_SWITCH_PROTOCOL, ANY,           "RFC 9110 §7.8",
            PROPOSED + ": until the server does either, the client does not close the connection."),
        row(CLIENT, ANY_EVENT,              MIGHT_SWITCH_PROTOCOL, ANY,           "RFC 9110 §7.8",
            PROPOSED + ": its next byte might be read as another protocol."),

        row(CLIENT, REQUEST,                IDLE,                  SEND_BODY,     "RFC 9110 §15.5",
            "The server is sending a response that no request asked for: it would not answer a request now."),
        row(CLIENT, REQUEST,                IDLE,                  DONE,          "RFC 9112 §9.2",
            "The server has completed its response before any request: a request now would seem answered."),
        row(CLIENT, REQUEST,                IDLE,                  ERROR,         "RFC 9112 §6.3",
            SERVER_FAILED + "it would not answer a request."),
        row(CLIENT, REQUEST,                IDLE,                  ANY,           "RFC 9112 §9.6",
            "The server is not waiting for a request: it would not answer one."),
        row(CLIENT, REQUEST,                SEND_BODY,             ANY,           "RFC 9112 §6.3",
            "The client's request is not complete: its end comes before another request."),
        row(CLIENT, REQUEST,                DONE,                  SEND_RESPONSE, "RFC 9112 §9.3.2",
            "The server has not begun its final response; " + ONE_AT_A_TIME),
        row(CLIENT, REQUEST,                DONE,                  SEND_BODY,     "RFC 9112 §9.3.2",
            "The server's response is not complete; " + ONE_AT_A_TIME),
        row(CLIENT, REQUEST,                DONE,                  ANY,           "RFC 9112 §9.3",
            "The client's request is complete: the next one comes after startNextCycle()."),
        row(CLIENT, REQUEST,                MUST_CLOSE,            CLOSED,        "RFC 9112 §9.6",
            "The server has closed its sending side: it would not answer a request."),
        row(CLIENT, REQUEST,                MUST_CLOSE,            ERROR,         "RFC 9112 §6.3",
            SERVER_FAILED + "it would not answer a request."),
        row(CLIENT, REQUEST,                MUST_CLOSE,            ANY,           "RFC 9112 §9.6",
            "The connection ends with this exchange: the client must not send another request on it."),

        row(CLIENT, DATA,                   IDLE,                  ANY,           "RFC 9112 §2.1",
            "The client has begun no request: its head comes before its body."),
        row(CLIENT, DATA,                   DONE,                  ANY,           "RFC 9112 §6.3",
            "The client's request is complete: no more of its body can follow."),
        row(CLIENT, END_OF_MESSAGE,         IDLE,                  ANY,           "RFC 9112 §2.1",
            "The client has begun no request that could end."),
        row(CLIENT, END_OF_MESSAGE,         DONE,                  ANY,           "RFC 9112 §6.3",
            "The client's request has ended already."),
        row(CLIENT, ANY_EVENT,              MUST_CLOSE,            ANY,           "RFC 9112 §9.6",
            "The client is sending no request and may begin none: it can only close."),
        row(CLIENT, CONNECTION_CLOSED,      SEND_BODY,             ANY,           "RFC 9112 §8",
            "The client's request is not complete: closing now would cut it off."),

        row(SERVER, CONNECTION_CLOSED,      ERROR,                 ANY,           "RFC 9112 §6.3",
            SERVER_FAILED + "the connection is closed without another event."),
        row(SERVER, ANY_EVENT,              ERROR,                 ANY,           "RFC 9112 §6.3",
            SERVER_FAILED + "the client would not understand what follows."),
        row(SERVER, ANY_EVENT,              SWITCHED_PROTOCOL,     ANY,           "RFC 9110 §7.8",
            "The connection speaks another protocol now: the server sends no more HTTP on it."),
        row(SERVER, ANY_EVENT,              CLOSED,                ANY,           "RFC 9112 §9.6",
            "The server has closed its sending side: nothing can follow."),

        row(SERVER, INFORMATIONAL_RESPONSE, IDLE,                  ANY,           "RFC 9110 §15.2",
            "There is no request to respond to."),
        row(SERVER, INFORMATIONAL_RESPONSE, SEND_RESPONSE,         ANY,           "RFC 9110 §7.8",
            "The client's request does not propose an upgrade."),
        row(SERVER, INFORMATIONAL_RESPONSE, SEND_BODY,             ANY,           "RFC 9110 §15.2",
            "The server has already begun its final response: interim responses come before it."),
        row(SERVER, INFORMATIONAL_RESPONSE, DONE,                  ANY,           "RFC 9110 §15.2",
            "The server has already completed its final response: interim responses come before it."),
        row(SERVER, INFORMATIONAL_RESPONSE, MUST_CLOSE,            ANY,           "RFC 9112 §9.6",
            NOTHING_TO_ANSWER),
        row(SERVER, RESPONSE,               IDLE,                  ANY,           "RFC 9110 §9.3.6",
            "There is no request that asks for a tunnel."),
        row(SERVER, RESPONSE,               SEND_RESPONSE,         ANY,           "RFC 9110 §9.3.6",
            "The client's request is not CONNECT: no response to it opens a tunnel."),
        row(SERVER, RESPONSE,               SEND_BODY,             ANY,           "RFC 9110 §15",
            "The server has already begun its final response: a request has only one."),
        row(SERVER, RESPONSE,               DONE,                  ANY,           "RFC 9110 §15",
            "The server has already completed its final response: the next one answers the next request."),
        row(SERVER, RESPONSE,               MUST_CLOSE,            ANY,           "RFC 9112 §9.6",
            NOTHING_TO_ANSWER),

        row(SERVER, DATA,                   IDLE,                  ANY,           "RFC 9112 §2.1",
            "The server has begun no response: its head comes before its body."),
        row(SERVER, DATA,                   SEND_RESPONSE,         ANY,           "RFC 9112 §2.1",
            "The server has not begun its final response: its head comes before its body."),
        row(SERVER, DATA,                   DONE,                  ANY,           "RFC 9112 §6.3",
            "The server's response is complete: no more of its body can follow."),
        row(SERVER, END_OF_MESSAGE,         IDLE,                  ANY,           "RFC 9112 §2.1",
            "The server has begun no response that could end."),
        row(SERVER, END_OF_MESSAGE,         SEND_RESPONSE,         ANY,           "RFC 9112 §2.1",
            "The server has not begun its final response: it cannot end yet."),
        row(SERVER, END_OF_MESSAGE,         DONE,                  ANY,           "RFC 9112 §6.3",
            "The server's response has ended already."),
        row(SERVER, ANY_EVENT,              MUST_CLOSE,            ANY,           "RFC 9112 §9.6",
            "The server is sending no response and may begin none: it can only close."),
        row(SERVER, CONNECTION_CLOSED,      SEND_RESPONSE,         ANY,           "RFC 9110 §15",
            "The client's request still needs a final response: the server closes after it."),
        row(SERVER, CONNECTION_CLOSED,      SEND_BODY,             ANY,           "RFC 9112 §8",
            "The server's response is not complete: closing now would cut it off."));

    /** Reasons that are permanent come before those that are not. */
    private static final List<Row> NEXT_CYCLE = List.of(
        //  machine event      client's state         server's state
        row(CLIENT, ANY_EVENT, ERROR,                 ANY,               "RFC 9112 §6.3",
            CLIENT_FAILED + "the connection cannot be used again."),
        row(CLIENT, ANY_EVENT, ANY,                   ERROR,             "RFC 9112 §6.3",
            SERVER_FAILED + "the connection cannot be used again."),
        row(CLIENT, ANY_EVENT, ANY,                   SWITCHED_PROTOCOL, "RFC 9110 §7.8",
            "The server has switched to another protocol: HTTP is over on this connection."),
        row(CLIENT, ANY_EVENT, CLOSED,                ANY,               "RFC 9112 §9.6",
            "The client has closed its sending side: it sends no other request."),
        row(CLIENT, ANY_EVENT, ANY,                   CLOSED,            "RFC 9112 §9.6",
            "The server has closed its sending side: it answers no other request."),
        row(CLIENT, ANY_EVENT, MUST_CLOSE,            ANY,               "RFC 9112 §9.6",
            "The connection ends with this exchange: no other can follow on it."),
        row(CLIENT, ANY_EVENT, ANY,                   MUST_CLOSE,        "RFC 9112 §9.6",
            "The connection ends with this exchange: no other can follow on it."),
        row(CLIENT, ANY_EVENT, MIGHT_SWITCH_PROTOCOL, ANY,               "RFC 9110 §7.8",
            PROPOSED + "."),
        row(CLIENT, ANY_EVENT, SEND_BODY,             ANY,               "RFC 9112 §9.3",
            "The client's request is not complete."),
        row(CLIENT, ANY_EVENT, ANY,                   SEND_RESPONSE,     "RFC 9112 §9.3",
            "The server has not begun its final response."),
        row(CLIENT, ANY_EVENT, ANY,                   SEND_BODY,         "RFC 9112 §9.3",
            "The server's response is not complete."),
        row(CLIENT, ANY_EVENT, IDLE,                  IDLE,              "RFC 9112 §9.3",
            "No exchange has begun: both peers are idle already."),
        row(CLIENT, ANY_EVENT, ANY,                   ANY,               "RFC 9112 §9.2",
            "There is no complete exchange of a request and its response."));
    // spotless:on

    private static final Refusal CLIENT_ACCEPTS = new Refusal("RFC 9110 §7.8", "Only a server accepts a switch.");
    private static final Refusal UPGRADE_OTHERWISE =
            new Refusal("RFC 9110 §7.8", "Only a 101 (Switching Protocols) response accepts an upgrade.");
    private static final Refusal CONNECT_OTHERWISE =
            new Refusal("RFC 9110 §9.3.6", "Only a 2xx response to CONNECT opens a tunnel.");

    private Refusals() {}

    private record Row(
            Role sender,
            @Nullable EventType event,
            @Nullable State own,
            @Nullable State peer,
            Refusal refusal) {

        boolean fits(JointState now, Role role, EventType sent) {
            return sender == role && (event == null || event == sent) && fits(now);
        }

        boolean fits(JointState now) {
            return (own == null || own == now.state(sender)) && (peer == null || peer == now.state(sender.peer()));
        }
    }

    private static Row row(
            Role sender,
            @Nullable EventType event,
            @Nullable State own,
            @Nullable State peer,
            String source,
            String explanation) {
        return new Row(sender, event, own, peer, new Refusal(source, explanation));
    }

    /** Returns empty if there are rows for the event. */
    static Optional<Refusal> ofEvent(JointState now, Role sender, EventType event, @Nullable Switch accepts) {
        if (CompiledRules.afterEvent(CompiledRules.pack(now), sender, event, accepts) != CompiledRules.ILLEGAL) {
            return Optional.empty();
        }
        if (accepts != null && sender == CLIENT) {
            return Optional.of(CLIENT_ACCEPTS);
        }
        if (accepts == Switch.UPGRADE && event != INFORMATIONAL_RESPONSE) {
            return Optional.of(UPGRADE_OTHERWISE);
        }
        if (accepts == Switch.CONNECT && event != RESPONSE) {
            return Optional.of(CONNECT_OTHERWISE);
        }
        int i = 0;
        while (!ROWS.get(i).fits(now, sender, event)) {
            i++;
        }
        return Optional.of(ROWS.get(i).refusal());
    }

    /** Returns empty if the row of the operation allows it. */
    static Optional<Refusal> ofOperation(JointState now, Operation operation) {
        if (CompiledRules.afterOperation(CompiledRules.pack(now), operation) != CompiledRules.ILLEGAL) {
            return Optional.empty();
        }
        int i = 0;
        while (!NEXT_CYCLE.get(i).fits(now)) {
            i++;
        }
        return Optional.of(NEXT_CYCLE.get(i).refusal());
    }
}
