package io.github.h11j;

import io.github.h11j.StateMachine.JointState;
import io.github.h11j.StateMachine.Operation;
import io.github.h11j.StateMachine.Refusal;
import io.github.h11j.StateMachine.Rule;
import io.github.h11j.StateMachine.Switch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What both peers have sent so far, as far as it determines what may follow: the state machine, and a few facts about
 * the current exchange. The same code processes sent and received events.
 */
final class Conversation {

    private final Policy policy;
    private final Role ourRole;
    private final StateMachine machine = new StateMachine();

    private @Nullable String requestMethod;
    /** The request that offers protocols by Upgrade. */
    private @Nullable Request offer;

    private @Nullable HttpVersion theirVersion;
    /** Whether the current request is of a version before 1.1. */
    private boolean http10Request;

    private boolean clientWaitsFor100;
    private int informationalResponses;
    private @Nullable CloseReason closeReason;

    /** The rows that have fired in the current step; null if they are not recorded. */
    private @Nullable List<Rule> firedRules;

    Conversation(Policy policy, Role ourRole) {
        this.policy = policy;
        this.ourRole = ourRole;
    }

    /**
     * A copy of everything here that sending can change. A connection uses one for all its sends, because they do not
     * nest.
     */
    static final class Mark {
        private int states;
        private @Nullable String requestMethod;
        private @Nullable Request offer;
        private boolean http10Request;
        private boolean clientWaitsFor100;
        private int informationalResponses;
        private @Nullable CloseReason closeReason;
        private int firedRules;
    }

    /** Saves the current state, so that {@link #undo} can undo what is sent afterwards. */
    @SuppressWarnings("ReferenceEquality") // an equal object may as well be stored
    void keep(Mark mark) {
        mark.states = machine.mark();
        // A reference is only stored if it changes, here and wherever one seldom does: connections are old objects, and
        // with G1 each reference that is stored in one costs a memory fence.
        if (mark.requestMethod != requestMethod) {
            mark.requestMethod = requestMethod;
        }
        if (mark.offer != offer) {
            mark.offer = offer;
        }
        mark.http10Request = http10Request;
        mark.clientWaitsFor100 = clientWaitsFor100;
        mark.informationalResponses = informationalResponses;
        if (mark.closeReason != closeReason) {
            mark.closeReason = closeReason;
        }
        mark.firedRules = firedRules == null ? 0 : firedRules.size();
    }

    /** Undoes what was sent after the mark was saved. Nothing may have been received in between. */
    void undo(Mark mark) {
        machine.undo(mark.states);
        requestMethod = mark.requestMethod;
        offer = mark.offer;
        http10Request = mark.http10Request;
        clientWaitsFor100 = mark.clientWaitsFor100;
        informationalResponses = mark.informationalResponses;
        closeReason = mark.closeReason;
        if (firedRules != null) {
            firedRules.subList(mark.firedRules, firedRules.size()).clear();
        }
    }

    State state(Role role) {
        return machine.state(role);
    }

    JointState jointState() {
        return machine.jointState();
    }

    String describeStates() {
        return "client is " + machine.state(Role.CLIENT) + ", server is " + machine.state(Role.SERVER);
    }

    /** Returns what rules out another exchange, in a sentence; empty if nothing does yet. */
    String whyItEnds() {
        return machine.keepAlive() ? "" : Objects.requireNonNull(closeReason).explanation();
    }

    void recordFiredRules() {
        firedRules = new ArrayList<>();
    }

    List<Rule> firedRules() {
        return firedRules == null ? List.of() : List.copyOf(firedRules);
    }

    /** What fires from now on belongs to a new step. */
    void beginStep() {
        if (firedRules != null) {
            firedRules.clear();
        }
    }

    private boolean move(Role sender, EventType event) {
        if (firedRules != null) {
            firedRules.addAll(StateMachine.firingRules(machine.jointState(), sender, event));
        }
        return machine.process(sender, event);
    }

    private boolean move(Role sender, EventType event, Switch accepts) {
        if (firedRules != null) {
            firedRules.addAll(StateMachine.firingRules(machine.jointState(), sender, event, accepts));
        }
        return machine.process(sender, event, accepts);
    }

    private boolean move(Operation operation) {
        if (firedRules != null) {
            firedRules.addAll(StateMachine.firingRules(machine.jointState(), operation));
        }
        return machine.process(operation);
    }

    /** Returns why the states forbid an event. */
    Refusal refusal(Role sender, Event event) {
        JointState now = machine.jointState();
        if (event instanceof InformationalResponse response && response.statusCode() == 101) {
            return StateMachine.refusal(now, sender, event.type(), Switch.UPGRADE)
                    .orElseThrow();
        }
        if (event instanceof Response response && Framing.isTunnel(response.statusCode(), requestMethod)) {
            return StateMachine.refusal(now, sender, event.type(), Switch.CONNECT)
                    .orElseThrow();
        }
        return StateMachine.refusal(now, sender, event.type()).orElseThrow();
    }

    @Nullable
    String requestMethod() {
        return requestMethod;
    }

    @Nullable
    HttpVersion theirVersion() {
        return theirVersion;
    }

    boolean clientWaitsFor100() {
        return clientWaitsFor100;
    }

    /** Returns whether the peer's version says that it can read chunked coding. */
    boolean peerKnowsChunked() {
        return theirVersion != null && theirVersion.isAtLeast11();
    }

    /**
     * Returns whether the current request is HTTP/1.0, so that the connection persists only if the response says so.
     */
    boolean isHttp10() {
        return http10Request;
    }

    @Nullable
    CloseReason closeReason() {
        return closeReason;
    }

    /**
     * Processes one event of a peer, sent or received. Returns the rule that it breaks, null if it breaks none.
     *
     * @param length for a request or final response, the length of its body as in {@link Framing}
     */
    @Nullable
    Violation process(Role sender, Event event, long length) {
        if (event instanceof Data data) {
            return partOfBody(sender, EventType.DATA, !data.bytes().isEmpty()); // no bytes do not begin a body
        }
        if (event instanceof EndOfMessage) {
            return partOfBody(sender, EventType.END_OF_MESSAGE, true);
        }
        if (event instanceof Request request) {
            return request(sender, request, length);
        }
        if (event instanceof Response response) {
            return response(sender, response, length);
        }
        return event instanceof InformationalResponse response ? informational(sender, response) : closed(sender);
    }

    private @Nullable Violation partOfBody(Role sender, EventType type, boolean begins) {
        if (!move(sender, type)) {
            return Violation.UNEXPECTED_EVENT;
        }
        if (begins) {
            endWaiting(sender);
        }
        return null;
    }

    /** A head was read, and may still be rejected. Even then a response to HEAD has no content. */
    @SuppressWarnings("ReferenceEquality") // an equal object may as well be stored
    void beginRequest(String method) {
        if (requestMethod != method) {
            requestMethod = method;
        }
    }

    /**
     * A part of a peer's body was received. The row of Data leads from SEND_BODY to SEND_BODY, so it is only recorded.
     */
    void bodyReceived(Role sender) {
        if (firedRules != null) {
            move(sender, EventType.DATA);
        }
        endWaiting(sender);
    }

    private void endWaiting(Role sender) {
        clientWaitsFor100 &= sender != Role.CLIENT;
    }

    private @Nullable Violation request(Role sender, Request request, long length) {
        if (!machine.allows(sender, EventType.REQUEST)) {
            return Violation.UNEXPECTED_EVENT; // and its proposals have no effect
        }
        boolean upgrade = Framing.proposesUpgrade(request, policy);
        if (request.method().equals("CONNECT")) {
            move(Operation.PROPOSE_CONNECT);
        }
        if (upgrade) {
            move(Operation.PROPOSE_UPGRADE);
        }
        move(sender, EventType.REQUEST);
        beginRequest(request.method());
        offer = upgrade ? request : null;
        noteVersion(sender, request.version());
        http10Request = !request.version().isAtLeast11();
        // "A server MAY omit sending a 100 (Continue) response [...] if the framing indicates that there is no
        // content." (RFC 9110 §10.1.1)
        clientWaitsFor100 =
                Framing.expectsContinue(request) && !(length == 0 && policy.has(Option.IGNORE_EXPECT_WITHOUT_CONTENT));
        endConnection(sender, request.headers(), request.version());
        return null;
    }

    private @Nullable Violation informational(Role sender, InformationalResponse response) {
        if (!machine.allows(sender, EventType.INFORMATIONAL_RESPONSE)) {
            return Violation.UNEXPECTED_EVENT;
        }
        if (sender != ourRole && informationalResponses >= policy.limits().informationalResponses()) {
            return Violation.TOO_MANY_INFORMATIONAL_RESPONSES; // before anything moves: a 101 has not switched
        }
        if (response.statusCode() == 101) {
            if (policy.has(Option.CHECK_UPGRADES)) {
                if (clientWaitsFor100) {
                    return Violation.SWITCH_BEFORE_CONTINUE;
                }
                if (!isOffered(response.headers())) {
                    return Violation.SWITCH_NOT_OFFERED;
                }
                if (sender != ourRole
                        && Framing.lacksUpgradeOption(response.headers())
                        && !policy.tolerates(sender, Violation.UPGRADE_WITHOUT_CONNECTION_OPTION)) {
                    return Violation.UPGRADE_WITHOUT_CONNECTION_OPTION;
                }
            }
            // an interim response to HTTP/1.0 is left out, so the client would not learn of the switch
            boolean leftOut = http10Request && policy.has(Option.LEAVE_OUT_WHAT_MAY_NOT_BE_SENT);
            if ((sender == ourRole && leftOut) || !move(sender, EventType.INFORMATIONAL_RESPONSE, Switch.UPGRADE)) {
                return Violation.SWITCH_NOT_OFFERED;
            }
            close(CloseReason.SWITCHED);
        } else {
            move(sender, EventType.INFORMATIONAL_RESPONSE);
        }
        // a 103 says nothing about the body, so the client keeps waiting
        boolean other = response.statusCode() > 101 && policy.has(Option.ONLY_100_CONTINUES);
        clientWaitsFor100 &= other;
        noteVersion(sender, response.version());
        informationalResponses++;
        return null;
    }

    /** Returns whether a 101 names at least one protocol, and only those that the client offered. */
    private boolean isOffered(Headers response) {
        // sets, because peers choose the length of both lists: comparing all pairs could stall a client for seconds
        Set<String> accepted = protocols(response);
        return offer != null
                && !accepted.isEmpty()
                && protocols(offer.headers()).containsAll(accepted);
    }

    private static Set<String> protocols(Headers headers) {
        Set<String> protocols = new HashSet<>();
        for (String protocol : headers.tokens("Upgrade")) {
            protocols.add(protocol.toLowerCase(Locale.ROOT));
        }
        return protocols;
    }

    private @Nullable Violation response(Role sender, Response response, long length) {
        boolean unsolicited = isUnsolicited();
        boolean tunnel = Framing.isTunnel(response.statusCode(), requestMethod);
        boolean legal = tunnel ? move(sender, EventType.RESPONSE, Switch.CONNECT) : move(sender, EventType.RESPONSE);
        if (!legal) {
            return Violation.UNEXPECTED_EVENT;
        }
        if (tunnel) {
            close(CloseReason.SWITCHED);
        }
        clientWaitsFor100 = false;
        noteVersion(sender, response.version());
        endConnection(sender, response.headers(), response.version());
        boolean endsAtClose = length == Framing.UNTIL_CLOSE;
        if (endsAtClose && (sender == ourRole || policy.has(Option.CLOSE_AFTER_AMBIGUOUS_FRAMING))) {
            disableKeepAlive(CloseReason.BODY_ENDS_AT_CLOSE);
        }
        if (unsolicited) {
            if (policy.has(Option.CLOSE_AFTER_UNSOLICITED_RESPONSE)) {
                move(Operation.DISABLE_KEEP_ALIVE);
            }
            close(CloseReason.UNSOLICITED_BYTES);
        }
        return null;
    }

    private @Nullable Violation closed(Role sender) {
        if (!move(sender, EventType.CONNECTION_CLOSED)) {
            return Violation.UNEXPECTED_EVENT;
        }
        close(sender == ourRole ? CloseReason.WE_CLOSED : CloseReason.PEER_CLOSED);
        endCycles(sender);
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // an equal object may as well be stored
    private void noteVersion(Role sender, HttpVersion version) {
        if (sender != ourRole && theirVersion != version) {
            theirVersion = version;
        }
    }

    private void endConnection(Role sender, Headers headers, HttpVersion version) {
        if (!Framing.endsConnection(headers, version, policy.has(Option.HTTP_1_0_KEEP_ALIVE))) {
            return;
        }
        boolean said = headers.hasMember(FieldName.CONNECTION, Framing.CLOSE);
        disableKeepAlive(
                !said
                        ? CloseReason.HTTP_1_0
                        : sender == ourRole ? CloseReason.WE_SENT_CLOSE : CloseReason.PEER_SENT_CLOSE);
    }

    /**
     * We are about to send a final response. For a client that is waiting for 100 (Continue) it is the last one: such a
     * client may or may not send the announced body, and a server that guesses wrong reads a body as a request.
     */
    void beginResponse() {
        if (clientWaitsFor100 && policy.has(Option.CLOSE_AFTER_UNMET_EXPECTATION)) {
            disableKeepAlive(CloseReason.EXPECTATION_NOT_MET);
        }
    }

    /** Returns whether a final response that we send now is the last one, whatever its head says. */
    boolean endsWithResponse() {
        return !machine.keepAlive() || (isUnsolicited() && policy.has(Option.CLOSE_AFTER_UNSOLICITED_RESPONSE));
    }

    /** Returns whether no request asked for a final response that begins now. */
    private boolean isUnsolicited() {
        return machine.state(Role.SERVER) == State.IDLE;
    }

    void disableKeepAlive(CloseReason reason) {
        move(Operation.DISABLE_KEEP_ALIVE);
        close(reason);
    }

    /** A peer broke the protocol, or failed to send what it had announced. */
    void fail(Role role, CloseReason reason) {
        move(role == Role.CLIENT ? Operation.CLIENT_ERROR : Operation.SERVER_ERROR);
        close(reason);
        endCycles(role);
    }

    /** A peer has finished with the connection: there is no next cycle. */
    private void endCycles(Role role) {
        if (role != ourRole && policy.has(Option.CLOSE_AFTER_PEER_ENDED)) {
            move(Operation.DISABLE_KEEP_ALIVE);
        }
    }

    private void close(CloseReason reason) {
        if (closeReason == null) {
            closeReason = reason;
        }
    }

    /** Begins the next exchange. Returns false if the states forbid it. */
    boolean startNextCycle() {
        if (!move(Operation.START_NEXT_CYCLE)) {
            return false;
        }
        requestMethod = null;
        offer = null;
        http10Request = false;
        clientWaitsFor100 = false;
        informationalResponses = 0;
        return true;
    }
}
