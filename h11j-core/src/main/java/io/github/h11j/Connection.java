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
 * One HTTP/1.1 connection, seen from one of its two peers. It turns the bytes that the peer sent into events, and our
 * events into bytes to send, and knows at any time what each peer may do next. It does no I/O.
 *
 * <p>An exchange is a request and its responses. When both peers are {@link State#DONE}, {@link #startNextCycle()}
 * begins the next exchange on the same connection. The package documentation describes the driving loop.
 *
 * <p>A connection is mutable and not thread-safe.
 */
public final class Connection {

    private final Policy policy;
    private final Role ourRole;
    private final Conversation conversation;
    private final Receiver receiver;
    /** Created when it is first needed. */
    private @Nullable Sender sender;

    private Connection(Role ourRole, Policy policy) {
        this.policy = policy;
        this.ourRole = ourRole;
        this.conversation = new Conversation(policy, ourRole);
        this.receiver = new Receiver(policy, ourRole.peer(), conversation);
    }

    /**
     * Returns the client's side of a new connection, with {@link Policy#STRICT}.
     *
     * @return a connection on which both peers are {@link State#IDLE}
     */
    public static Connection client() {
        return client(Policy.STRICT);
    }

    /**
     * Returns the client's side of a new connection.
     *
     * @param policy what the connection tolerates, its options and its limits
     * @return a connection on which both peers are {@link State#IDLE}
     * @throws NullPointerException if the policy is null
     */
    public static Connection client(Policy policy) {
        return new Connection(Role.CLIENT, Objects.requireNonNull(policy, "policy"));
    }

    /**
     * Returns the server's side of a new connection, with {@link Policy#STRICT}.
     *
     * @return a connection on which both peers are {@link State#IDLE}
     */
    public static Connection server() {
        return server(Policy.STRICT);
    }

    /**
     * Returns the server's side of a new connection.
     *
     * @param policy what the connection tolerates, its options and its limits
     * @return a connection on which both peers are {@link State#IDLE}
     * @throws IllegalArgumentException if the policy is {@linkplain Policy#isOnlyForClients() only for clients}
     * @throws NullPointerException if the policy is null
     */
    public static Connection server(Policy policy) {
        Objects.requireNonNull(policy, "policy");
        if (policy.isOnlyForClients()) {
            throw new IllegalArgumentException("this policy is for clients only");
        }
        return new Connection(Role.SERVER, policy);
    }

    /**
     * Receives bytes that the peer sent. The bytes are copied, so the caller may reuse the array. Afterwards call
     * {@link #nextEvent()} until it returns a {@link Signal} or {@link ConnectionClosed}. All bytes are accepted,
     * whatever the states are. Those that can no longer become an event are counted as {@link #discardedBytes()}. Those
     * that cannot be used yet are kept, without a limit: do not read from the peer while {@code nextEvent()} returns
     * {@link Signal#PAUSED}.
     *
     * @param bytes the next bytes of the stream; an empty array does not mean end of stream
     * @throws IllegalStateException after {@link #receiveEof()} or {@link #receiveAbort()}; or during a lease, unless
     *     {@link EndOfMessage} has been returned in it, in which case this call ends the lease
     */
    public void receiveData(byte[] bytes) {
        receiver.receive(bytes, 0, bytes.length);
    }

    /**
     * Receives bytes that the peer sent, from a part of an array.
     *
     * @param bytes the array; the bytes are copied
     * @param offset index of the first byte
     * @param length number of bytes
     * @throws IndexOutOfBoundsException if the array has no such part
     * @throws IllegalStateException as {@link #receiveData(byte[])}
     */
    public void receiveData(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        receiver.receive(bytes, offset, length);
    }

    /**
     * Receives bytes that the peer sent, from a buffer.
     *
     * @param source the bytes from its position to its limit are copied, and its position moves to the limit
     * @throws IllegalStateException as {@link #receiveData(byte[])}
     */
    public void receiveData(ByteBuffer source) {
        receiver.receive(source);
    }

    /**
     * Receives bytes that the peer sent, without copying those of bodies (zero-copy). The buffer may be heap or direct.
     * A lease begins: {@link Data} events are views of the buffer's memory. Only bodies are borrowed. The bytes of
     * heads, chunk lines and trailer sections are copied, so a {@link Request}, {@link Response} or
     * {@link EndOfMessage} can be kept indefinitely.
     *
     * <p>The memory of the buffer must not be written to, nor used for another connection, until one of the following
     * happens. Its position and limit may be changed at any time.
     *
     * <ul>
     *   <li>{@link #nextEvent()} returns a {@link Signal} or {@link ConnectionClosed}, or throws, or
     *       {@link #endLease()} returns. The lease has ended. Unused bytes have been copied. A {@code Data} of the
     *       lease throws when its bytes are accessed, unless it was {@linkplain Bytes#detach() detached} before.
     *   <li>{@link #nextEvent()} returns {@link EndOfMessage}, if the {@code Data} of that message are no longer
     *       needed. Unused bytes, such as the next pipelined request, have been copied; only those {@code Data} are
     *       still views. They stay valid while the message is answered. The next call of {@code nextEvent},
     *       {@code receiveData}, {@code receiveBorrowed}, {@link #startNextCycle()} or {@code endLease} ends the lease.
     * </ul>
     *
     * @param source the bytes from its position to its limit are taken, and its position moves to the limit
     * @throws IllegalStateException as {@link #receiveData(byte[])}
     */
    public void receiveBorrowed(ByteBuffer source) {
        receiver.borrow(source);
    }

    /**
     * Ends the lease of {@link #receiveBorrowed(ByteBuffer)}, if there is one: unused bytes are copied, and the caller
     * may reuse the buffer. Only a caller that stops calling {@link #nextEvent()} before the lease has ended needs
     * this.
     */
    public void endLease() {
        receiver.endLease();
    }

    /**
     * Receives the orderly end of the peer's stream: the peer will send no more, but may still read (half-close).
     * Afterwards call {@link #nextEvent()}, which first returns what was received before the end. Repeated calls have
     * no effect, and neither has a call after {@link #receiveAbort()}.
     */
    public void receiveEof() {
        receiver.end(true);
    }

    /**
     * Receives the disorderly end of the peer's stream: a reset, a timeout, or TLS without close_notify. It never
     * completes a body. Afterwards call {@link #nextEvent()}, which first returns what was received before the end.
     * Then it returns {@link ConnectionClosed} between two messages, and otherwise throws
     * {@link Violation#CONNECTION_ABORTED}, or {@link Violation#EOF_BEFORE_RESPONSE} if no byte of a response had come.
     * Repeated calls have no effect, and neither has a call after {@link #receiveEof()}.
     */
    public void receiveAbort() {
        receiver.end(false);
    }

    /**
     * Returns the peer's next event. When an event is returned, the states have already changed accordingly.
     *
     * @return an {@link Event}; or {@link Signal#NEED_DATA} if more bytes must be received first; or
     *     {@link Signal#PAUSED} if nothing more should be read for now. Once the peer has closed, every call returns
     *     {@link ConnectionClosed}
     * @throws RemoteProtocolException if the peer broke the protocol. Its state is then {@link State#ERROR}, and every
     *     later call throws a copy of the exception. Anything that a {@link Policy.ToleranceListener} throws, including
     *     an Error or a checked exception, is thrown unchanged; then too the peer's state is {@code ERROR},
     *     {@link #closeReason()} is {@link CloseReason#READING_ABANDONED} unless there was an earlier reason, and every
     *     later call throws
     *     {@link Violation#READING_ABANDONED}
     */
    public NextEvent nextEvent() {
        conversation.beginStep();
        return receiver.next();
    }

    /**
     * Sends events: returns the bytes to write to the peer. If you have head, body and end, send them in one call: one
     * call returns one array, for one write. What a response must not contain is left out and not rejected: the body of
     * a response to HEAD or of a 304, for example, is accepted and dropped, so one handler serves GET and HEAD. But a
     * body of at least one byte is rejected in a 204 and in a 205, which gets {@code Content-Length: 0}.
     *
     * <p>A body is framed by the {@code Content-Length} or {@code Transfer-Encoding: chunked} of its head. If the head
     * has neither, and this call contains both head and end but no trailers, a {@code Content-Length} is added
     * ({@link Option#SET_CONTENT_LENGTH}). Otherwise a response is sent chunked, or, to an HTTP/1.0 client, until the
     * connection closes; a request has no body. A response that never has a body, whatever its fields say (204, 304,
     * 2xx to CONNECT), is not framed. For an HTTP/1.0 client, {@code Transfer-Encoding} is removed.
     *
     * <p>Other fields are changed in these cases. In a response, {@code Connection} is completed: {@code close} if the
     * connection ends with this exchange, {@code keep-alive} for an HTTP/1.0 client, {@code upgrade} if there is an
     * Upgrade field. In a request, {@code Host} is written first.
     *
     * <p>First each event is checked on its own: its fields, Host, framing and version
     * ({@link Option#CHECK_BEFORE_SENDING}). Then the events are sent in order. If one of them is rejected, none is
     * sent: nothing changes, and other events can be sent instead, for example a 500. If a part of the message has
     * already been sent, there may be no such events: then call {@link #sendFailed()} and close the connection.
     *
     * <p>Without {@link Option#REFUSE_WITHOUT_CHANGE}, as in {@link Policy#H11}, our state becomes {@link State#ERROR}
     * after a fault that is found only while the events are sent in order: an event that the state forbids, or a body
     * or trailers that do not fit the framing. {@link #check(Event, Event...)} finds this out beforehand.
     *
     * @param first the first event
     * @param more the events after it
     * @return the bytes, possibly none; a new array that the caller owns
     * @throws LocalProtocolException if one of the events must not be sent; none of their bytes may be written
     * @throws IllegalStateException if the bytes of a {@link Data} were borrowed and their lease has ended; nothing has
     *     changed
     * @throws IllegalArgumentException if the result is too large for an array; nothing has changed
     * @throws NullPointerException if an event is null; nothing has changed
     */
    public byte[] send(Event first, Event... more) {
        return sendAll(array(first, more), new Output.Array()).toByteArray();
    }

    /**
     * Sends events, as {@link #send(Event, Event...)} does.
     *
     * @param events the events, in order; possibly none
     * @return the bytes, possibly none; a new array that the caller owns
     * @throws LocalProtocolException as {@link #send(Event, Event...)}
     * @throws IllegalStateException as {@link #send(Event, Event...)}
     * @throws IllegalArgumentException as {@link #send(Event, Event...)}
     * @throws NullPointerException if the list or an event is null; nothing has changed
     */
    public byte[] send(List<? extends Event> events) {
        return sendAll(array(events), new Output.Array()).toByteArray();
    }

    /**
     * Sends events into a buffer of the caller. Otherwise as {@link #send(Event, Event...)}, but without an array.
     *
     * @param target heap or direct; the bytes are put at its position, which moves to the end of them, but stays if
     *     this method throws
     * @param first the first event
     * @param more the events after it
     * @throws LocalProtocolException as {@link #send(Event, Event...)}
     * @throws IllegalStateException as {@link #send(Event, Event...)}
     * @throws BufferOverflowException if the buffer has too little room; nothing has changed, except the content of the
     *     buffer after its position
     * @throws ReadOnlyBufferException if the buffer is read-only; nothing has changed
     * @throws NullPointerException if the buffer or an event is null; nothing has changed
     */
    public void sendTo(ByteBuffer target, Event first, Event... more) {
        sendAllTo(target, array(first, more));
    }

    /**
     * Sends events into a buffer of the caller. Otherwise as {@link #send(List)}, but without an array.
     *
     * @param target as {@link #sendTo(ByteBuffer, Event, Event...)}
     * @param events the events, in order; possibly none
     * @throws LocalProtocolException as {@link #send(Event, Event...)}
     * @throws IllegalStateException as {@link #send(Event, Event...)}
     * @throws BufferOverflowException as {@link #sendTo(ByteBuffer, Event, Event...)}
     * @throws ReadOnlyBufferException as {@link #sendTo(ByteBuffer, Event, Event...)}
     */
    public void sendTo(ByteBuffer target, List<? extends Event> events) {
        sendAllTo(target, array(events));
    }

    private void sendAllTo(ByteBuffer target, Event[] events) {
        conversation.beginStep();
        if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        sendAll(events, Output.into(target));
    }

    /**
     * Sends events without copying the bytes of bodies (zero-copy), for gathering writes. Borrowed bytes are copied
     * nevertheless, because their lender may overwrite them before they have been written. To send without a copy, let
     * {@link Data} {@linkplain Bytes#wrap(byte[]) wrap} memory of your own.
     *
     * @param first the first event
     * @param more the events after it
     * @return the buffers to write, in order, none of them empty. Those of bodies are read-only views of the memory of
     *     their {@link Data}, which must not change until they have been written; the caller owns the others
     * @throws LocalProtocolException as {@link #send(Event, Event...)}
     * @throws IllegalStateException as {@link #send(Event, Event...)}
     * @throws NullPointerException as {@link #send(Event, Event...)}
     */
    public List<ByteBuffer> sendWithDataPassthrough(Event first, Event... more) {
        return sendAll(array(first, more), new Output.PassThrough()).toBuffers();
    }

    /**
     * Sends events without copying the bytes of bodies, as {@link #sendWithDataPassthrough(Event, Event...)} does.
     *
     * @param events the events, in order; possibly none
     * @return as {@link #sendWithDataPassthrough(Event, Event...)}
     * @throws LocalProtocolException as {@link #send(Event, Event...)}
     * @throws IllegalStateException as {@link #send(Event, Event...)}
     */
    public List<ByteBuffer> sendWithDataPassthrough(List<? extends Event> events) {
        return sendAll(array(events), new Output.PassThrough()).toBuffers();
    }

    /**
     * Sends a part of a body whose bytes the caller transmits itself, for example from a file, and the events before
     * it. The {@link EndOfMessage} is sent by a later call. No Content-Length is added, because this call does not
     * contain the end: if the head does not announce the length, a response is sent chunked or until the connection
     * closes, and a request can have no body ({@link Violation#BODY_TOO_LONG}).
     *
     * @param length number of bytes in that part, 0 or more; counts toward the length of the body like those of a
     *     {@link Data}
     * @param first the events before it, for example the {@link Response}; possibly none, and never the end
     * @return what to write before and after the part, and how many bytes to transmit between
     * @throws LocalProtocolException as {@link #send(Event, Event...)}
     * @throws IllegalStateException as {@link #send(Event, Event...)}
     * @throws IllegalArgumentException if the length is negative; nothing has changed
     * @throws NullPointerException if an event is null; nothing has changed
     */
    public BodyFrame sendBody(long length, Event... first) {
        conversation.beginStep();
        if (length < 0) {
            throw new IllegalArgumentException("negative length: " + length);
        }
        Objects.requireNonNull(first, "first");
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
     * Sends a part of a body whose bytes the caller transmits itself, and the events before it.
     *
     * @param length number of bytes in that part, 0 or more
     * @param first the events before it, in order
     * @return as {@link #sendBody(long, Event...)}
     * @throws LocalProtocolException as {@link #send(Event, Event...)}
     * @throws IllegalStateException as {@link #send(Event, Event...)}
     * @throws IllegalArgumentException if the length is negative; nothing has changed
     */
    public BodyFrame sendBody(long length, List<? extends Event> first) {
        return sendBody(length, array(first));
    }

    /**
     * Checks events as {@link #send(Event, Event...)} would, and changes nothing.
     *
     * @param first the first event
     * @param more the events after it
     * @throws LocalProtocolException if sending them would throw it
     * @throws IllegalStateException if sending them would throw it
     * @throws NullPointerException if an event is null
     */
    public void check(Event first, Event... more) {
        checkAll(array(first, more));
    }

    /**
     * Checks events as {@link #send(List)} would, and changes nothing.
     *
     * @param events the events, in order; possibly none
     * @throws LocalProtocolException if sending them would throw it
     * @throws IllegalStateException if sending them would throw it
     * @throws NullPointerException if the list or an event is null
     */
    public void check(List<? extends Event> events) {
        checkAll(array(events));
    }

    private void checkAll(Event[] events) {
        hasAllowedRequest(events);
        sender().check(events);
    }

    /**
     * Reports that some or all of the bytes that a call of {@code send} returned did not reach the peer. Our state
     * becomes {@link State#ERROR}: nothing more can be sent, but the rest of the peer's message can still be read.
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

    /** Returns whether one of the events is a request; throws if none may be sent now, or if an event is null. */
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

    /** A client that has received unsolicited bytes cannot tell which request the next response answers. */
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
     * Begins the next exchange on this connection. Afterwards both peers are {@link State#IDLE}.
     *
     * @throws LocalProtocolException {@link Violation#NOT_REUSABLE} unless {@link #isReusable()}; the states do not
     *     change
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
     * Returns whether {@link #startNextCycle()} would succeed now: both peers are {@link State#DONE}, and a client has
     * received no unsolicited bytes. The end of the peer's stream counts only once {@link #nextEvent()} has returned
     * it.
     *
     * @return whether the connection can be used for the next exchange now
     */
    public boolean isReusable() {
        return ourState() == State.DONE && theirState() == State.DONE && !receiver.hasUnsolicited();
    }

    /**
     * Returns whether this exchange lacks only the rest of the peer's message: once that has been read and dropped,
     * {@link #isReusable()} is true. This is the case when a server has answered before it has received the whole body
     * of the request. {@link #theirRemainingBodyLength()} returns how many bytes are missing, if that is known. Reading
     * them must be bounded, by bytes and by time. "A server MUST read the entire request message body or close the
     * connection after sending its response" (RFC 9112 §9.3). After the end of the peer's stream this is true if the
     * rest has been received; whether that is so for a chunked body is known only when it is read, so then this is true
     * as long as there are unread bytes. If the connection cannot be reused in any way, {@link #closeReason()} says why,
     * unless the peer's stream has ended inside the body and {@link #nextEvent()} has not reported that yet.
     *
     * @return whether our message is complete, and the peer's is not but can still be read to its end
     */
    public boolean isReusableOnceDrained() {
        return ourState() == State.DONE && receiver.canBeDrained();
    }

    /**
     * Returns why the connection cannot be used for another request, now or once this exchange is over. The end of the
     * peer's stream counts only once {@link #nextEvent()} has returned or thrown it.
     *
     * @return the first reason; empty if the connection can be used again
     */
    public Optional<CloseReason> closeReason() {
        CloseReason reason = conversation.closeReason();
        return reason == null && receiver.hasUnsolicited()
                ? Optional.of(CloseReason.UNSOLICITED_BYTES)
                : Optional.ofNullable(reason);
    }

    /**
     * Returns which peer we are.
     *
     * @return our role
     */
    public Role ourRole() {
        return ourRole;
    }

    /**
     * Returns which peer the other one is.
     *
     * @return their role
     */
    public Role theirRole() {
        return ourRole.peer();
    }

    /**
     * Returns our state.
     *
     * @return what we may do next
     */
    public State ourState() {
        return conversation.state(ourRole);
    }

    /**
     * Returns the peer's state.
     *
     * @return what it may do next
     */
    public State theirState() {
        return conversation.state(ourRole.peer());
    }

    /**
     * Returns the state of either peer.
     *
     * @param role the peer
     * @return what it may do next
     */
    public State state(Role role) {
        return conversation.state(role);
    }

    /**
     * Returns the states of both peers and what couples them: whether the connection may be used for another request,
     * and which protocol switches the client has proposed. {@link StateMachine} returns for each joint state which
     * events are legal in it, and why the others are not.
     *
     * @return an immutable value
     */
    public StateMachine.JointState jointState() {
        return conversation.jointState();
    }

    /**
     * Starts recording which rows of the state machine fire, for {@link #firedRules()}. This is for teaching and
     * debugging. Unless this method is called, nothing is recorded, and there is no cost.
     */
    public void recordFiredRules() {
        conversation.recordFiredRules();
    }

    /**
     * Returns the rows of the state machine that fired in the last step. A step is a call of {@link #nextEvent()}, of
     * one of the methods that send, of {@link #sendFailed()} or of {@link #startNextCycle()}, even if it threw. A step
     * can fire several rows, for example for a {@link Request} that proposes a switch and contains
     * {@code Connection: close}; or none, for example when it returns {@link Signal#NEED_DATA}.
     *
     * @return the rows in the order in which they fired, unmodifiable; empty before {@link #recordFiredRules()}
     */
    public List<StateMachine.Rule> firedRules() {
        return conversation.firedRules();
    }

    /**
     * Returns the HTTP version of the peer's last message, of this exchange or an earlier one.
     *
     * @return the version; empty until the head of a message has been received
     */
    public Optional<HttpVersion> theirHttpVersion() {
        return Optional.ofNullable(conversation.theirVersion());
    }

    /**
     * Returns whether the client has asked for 100 (Continue), and has neither received a response to that nor begun
     * its body (RFC 9110 §10.1.1).
     *
     * @return whether the client is waiting
     */
    public boolean clientIsWaitingFor100Continue() {
        return conversation.clientWaitsFor100();
    }

    /**
     * Returns whether the peer is a client that is {@linkplain #clientIsWaitingFor100Continue() waiting} for 100
     * (Continue). A server sends {@code 100} when it is about to read the body.
     *
     * @return whether the peer is waiting
     */
    public boolean theyAreWaitingFor100Continue() {
        return ourRole == Role.SERVER && conversation.clientWaitsFor100();
    }

    /**
     * Returns the bytes that have been received and not used: after a switch, those of the other protocol; while
     * {@link Signal#PAUSED}, those of the next request; after {@link Violation#HTTP2_PREFACE} and
     * {@link Violation#TLS_CLIENT_HELLO}, all bytes received until then. At other times they are those that
     * {@link #nextEvent()} has not examined yet, and an incomplete head or trailer section, but not what it has read of
     * an incomplete chunk line.
     *
     * @return a copy; the connection keeps the bytes
     */
    public TrailingData trailingData() {
        return receiver.trailingData();
    }

    /**
     * Returns the bytes of the other protocol that have been received after a switch: the same as
     * {@link #trailingData()}. A server may agree to a switch before the request is complete; until it is, received
     * bytes belong to its body.
     *
     * @return a copy; the connection keeps the bytes
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
     * Returns why {@link #nextEvent()} returns {@link Signal#PAUSED} now.
     *
     * @return the reason; empty if {@code nextEvent} would return something else, or throw
     */
    public Optional<PauseReason> pauseReason() {
        return Optional.ofNullable(receiver.pauseReason());
    }

    /**
     * Returns how many bytes have been received and not used, which is the length of {@link #trailingData()}. If it is
     * above 0 while a server waits for a request, the first bytes of the request have arrived, or a single CR that may
     * belong to an empty line before it.
     *
     * @return 0 or more
     */
    public int bufferedBytes() {
        return receiver.buffered();
    }

    /**
     * Returns how many bytes of the body that the peer is sending have not been returned as {@link Data}. Right after
     * its {@link Request} or {@link Response} this is the length that its {@code Content-Length} announces. A server
     * can compare it with what it is willing to read before it asks for the body, or with what it is willing to drop.
     *
     * @return 0 if the message has no body or no body is being received; empty if the length is not known beforehand,
     *     because the body is chunked or ends when the connection closes
     */
    public OptionalLong theirRemainingBodyLength() {
        return receiver.remainingBody();
    }

    /**
     * Returns how many bytes were received and dropped because they cannot become an event: those after the peer's last
     * message on this connection (RFC 9112 §9.6), and those after an error. The rest of a body that a server reads and
     * drops does not count, because it is returned as {@link Data}: to limit what is read before a connection is
     * closed, use {@link #receivedBytes()}.
     *
     * @return 0 or more
     */
    public long discardedBytes() {
        return receiver.discarded();
    }

    /**
     * Returns how many bytes of the peer's stream have been received on this connection: used, unused or dropped.
     *
     * @return 0 or more
     */
    public long receivedBytes() {
        return receiver.received();
    }

    /**
     * Returns how many bytes of the peer's message have been read in this exchange: its heads, including those of
     * interim responses, its body with its framing, and its trailers. For an access log, read it before
     * {@link #startNextCycle()}, which resets it to 0.
     *
     * @return 0 or more; bytes that have been received but not read do not count
     */
    public long receivedMessageBytes() {
        return receiver.receivedInCycle();
    }

    /**
     * Returns how many bytes this connection has returned to be sent, by any method. Bodies that are passed through or
     * that the caller transmits itself count too; calls that threw an exception do not.
     *
     * @return 0 or more; whether the bytes reached the peer is not known
     */
    public long sentBytes() {
        return sender == null ? 0 : sender.sent();
    }

    /**
     * Returns how many of {@link #sentBytes()} belong to this exchange. {@link #startNextCycle()} resets it to 0.
     *
     * @return 0 or more
     */
    public long sentMessageBytes() {
        return sender == null ? 0 : sender.sentInCycle();
    }

    /**
     * Returns the extensions of the chunk whose line was read last: right after {@link Data}, those of its chunk; right
     * after {@link EndOfMessage}, those of the last chunk. After {@link Signal#NEED_DATA} they may already be those of
     * the next chunk.
     *
     * @return the extensions, in order, unmodifiable; empty if there are none or the body is not chunked
     */
    public List<ChunkExtension> chunkExtensions() {
        return receiver.chunkExtensions();
    }

    /**
     * Returns a server's response to a request that broke the protocol: a complete response with the status
     * {@link RemoteProtocolException#statusHint()}, a line of text and {@code Connection: close}, to be passed to
     * {@link #send(List)}.
     *
     * @param error what {@link #nextEvent()} threw
     * @return the events; empty if no response may be sent, because we are the client, our response has begun, or the
     *     peer does not speak HTTP/1
     */
    public List<Event> errorResponse(RemoteProtocolException error) {
        return errorResponse(error, Headers.EMPTY);
    }

    /**
     * Returns a server's response to a request that broke the protocol, with additional fields.
     *
     * @param error what {@link #nextEvent()} threw
     * @param fields as {@link #errorResponse(int, String, Headers)}
     * @return as {@link #errorResponse(RemoteProtocolException)}
     * @throws IllegalArgumentException as {@link #errorResponse(int, String, Headers)}
     * @throws LocalProtocolException as {@link #errorResponse(int, String, Headers)}
     */
    public List<Event> errorResponse(RemoteProtocolException error, Headers fields) {
        boolean otherProtocol =
                error.violation() == Violation.TLS_CLIENT_HELLO || error.violation() == Violation.HTTP2_PREFACE;
        return otherProtocol
                ? List.of()
                : errorResponse(error.statusHint(), error.violation().text(), fields);
    }

    /**
     * Returns a server's own error response, the last response on this connection: for example 408 when the request
     * does not arrive in time, 500 when the handler fails, 503 when the server is overloaded. It is a complete response
     * with a line of text and {@code Connection: close}, to be passed to {@link #send(List)}.
     *
     * @param statusCode 400 to 599
     * @param text one line, which is not checked; sent as {@code text/plain} in UTF-8, followed by a line feed
     * @return the events; empty if no response may be sent, because we are the client or our response has begun
     * @throws IllegalArgumentException if the status code is not 400 to 599
     * @throws LocalProtocolException {@link Violation#MISSING_UPGRADE} if the status code is 426, which needs a field
     */
    public List<Event> errorResponse(int statusCode, String text) {
        return errorResponse(statusCode, text, Headers.EMPTY);
    }

    /**
     * Returns a server's own error response, the last response on this connection, with additional fields:
     * {@code Date}, which an origin server with a clock has to send (RFC 9110 §6.6.1), {@code Server},
     * {@code Retry-After}, or what the status code requires, such as {@code Upgrade} with 426.
     *
     * @param statusCode 400 to 599
     * @param text one line, sent in UTF-8, followed by a line feed; as {@code text/plain}, unless the fields contain a
     *     {@code Content-Type}
     * @param fields the first fields of the response; without {@code Content-Length}, {@code Transfer-Encoding} and
     *     {@code Connection}, which this method sets
     * @return as {@link #errorResponse(int, String)}
     * @throws IllegalArgumentException if the status code is not 400 to 599, or the fields contain one of those three
     * @throws LocalProtocolException if a response with these fields must not be sent; nothing has changed
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
     * Returns our role, the states of both peers and, if known, the peer's HTTP version and why this exchange is the
     * last.
     *
     * @return one line for logs and debuggers; its form may change
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
