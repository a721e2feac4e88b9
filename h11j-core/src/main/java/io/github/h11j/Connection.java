package io.github.h11j;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection, seen from one of its peers: takes the bytes that the peer sent and returns its events, takes
 * our events and returns the bytes to send, and knows at every moment what each of the two may do next. It does no I/O.
 *
 * <p>An exchange is a request and its responses. When both peers are {@link State#DONE}, {@link #startNextCycle()}
 * begins the next on the same connection. The driving loop stands in the package documentation.
 *
 * <p>A connection is mutable and not thread-safe.
 */
public final class Connection {

    private final Policy policy;
    private final Role ourRole;
    private final Conversation conversation;
    private final Receiver receiver;
    /** Made when it is first needed. */
    private @Nullable Sender sender;

    private Connection(Role ourRole, Policy policy) {
        this.policy = policy;
        this.ourRole = ourRole;
        this.conversation = new Conversation(policy, ourRole);
        this.receiver = new Receiver(policy, ourRole.peer(), conversation);
    }

    /**
     * The client's side of a new connection, under {@link Policy#STRICT}.
     *
     * @return both peers are {@link State#IDLE}
     */
    public static Connection client() {
        return client(Policy.STRICT);
    }

    /**
     * The client's side of a new connection.
     *
     * @param policy how to judge
     * @return both peers are {@link State#IDLE}
     */
    public static Connection client(Policy policy) {
        return new Connection(Role.CLIENT, Objects.requireNonNull(policy, "policy"));
    }

    /**
     * The server's side of a new connection, under {@link Policy#STRICT}.
     *
     * @return both peers are {@link State#IDLE}
     */
    public static Connection server() {
        return server(Policy.STRICT);
    }

    /**
     * The server's side of a new connection.
     *
     * @param policy how to judge
     * @return both peers are {@link State#IDLE}
     * @throws IllegalArgumentException if the policy is derived from {@link Policy#TOLERANT_CLIENT}
     */
    public static Connection server(Policy policy) {
        Objects.requireNonNull(policy, "policy");
        if (policy.isOnlyForClients()) {
            throw new IllegalArgumentException("this policy is for clients only");
        }
        return new Connection(Role.SERVER, policy);
    }

    /**
     * Takes bytes that the peer sent. They are copied: the array is the caller's again on return. Then ask
     * {@link #nextEvent()} until it answers a {@link Signal} or {@link ConnectionClosed}.
     *
     * @param bytes in the order of the stream; an empty array does not mean end of stream
     * @throws IllegalStateException after the end of the stream was reported, or during a lease, but for one of which
     *     {@link EndOfMessage} has been returned, which ends now
     */
    public void receiveData(byte[] bytes) {
        receiver.receive(bytes, 0, bytes.length);
    }

    /**
     * Takes bytes that the peer sent, from a part of an array.
     *
     * @param bytes copied
     * @param offset index of the first
     * @param length how many
     * @throws IndexOutOfBoundsException if the array has no such part
     * @throws IllegalStateException as {@link #receiveData(byte[])}
     */
    public void receiveData(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        receiver.receive(bytes, offset, length);
    }

    /**
     * Takes bytes that the peer sent, from a buffer.
     *
     * @param source its bytes from position to limit are copied, its position moves to the limit
     * @throws IllegalStateException as {@link #receiveData(byte[])}
     */
    public void receiveData(ByteBuffer source) {
        receiver.receive(source);
    }

    /**
     * Takes bytes that the peer sent without copying those of bodies, whatever kind of memory they are in. A lease
     * begins: the bytes of {@link Data} events are views of the buffer's memory. Only bodies are borrowed, never heads:
     * the bytes of a head, chunk line or trailer section are copied, so a {@link Request}, {@link Response} or
     * {@link EndOfMessage} may be kept for ever.
     *
     * <p>The buffer must not be written to, nor be used for another connection, until one of these:
     *
     * <ul>
     *   <li>{@link #nextEvent()} returns a {@link Signal} or {@link ConnectionClosed}, or throws, or {@link #endLease()}
     *       returns. The lease has ended: unused bytes have been copied, and a {@code Data} of the lease throws when it
     *       is looked at, unless it was {@linkplain Bytes#detach() detached} before.
     *   <li>{@link #nextEvent()} returns {@link EndOfMessage}, if the {@code Data} of that message are no longer needed.
     *       Unused bytes, such as the next pipelined request, have been copied: only those {@code Data} are views still.
     *       They stay valid for an answer, and end with the next call of {@code nextEvent}, {@code receiveData},
     *       {@code receiveBorrowed}, {@link #startNextCycle()} or {@code endLease}.
     * </ul>
     *
     * @param source its bytes from position to limit are taken, its position moves to the limit
     * @throws IllegalStateException as {@link #receiveData(byte[])}
     */
    public void receiveBorrowed(ByteBuffer source) {
        receiver.borrow(source);
    }

    /**
     * Ends the lease of {@link #receiveBorrowed(ByteBuffer)}, if there is one: unused bytes are copied, and the buffer is
     * the caller's again. For a caller that stops asking for events before the lease ends by itself.
     */
    public void endLease() {
        receiver.endLease();
    }

    /**
     * Takes the orderly end of the peer's stream: it will send no more, but may still read. Then ask
     * {@link #nextEvent()}. Repeated calls have no effect.
     */
    public void receiveEof() {
        receiver.end(true);
    }

    /**
     * Takes the disorderly end of the peer's stream: a reset, a time-out, TLS without close_notify. It never completes
     * a body. Repeated calls have no effect, nor has a call after {@link #receiveEof()}.
     */
    public void receiveAbort() {
        receiver.end(false);
    }

    /**
     * The peer's next event. An event has changed the states when it is returned.
     *
     * @return an {@link Event}, or {@link Signal#NEED_DATA} where more bytes must be received first, or
     *     {@link Signal#PAUSED} where no more is to be read for now; {@link ConnectionClosed} again and again once the
     *     peer has closed
     * @throws RemoteProtocolException if the peer broke the protocol; its state is {@link State#ERROR} then, and every
     *     later call throws one like it. Whatever a {@link Policy.ToleranceListener} throws, an Error and a checked
     *     exception included, comes out as it is; the peer's state is {@code ERROR} then too, {@link #closeReason()} is
     *     {@link CloseReason#READING_ABANDONED}, and every later call throws {@link Violation#READING_ABANDONED}
     */
    public NextEvent nextEvent() {
        conversation.beginStep();
        return receiver.next();
    }

    /**
     * Sends events: returns the bytes to write to the peer. Send head, body and end in one call where you have them: one
     * call is one array, and one write. What may not be on the wire is left out: the body in answer to HEAD, for example,
     * is accepted and dropped, so one handler serves GET and HEAD.
     *
     * <p>How a body is framed: by the {@code Content-Length} or {@code Transfer-Encoding: chunked} of its head. Where the
     * head has neither, by a {@code Content-Length} that is added if head and end are in this call, without trailers
     * ({@link Option#SET_CONTENT_LENGTH}). Otherwise a response is sent chunked, or, to a client of HTTP/1.0, until the
     * connection closes; a request has no body. A response that has no body whatever its fields say (204, 304, 2xx to
     * CONNECT) is not framed.
     *
     * <p>First each event is judged by itself (fields, Host, framing, and the version while
     * {@link Option#CHECK_BEFORE_SENDING} is on); then they are sent one after the other. If one of them may not be sent,
     * none is: nothing changes, and other events can be sent in their place, a 500 for example. After a part of a
     * message has been sent there may be none: then {@link #sendFailed()} and close the connection.
     *
     * <p>Without {@link Option#REFUSE_WITHOUT_CHANGE}, as under {@link Policy#H11}, an event that the state forbids and a
     * body that does not fit its length leave our state {@link State#ERROR}; {@link #check(Event, Event...)} says so
     * beforehand.
     *
     * @param first the first event
     * @param more the events after it
     * @return the bytes, possibly none; the caller's own
     * @throws LocalProtocolException if one of them may not be sent; no byte of any of them is to be written
     * @throws IllegalStateException if the bytes of a {@link Data} were borrowed and are the lender's again; nothing has
     *     changed
     * @throws IllegalArgumentException if they are more bytes than an array has; nothing has changed
     * @throws NullPointerException if one of them is null; nothing has changed
     */
    public byte[] send(Event first, Event... more) {
        return sendAll(array(first, more), new Output.Array()).toByteArray();
    }

    /**
     * Sends events.
     *
     * @param events in their order; no events make no bytes
     * @return as {@link #send(Event, Event...)}
     * @throws LocalProtocolException as {@link #send(Event, Event...)}
     */
    public byte[] send(List<? extends Event> events) {
        return sendAll(array(events), new Output.Array()).toByteArray();
    }

    /**
     * Sends events into a buffer of the caller: as {@link #send(Event, Event...)}, without an array of their own.
     *
     * @param target gets the bytes from its position on, which moves to the end of them; heap or direct
     * @param first the first event
     * @param more the events after it
     * @throws LocalProtocolException as {@link #send(Event, Event...)}
     * @throws BufferOverflowException if the buffer has not enough room; nothing has changed, but for what the buffer
     *     contains after its position
     * @throws ReadOnlyBufferException if the buffer is read-only; nothing has changed
     */
    public void sendTo(ByteBuffer target, Event first, Event... more) {
        sendAllTo(target, array(first, more));
    }

    /**
     * Sends events into a buffer of the caller: as {@link #send(List)}, without an array of their own.
     *
     * @param target as {@link #sendTo(ByteBuffer, Event, Event...)}
     * @param events in their order; no events make no bytes
     * @throws LocalProtocolException as {@link #send(Event, Event...)}
     * @throws BufferOverflowException as {@link #sendTo(ByteBuffer, Event, Event...)}
     * @throws ReadOnlyBufferException as there
     */
    public void sendTo(ByteBuffer target, List<? extends Event> events) {
        sendAllTo(target, array(events));
    }

    private void sendAllTo(ByteBuffer target, Event[] events) {
        if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        sendAll(events, Output.into(target));
    }

    /**
     * Sends events without copying the bytes of bodies: for gathering writes. Borrowed bytes are copied all the same,
     * because their lender may write to that memory before it has been sent; to send without a copy, let {@link Data}
     * {@linkplain Bytes#wrap(byte[]) wrap} memory of your own.
     *
     * @param first the first event
     * @param more the events after it
     * @return the buffers to write, in order, none of them empty; those of bodies are read-only views of the memory of
     *     their {@link Data}
     * @throws LocalProtocolException as {@link #send(Event, Event...)}
     */
    public List<ByteBuffer> sendWithDataPassthrough(Event first, Event... more) {
        return sendAll(array(first, more), new Output.PassThrough()).toBuffers();
    }

    /**
     * Sends events without copying the bytes of bodies.
     *
     * @param events in their order; no events make no buffers
     * @return as {@link #sendWithDataPassthrough(Event, Event...)}
     * @throws LocalProtocolException as {@link #send(Event, Event...)}
     */
    public List<ByteBuffer> sendWithDataPassthrough(List<? extends Event> events) {
        return sendAll(array(events), new Output.PassThrough()).toBuffers();
    }

    /**
     * Sends a part of a body whose bytes travel outside, for example from a file, and the events before it.
     *
     * @param length how many bytes, 0 or more; counted as those of a {@link Data}
     * @param first the events before it, for example the {@link Response}
     * @return what to write before and after, and how many bytes to transmit between
     * @throws LocalProtocolException as {@link #send(Event, Event...)}
     * @throws IllegalArgumentException if the length is negative; nothing has changed
     */
    public BodyFrame sendBody(long length, Event... first) {
        if (length < 0) {
            throw new IllegalArgumentException("negative length: " + length);
        }
        Objects.requireNonNull(first, "first");
        conversation.beginStep();
        Event[] events = first.clone();
        boolean request = hasAllowedRequest(events);
        try {
            BodyFrame frame = sender().sendBody(length, events);
            sent(request);
            return frame;
        } finally {
            receiver.stateChanged();
        }
    }

    /**
     * Sends a part of a body whose bytes travel outside, and the events before it.
     *
     * @param length how many bytes, 0 or more
     * @param first the events before it, in their order
     * @return as {@link #sendBody(long, Event...)}
     * @throws LocalProtocolException as {@link #send(Event, Event...)}
     * @throws IllegalArgumentException if the length is negative; nothing has changed
     */
    public BodyFrame sendBody(long length, List<? extends Event> first) {
        return sendBody(length, array(first));
    }

    /**
     * Judges events as {@link #send(Event, Event...)} would, and changes nothing.
     *
     * @param first the first event
     * @param more the events after it
     * @throws LocalProtocolException if sending them would throw it
     * @throws IllegalStateException if sending them would throw it
     */
    public void check(Event first, Event... more) {
        checkAll(array(first, more));
    }

    /**
     * Judges events as {@link #send(List)} would, and changes nothing.
     *
     * @param events in their order
     * @throws LocalProtocolException if sending them would throw it
     * @throws IllegalStateException if sending them would throw it
     */
    public void check(List<? extends Event> events) {
        checkAll(array(events));
    }

    private void checkAll(Event[] events) {
        hasAllowedRequest(events);
        sender().check(events);
    }

    /**
     * Reports that some or all of the bytes that a send returned did not reach the peer: our state becomes
     * {@link State#ERROR}.
     */
    public void sendFailed() {
        conversation.beginStep();
        sender().fail();
        receiver.stateChanged();
    }

    private static Event[] array(Event first, Event... more) {
        Objects.requireNonNull(more, "more");
        Event[] events = new Event[more.length + 1];
        events[0] = first;
        System.arraycopy(more, 0, events, 1, more.length);
        return events;
    }

    private static Event[] array(List<? extends Event> events) {
        return Objects.requireNonNull(events, "events").toArray(Event[]::new);
    }

    private Sender sender() {
        if (sender == null) {
            sender = new Sender(policy, ourRole, conversation);
        }
        return sender;
    }

    private <O extends Output> O sendAll(Event[] events, O out) {
        conversation.beginStep();
        boolean request = hasAllowedRequest(events);
        try {
            sender().send(events, out);
            sent(request);
            return out;
        } finally {
            receiver.stateChanged(); // our state may be ERROR
        }
    }

    /** Whether there is a request among the events; throws if there may be none now, or if one is null. */
    private boolean hasAllowedRequest(Event[] events) {
        boolean request = false;
        for (Event event : events) {
            request |= Objects.requireNonNull(event, "one of the events is null") instanceof Request;
        }
        if (request) {
            requireNothingUnsolicited();
        }
        return request;
    }

    /** A client that has got bytes it did not ask for cannot tell whose answer comes next. */
    private void requireNothingUnsolicited() {
        if (receiver.hasUnsolicited()) {
            throw new LocalProtocolException(
                    Violation.NOT_REUSABLE, "the server has sent bytes that no request asked for");
        }
    }

    private void sent(boolean request) {
        if (request) {
            receiver.requestSent();
        }
    }

    /**
     * Begins the next request and response on this connection. Both peers are {@link State#IDLE} then.
     *
     * @throws LocalProtocolException {@link Violation#NOT_REUSABLE} unless {@link #isReusable()}; the states stay
     */
    public void startNextCycle() {
        conversation.beginStep();
        requireNothingUnsolicited();
        if (!conversation.startNextCycle()) {
            throw LocalProtocolException.ofState(
                    Violation.NOT_REUSABLE,
                    StateMachine.refusal(jointState(), StateMachine.Operation.START_NEXT_CYCLE)
                            .orElseThrow(),
                    conversation.describeStates(),
                    conversation.whyItEnds());
        }
        receiver.beginCycle();
        sender().beginCycle();
    }

    /**
     * Whether {@link #startNextCycle()} would succeed now: both peers are {@link State#DONE}, and a client has received
     * nothing that it did not ask for.
     *
     * @return whether it would
     */
    public boolean isReusable() {
        return ourState() == State.DONE && theirState() == State.DONE && !receiver.hasUnsolicited();
    }

    /**
     * Whether this exchange lacks nothing but the rest of the peer's message: once that has been read and dropped, the
     * connection {@link #isReusable()}. So it is when a server has answered before the body of the request has come.
     * {@link #theirRemainingBodyLength()} says how much it is, or that this is unknown; reading it must be bounded, by
     * bytes and by time. "A server MUST read the entire request message body or close the connection after sending its
     * response" (RFC 9112 §9.3). Where nothing leads to another request, {@link #closeReason()} says why.
     *
     * @return whether our message is complete, and the peer's is not but can still be read to its end
     */
    public boolean isReusableOnceDrained() {
        return ourState() == State.DONE && receiver.canBeDrained();
    }

    /**
     * Why the connection cannot be used for another request, or why it will not be able to be once this exchange is
     * over.
     *
     * @return empty as long as it can be
     */
    public Optional<CloseReason> closeReason() {
        CloseReason reason = conversation.closeReason();
        return reason == null && receiver.hasUnsolicited()
                ? Optional.of(CloseReason.UNSOLICITED_BYTES)
                : Optional.ofNullable(reason);
    }

    /**
     * Which peer we are.
     *
     * @return our role
     */
    public Role ourRole() {
        return ourRole;
    }

    /**
     * Which peer the other is.
     *
     * @return their role
     */
    public Role theirRole() {
        return ourRole.peer();
    }

    /**
     * Our state.
     *
     * @return what we may do next
     */
    public State ourState() {
        return conversation.state(ourRole);
    }

    /**
     * The peer's state.
     *
     * @return what it may do next
     */
    public State theirState() {
        return conversation.state(ourRole.peer());
    }

    /**
     * The state of either peer.
     *
     * @param role which
     * @return what it may do next
     */
    public State state(Role role) {
        return conversation.state(role);
    }

    /**
     * The states of both peers with what couples them: whether the connection may be used for another request, and which
     * switches of protocol the client has proposed. {@link StateMachine} says for each joint state which events are legal
     * in it, and why the others are not.
     *
     * @return a value that later steps do not change
     */
    public StateMachine.JointState jointState() {
        return conversation.jointState();
    }

    /**
     * From now on keeps for {@link #firedRules()} which rows of the state machine fire. For teaching and debugging:
     * without this call nothing is recorded, and it costs nothing.
     */
    public void recordFiredRules() {
        conversation.recordFiredRules();
    }

    /**
     * The rows of the state machine that fired in the last step: the last call of {@link #nextEvent()}, of one of the
     * methods that send, of {@link #sendFailed()} or of {@link #startNextCycle()}, be it that it threw. A step can fire
     * several rows, for example a {@link Request} that proposes a switch and says {@code Connection: close}; or none, for
     * example {@link Signal#NEED_DATA}.
     *
     * @return in the order in which they fired, unmodifiable; empty before {@link #recordFiredRules()}
     */
    public List<StateMachine.Rule> firedRules() {
        return conversation.firedRules();
    }

    /**
     * The version of the peer's last message.
     *
     * @return empty until there is one
     */
    public Optional<HttpVersion> theirHttpVersion() {
        return Optional.ofNullable(conversation.theirVersion());
    }

    /**
     * Whether the client has asked for 100 (Continue) and neither got an answer nor begun its body (RFC 9110 §10.1.1).
     *
     * @return whether it waits
     */
    public boolean clientIsWaitingFor100Continue() {
        return conversation.clientWaitsFor100();
    }

    /**
     * The same, if the client is the peer: a server sends {@code 100} when it is about to read the body.
     *
     * @return whether the peer waits
     */
    public boolean theyAreWaitingFor100Continue() {
        return ourRole == Role.SERVER && conversation.clientWaitsFor100();
    }

    /**
     * The bytes that have been received and not used: after a switch those of the other protocol, while
     * {@link Signal#PAUSED} those of the next request; after {@link Violation#HTTP2_PREFACE} and
     * {@link Violation#TLS_CLIENT_HELLO} all of them.
     *
     * @return a copy; the bytes stay
     */
    public TrailingData trailingData() {
        return receiver.trailingData();
    }

    /**
     * The bytes that have come of the other protocol, after a switch: what {@link #trailingData()} has then. A server may
     * agree to a switch before the request is complete; until it is, what comes are bytes of its body.
     *
     * @return a copy; the bytes stay
     * @throws IllegalStateException unless both peers are {@link State#SWITCHED_PROTOCOL}
     */
    public TrailingData switchedProtocolData() {
        if (ourState() != State.SWITCHED_PROTOCOL || theirState() != State.SWITCHED_PROTOCOL) {
            throw new IllegalStateException(
                    "both peers have to be SWITCHED_PROTOCOL: we are " + ourState() + ", they are " + theirState());
        }
        return receiver.trailingData();
    }

    /**
     * Why {@link #nextEvent()} returns {@link Signal#PAUSED} now.
     *
     * @return empty if it returns, or throws, anything else
     */
    public Optional<PauseReason> pauseReason() {
        return Optional.ofNullable(receiver.pauseReason());
    }

    /**
     * How many bytes have been received and not used: what {@link #trailingData()} would copy. Between two requests more
     * than 0 says that the next has begun to arrive.
     *
     * @return 0 or more
     */
    public int bufferedBytes() {
        return receiver.buffered();
    }

    /**
     * How many bytes of the body that the peer is sending have not been returned as {@link Data}. Right after its
     * {@link Request} or {@link Response} this is the length that its {@code Content-Length} announces: a server compares
     * it with what it is willing to read before it asks for the body, or with what it is willing to drop.
     *
     * @return 0 if the message has no body or no body is being received; empty if the length is not known beforehand: the
     *     body is chunked, or ends when the connection closes
     */
    public OptionalLong theirRemainingBodyLength() {
        return receiver.remainingBody();
    }

    /**
     * How many bytes were received and dropped because no event may come of them: after the peer's last message on this
     * connection (RFC 9112 §9.6), or after an error. Use it to bound how much is read while a connection is drained.
     *
     * @return 0 or more
     */
    public long discardedBytes() {
        return receiver.discarded();
    }

    /**
     * How many bytes the peer has sent on this connection, as far as they were received: used, waiting or dropped.
     *
     * @return 0 or more
     */
    public long receivedBytes() {
        return receiver.received();
    }

    /**
     * How many bytes of the peer's message have been read in this exchange: its heads, those of informational responses
     * included, its body as it was framed, its trailers. For an access log, at the latest before
     * {@link #startNextCycle()}, with which it is 0 again.
     *
     * @return 0 or more; bytes that wait to be read do not count
     */
    public long receivedMessageBytes() {
        return receiver.receivedInCycle();
    }

    /**
     * How many bytes this connection has returned to be sent, by whatever method: those of bodies that are passed through
     * or travel outside included, those of calls that threw not.
     *
     * @return 0 or more; whether they reached the peer is not known here
     */
    public long sentBytes() {
        return sender == null ? 0 : sender.sent();
    }

    /**
     * How many of {@link #sentBytes()} belong to this exchange: 0 again with {@link #startNextCycle()}.
     *
     * @return 0 or more
     */
    public long sentMessageBytes() {
        return sender == null ? 0 : sender.sentInCycle();
    }

    /**
     * The extensions of the chunk that the last {@link Data} is a part of; after {@link EndOfMessage}, those of the
     * last chunk.
     *
     * @return in order, unmodifiable; empty if there are none or the body is not chunked
     */
    public List<ChunkExtension> chunkExtensions() {
        return receiver.chunkExtensions();
    }

    /**
     * A server's answer to a request that broke the protocol: a whole response with the status hint, a line of text and
     * {@code Connection: close}, ready for {@link #send(List)}.
     *
     * @param error what {@link #nextEvent()} threw
     * @return empty if none may be sent: we are the client, our response has begun, or the peer does not speak HTTP/1
     */
    public List<Event> errorResponse(RemoteProtocolException error) {
        return errorResponse(error, Headers.EMPTY);
    }

    /**
     * A server's answer to a request that broke the protocol, with fields of the server.
     *
     * @param error what {@link #nextEvent()} threw
     * @param fields as {@link #errorResponse(int, String, Headers)}
     * @return as {@link #errorResponse(RemoteProtocolException)}
     * @throws IllegalArgumentException as {@link #errorResponse(int, String, Headers)}
     * @throws LocalProtocolException as there
     */
    public List<Event> errorResponse(RemoteProtocolException error, Headers fields) {
        boolean otherProtocol =
                error.violation() == Violation.TLS_CLIENT_HELLO || error.violation() == Violation.HTTP2_PREFACE;
        return otherProtocol
                ? List.of()
                : errorResponse(error.statusHint(), error.violation().text(), fields);
    }

    /**
     * A server's own answer, the last on this connection, whatever the request was: 408 when it does not come in time, 500
     * when the handler fails, 503 when there is too much to do. A whole response with a line of text and
     * {@code Connection: close}, ready for {@link #send(List)}.
     *
     * @param statusCode 400 to 599
     * @param text one line, sent as {@code text/plain} in UTF-8 with a line feed after it
     * @return empty if none may be sent: we are the client, or our response has begun
     * @throws IllegalArgumentException if the status is not that of an error
     * @throws LocalProtocolException {@link Violation#MISSING_UPGRADE} if it is 426, which needs a field
     */
    public List<Event> errorResponse(int statusCode, String text) {
        return errorResponse(statusCode, text, Headers.EMPTY);
    }

    /**
     * A server's own answer, the last on this connection, with fields of the server: {@code Date}, which an origin server
     * with a clock has to send (RFC 9110 §6.6.1), {@code Server}, {@code Retry-After}, or what the status demands, such as
     * {@code Upgrade} with 426.
     *
     * @param statusCode 400 to 599
     * @param text one line, sent in UTF-8 with a line feed after it; as {@code text/plain}, unless the fields have a
     *     {@code Content-Type}
     * @param fields come first in the response; without {@code Content-Length}, {@code Transfer-Encoding} and
     *     {@code Connection}, which are set here
     * @return as {@link #errorResponse(int, String)}
     * @throws IllegalArgumentException if the status is not that of an error, or the fields have one of those three
     * @throws LocalProtocolException if a response with these fields may not be sent; nothing has changed
     */
    public List<Event> errorResponse(int statusCode, String text, Headers fields) {
        List<Event> answer = ErrorResponse.of(statusCode, text, fields);
        boolean mayAnswer = ourState() == State.IDLE || ourState() == State.SEND_RESPONSE;
        if (ourRole == Role.CLIENT || !mayAnswer) {
            return List.of();
        }
        check(answer);
        return answer;
    }

    /**
     * Our role, the states of both peers and, where they are known, the version of the peer and why this exchange is the
     * last.
     *
     * @return for logs and debuggers; the form may change
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Connection[role=")
                .append(ourRole)
                .append(", client=")
                .append(state(Role.CLIENT))
                .append(", server=")
                .append(state(Role.SERVER));
        theirHttpVersion()
                .ifPresent(version -> text.append(", theirHttpVersion=").append(version));
        closeReason().ifPresent(reason -> text.append(", closeReason=").append(reason));
        return text.append(']').toString();
    }
}
