package io.github.h11j;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The receiving half of a connection: bytes in, the peer's events out. */
final class Receiver {

    /** How the peer's stream has ended. */
    private enum End {
        NOT_YET,
        ORDERLY,
        ABORTED
    }

    private final Policy policy;
    private final Role theirRole;
    private final Conversation conversation;
    private final ReceiveBuffer buffer = new ReceiveBuffer();
    private final ViolationHandler.Receiving violations;
    private final HeadReader heads;
    /** Only a client between two requests needs one. */
    private @Nullable IdleReader idle;

    /** Reads the body of the peer's current message; null if it has none. */
    private @Nullable BodyReader body;

    private End end = End.NOT_YET;
    /** The exception that ended the reading of events. */
    private @Nullable Throwable failure;

    /** The exception that every later call throws a copy of; created when it is first needed. */
    private @Nullable RemoteProtocolException error;

    /** How many bytes had been used when the cycle began. */
    private long usedBeforeCycle;
    /** How many bytes had been received when the current request was sent, without skipped ones. */
    private long receivedBeforeRequest;

    Receiver(Policy policy, Role theirRole, Conversation conversation) {
        this.policy = policy;
        this.theirRole = theirRole;
        this.conversation = conversation;
        this.violations = new ViolationHandler.Receiving(policy, theirRole);
        this.heads = new HeadReader(buffer, violations);
    }

    void receive(byte[] bytes, int offset, int length) {
        requireReceiving();
        if (dropsInput()) {
            buffer.drop(length);
        } else {
            buffer.append(bytes, offset, length);
        }
    }

    void receive(ByteBuffer source) {
        requireReceiving();
        if (dropsInput()) {
            buffer.drop(source);
        } else {
            buffer.append(source);
        }
    }

    void borrow(ByteBuffer source) {
        requireReceiving();
        if (dropsInput()) {
            buffer.drop(source);
        } else {
            buffer.borrow(source);
        }
    }

    private void requireReceiving() {
        if (end != End.NOT_YET) {
            throw new IllegalStateException("bytes received after the end of the stream");
        }
        buffer.endLeaseIfOver();
        if (buffer.isLeased()) {
            throw new IllegalStateException("bytes received during the lease of borrowed ones");
        }
    }

    void end(boolean orderly) {
        if (end == End.NOT_YET) {
            end = orderly ? End.ORDERLY : End.ABORTED;
        }
    }

    void endLease() {
        buffer.endLease();
    }

    void beginCycle() {
        buffer.endLeaseIfOver();
        body = null;
        usedBeforeCycle = buffer.used();
    }

    /** Returns whether bytes that arrive now will never be read. */
    private boolean dropsInput() {
        return failure != null || discards();
    }

    private boolean discards() {
        State state = conversation.state(theirRole);
        return (state == State.MUST_CLOSE || state == State.CLOSED) && policy.has(Option.DISCARD_AFTER_CLOSE);
    }

    /** Drops buffered bytes that will never be read. */
    void stateChanged() {
        if (discards() && !buffer.isEmpty()) {
            buffer.dropUnused();
        }
    }

    long discarded() {
        return buffer.dropped();
    }

    /** Returns how many bytes have been received. */
    long received() {
        return buffer.receivedInAll();
    }

    /** Returns how many of them were used in this cycle. */
    long receivedInCycle() {
        return buffer.used() - usedBeforeCycle;
    }

    /** Our request has been sent: what is received from now on is the answer. */
    void requestSent() {
        receivedBeforeRequest = buffer.received() - buffer.skipped();
        idle = null;
    }

    /** Returns whether there are unsolicited bytes, which no request of ours asked for. */
    boolean hasUnsolicited() {
        State state = conversation.state(theirRole);
        return !buffer.isEmpty() && (state == State.IDLE || state == State.DONE) && refusesUnsolicited();
    }

    int buffered() {
        return buffer.unused();
    }

    /** Returns how many bytes of the current body are still to come. */
    OptionalLong remainingBody() {
        if (body == null || conversation.state(theirRole) != State.SEND_BODY) {
            return OptionalLong.of(0);
        }
        return body.remaining();
    }

    /** Returns why PAUSED would be returned now; null if it would not. */
    @Nullable
    PauseReason pauseReason() {
        return switch (conversation.state(theirRole)) {
            case DONE -> buffer.isEmpty() || refusesUnsolicited() ? null : PauseReason.NEXT_MESSAGE;
            case MIGHT_SWITCH_PROTOCOL -> PauseReason.SWITCH_PROPOSED;
            case SWITCHED_PROTOCOL -> PauseReason.SWITCHED;
            default -> null;
        };
    }

    /** Returns whether the rest of the peer's message can still be read, and has an end that can be recognized. */
    boolean canBeDrained() {
        if (conversation.state(theirRole) != State.SEND_BODY || body instanceof BodyReader.UntilClose) {
            return false;
        }
        OptionalLong rest = remainingBody();
        boolean received = rest.isPresent() ? rest.getAsLong() <= buffer.unused() : !buffer.isEmpty();
        return end == End.NOT_YET || received;
    }

    TrailingData trailingData() {
        return new TrailingData(Bytes.wrap(buffer.copy()), end != End.NOT_YET);
    }

    List<ChunkExtension> chunkExtensions() {
        return body instanceof ChunkReader chunks ? chunks.lastLine().extensions() : List.of();
    }

    NextEvent next() {
        buffer.endLeaseIfOver();
        if (failure != null) {
            throw error(failure).again();
        }
        try {
            NextEvent next = read();
            if (next instanceof Data) {
                return next;
            }
            if (next instanceof EndOfMessage) {
                buffer.keepUnused();
            } else if (next instanceof Signal || next instanceof ConnectionClosed) {
                buffer.endLease();
            }
            buffer.freeIfEmpty();
            return next;
        } catch (RemoteProtocolException e) {
            if (violations.listenerFailed) {
                abandon(e);
            } else {
                error = e;
                boolean unsolicited = e.violation() == Violation.UNSOLICITED_RESPONSE;
                fail(e, unsolicited ? CloseReason.UNSOLICITED_BYTES : CloseReason.PEER_ERROR);
            }
            throw e;
        } catch (Throwable e) {
            abandon(e);
            throw e;
        }
    }

    /**
     * The listener or the JVM threw something in the middle of a message. What was read of it has been processed only
     * in part, so going on would misread the rest, and blame the peer for that.
     */
    private void abandon(Throwable cause) {
        fail(cause, CloseReason.READING_ABANDONED);
    }

    private void fail(Throwable cause, CloseReason reason) {
        failure = cause;
        conversation.fail(theirRole, reason);
        buffer.endLease();
    }

    /**
     * Returns what every later call throws: the peer's error, or an exception that names the class of what was thrown.
     * Its message is not included, because getting it may fail.
     */
    private RemoteProtocolException error(Throwable cause) {
        RemoteProtocolException lasting = error;
        if (lasting == null) {
            String detail = "an earlier call ended with " + cause.getClass().getName();
            lasting = ViolationHandler.Receiving.error(Violation.READING_ABANDONED, buffer.received(), "", detail);
            error = lasting;
        }
        return lasting;
    }

    private NextEvent read() {
        while (true) {
            State state = conversation.state(theirRole);
            NextEvent next = state == State.SEND_BODY ? readBody() : read(state);
            if (next != null) {
                return next;
            }
            if (!buffer.advance()) {
                return isAtEnd() ? process(atEnd(state)) : Signal.NEED_DATA;
            }
        }
    }

    private @Nullable NextEvent readBody() {
        Event event = body == null ? EndOfMessage.NO_TRAILERS : body.read(isAtEnd());
        if (event instanceof Data) {
            closeIfAmbiguous();
            conversation.bodyReceived(theirRole); // the row of Data leads from SEND_BODY to SEND_BODY
            return event;
        }
        return event == null ? null : process(event);
    }

    /** Returns what follows outside of a body; null if more bytes are needed. */
    private @Nullable NextEvent read(State state) {
        Event event;
        switch (state) {
            case IDLE -> event = theirRole == Role.CLIENT ? head(HeadReader.Kind.REQUEST) : idleServer(state);
            case SEND_RESPONSE -> event = head(HeadReader.Kind.RESPONSE);
            case DONE -> {
                event = theirRole == Role.CLIENT ? null : idleServer(state);
                if (!buffer.isEmpty() && !refusesUnsolicited()) {
                    return Signal.PAUSED;
                }
            }
            case MIGHT_SWITCH_PROTOCOL, SWITCHED_PROTOCOL -> {
                return Signal.PAUSED;
            }
            default -> {
                if (!buffer.isEmpty()) {
                    throw error(Violation.DATA_AFTER_CLOSE);
                }
                event = null;
            }
        }
        return event == null ? null : process(event);
    }

    /** Returns whether the stream has ended and none of its bytes wait after the current memory. */
    private boolean isAtEnd() {
        return end != End.NOT_YET && !buffer.isWaiting();
    }

    private RemoteProtocolException error(Violation violation) {
        int from = buffer.start;
        byte[] excerpt = buffer.copy();
        return ViolationHandler.Receiving.error(
                violation,
                buffer.offsetOf(from),
                LineExcerpt.ofFirst(excerpt, 0, excerpt.length).around(0),
                "");
    }

    private @Nullable Event head(HeadReader.Kind kind) {
        HeadIndex head = heads.read(kind, isAtEnd());
        if (head == null) {
            return null;
        }
        return kind == HeadReader.Kind.REQUEST ? HeadReader.request(head) : HeadReader.response(head);
    }

    private boolean refusesUnsolicited() {
        return theirRole == Role.SERVER && policy.has(Option.REFUSE_UNSOLICITED_RESPONSES);
    }

    /** Reads what a server sends without an outstanding request: only a few empty lines, or the end of the stream. */
    private @Nullable Event idleServer(State state) {
        if (refusesUnsolicited()) {
            if (idle == null) {
                idle = new IdleReader(buffer, policy.limits());
            }
            idle.read(isAtEnd());
            return null;
        }
        return state == State.IDLE ? head(HeadReader.Kind.RESPONSE) : null;
    }

    /** Returns what the end of the stream means in a state in which no event can be read. */
    private Event atEnd(State state) {
        boolean orderly = end == End.ORDERLY;
        if (state == State.SEND_BODY) {
            return Objects.requireNonNull(body).end(orderly);
        }
        if (state == State.SEND_RESPONSE && buffer.received() - buffer.skipped() == receivedBeforeRequest) {
            throw ViolationHandler.Receiving.error(Violation.EOF_BEFORE_RESPONSE, buffer.received(), "", "");
        }
        if (state == State.SEND_RESPONSE || !buffer.isEmpty()) {
            throw BodyReader.truncated(buffer, orderly, Violation.EOF_IN_HEAD, "");
        }
        return ConnectionClosed.INSTANCE;
    }

    private Event process(Event event) {
        if (event instanceof Request request) {
            return request(request);
        }
        if (event instanceof Response response) {
            return response(response);
        }
        if (event instanceof InformationalResponse response) {
            Framing.ofResponse(response.statusCode(), response.headers(), response.version(), null, violations);
        }
        follow(event, 0);
        if (event instanceof InformationalResponse response
                && response.statusCode() == 101
                && Framing.lacksUpgradeOption(response.headers())) {
            int upgrade = response.headers().indexOf(FieldName.UPGRADE, 0);
            violations.report( // it is tolerated, otherwise this line is not reached
                    Violation.UPGRADE_WITHOUT_CONNECTION_OPTION,
                    response.headers().excerpt(upgrade),
                    LineExcerpt.NOWHERE);
        }
        return event;
    }

    private void follow(Event event, long length) {
        closeIfAmbiguous();
        Violation violation = conversation.process(theirRole, event, length);
        if (violation != null) {
            throw refused(violation, event);
        }
        stateChanged();
    }

    private RemoteProtocolException refused(Violation violation, Event event) {
        long offset = buffer.offsetOf(buffer.start);
        if (violation == Violation.UNEXPECTED_EVENT) {
            return RemoteProtocolException.ofState(
                    violation, conversation.refusal(theirRole, event), event.type(), offset);
        }
        // otherwise the conversation only refuses informational responses
        String excerpt = upgrade((InformationalResponse) event);
        return ViolationHandler.Receiving.error(
                violation, offset, excerpt, event.type().name());
    }

    /** Returns the Upgrade field of a 101, at which a refused switch is at fault; empty if there is none. */
    private static String upgrade(InformationalResponse response) {
        int upgrade = response.headers().indexOf(FieldName.UPGRADE, 0);
        return upgrade < 0 ? "" : response.headers().excerpt(upgrade).around(LineExcerpt.NOWHERE);
    }

    @SuppressWarnings("ReferenceEquality") // the same object: nothing was changed
    private Event request(Request request) {
        if (policy.has(Option.LEAVE_OUT_WHAT_MAY_NOT_BE_SENT)) {
            conversation.beginRequest(request.method());
        }
        long length = Framing.ofRequest(request, 0, violations);
        follow(request, length);
        closeAfterOldCoding(request.headers(), request.version());
        begin(length);
        Headers headers = used(request.headers());
        return headers == request.headers()
                ? request
                : new Request(request.method(), request.target(), headers, request.version());
    }

    @SuppressWarnings("ReferenceEquality") // the same object: nothing was changed
    private Event response(Response response) {
        String method = conversation.requestMethod();
        Headers headers = response.headers();
        long length = Framing.ofResponse(response.statusCode(), headers, response.version(), method, violations);
        follow(response, length);
        closeAfterOldCoding(headers, response.version());
        begin(length);
        boolean noBody = Framing.hasNoBody(response.statusCode(), method);
        Headers used = noBody ? Framing.withOneLength(headers) : used(headers);
        return used == headers
                ? response
                : new Response(response.statusCode(), response.reason(), used, response.version());
    }

    /**
     * Returns the fields of a head without a Content-Length that is overridden, or with a single one in place of
     * several. If there is a Transfer-Encoding too, the connection is not used again.
     */
    private Headers used(Headers headers) {
        if (headers.count(FieldName.CONTENT_LENGTH) == 0) {
            return headers;
        }
        if (headers.count(FieldName.TRANSFER_ENCODING) == 0 || !policy.has(Option.CLOSE_AFTER_AMBIGUOUS_FRAMING)) {
            return Framing.withOneLength(headers);
        }
        conversation.disableKeepAlive(CloseReason.AMBIGUOUS_FRAMING);
        return headers.without("Content-Length");
    }

    /**
     * "A server or client that receives an HTTP/1.0 message containing a Transfer-Encoding header field MUST treat the
     * message as if the framing is faulty, even if a Content-Length is present, and close the connection after
     * processing the message." (RFC 9112 §6.1) That holds for a message without a body, too.
     */
    private void closeAfterOldCoding(Headers headers, HttpVersion version) {
        if (headers.count(FieldName.TRANSFER_ENCODING) != 0
                && !version.isAtLeast11()
                && policy.has(Option.CLOSE_AFTER_AMBIGUOUS_FRAMING)) {
            conversation.disableKeepAlive(CloseReason.AMBIGUOUS_FRAMING);
        }
    }

    /** Prevents a connection from being used again after a fault that another recipient may have read differently. */
    private void closeIfAmbiguous() {
        if (violations.ambiguous) {
            conversation.disableKeepAlive(CloseReason.AMBIGUOUS_FRAMING);
        }
    }

    private void begin(long length) {
        if (length == Framing.CHUNKED) {
            body = new ChunkReader(buffer, violations, heads);
        } else if (length == Framing.UNTIL_CLOSE) {
            body = new BodyReader.UntilClose(buffer, policy.limits().body());
        } else {
            body = length == 0 ? null : new BodyReader.OfLength(buffer, length);
        }
    }
}
