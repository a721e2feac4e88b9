package io.github.h11j;

import org.jspecify.annotations.Nullable;

/**
 * The sending half of a connection: our events in, bytes out. As in the receiving half, a head decides which
 * {@link BodyWriter} goes on after it.
 */
final class Sender {

    private static final Data NO_DATA = new Data(Bytes.EMPTY);
    /** For no part of a body from outside; one of no bytes is a part. */
    private static final long NO_PART = -1;

    private final Policy policy;
    private final Role ourRole;
    private final Conversation conversation;
    private final SendValidator validator;
    private final BodyWriter.OfLength ofLength = new BodyWriter.OfLength();

    private BodyWriter body = ofLength;

    private long sent;
    private long sentBeforeCycle;

    Sender(Policy policy, Role ourRole, Conversation conversation) {
        this.policy = policy;
        this.ourRole = ourRole;
        this.conversation = conversation;
        this.validator = new SendValidator(policy, ourRole);
    }

    /** Judges the events: throws what sending them would throw, and changes nothing. */
    void check(Event[] events) {
        Output out = new Output.Discarded();
        attempt(events, NO_PART, out, out, false);
    }

    /** Sends the events. */
    void send(Event[] events, Output out) {
        attempt(events, NO_PART, out, out, true);
    }

    /** Sends the events and counts a part of the body that travels outside. */
    BodyFrame sendBody(long part, Event[] first) {
        Output.Array before = new Output.Array();
        Output.Array after = new Output.Array();
        long transmitted = attempt(first, part, before, after, true);
        return new BodyFrame(Bytes.wrap(before.toByteArray()), transmitted, Bytes.wrap(after.toByteArray()));
    }

    /** How many bytes were to be sent so far. */
    long sent() {
        return sent;
    }

    /** How many of them in this cycle. */
    long sentInCycle() {
        return sent - sentBeforeCycle;
    }

    void beginCycle() {
        sentBeforeCycle = sent;
    }

    /** What was returned to be sent was not: our state is ERROR. */
    void fail() {
        conversation.fail(ourRole, CloseReason.OUR_ERROR);
    }

    /**
     * Takes the events and a part of the body from outside through all of it; returns how many bytes of that part are
     * transmitted. What has changed is undone if anything is thrown, or if it is not to be kept.
     */
    private long attempt(Event[] events, long part, Output before, Output after, boolean keep) {
        long length = validator.requireValid(events);
        Conversation.Mark mark = conversation.mark();
        BodyWriter bodyBefore = body;
        long remainingBefore = ofLength.remaining();
        boolean kept = false;
        try {
            write(events, length, before);
            long transmitted = part == NO_PART ? 0 : writeAround(part, before, after);
            kept = keep;
            if (keep) {
                sent += before.total() + transmitted + (after == before ? 0 : after.total());
            }
            return transmitted;
        } catch (LocalProtocolException e) {
            kept = keep && !policy.has(Option.REFUSE_WITHOUT_CHANGE);
            if (kept) {
                fail();
            }
            throw e;
        } finally {
            if (!kept) {
                conversation.undo(mark);
                body = bodyBefore;
                ofLength.begin(remainingBefore);
            }
        }
    }

    private long writeAround(long part, Output before, Output after) {
        process(NO_DATA, 0);
        long transmitted = body.beginPart(part, before);
        body.endPart(transmitted, after);
        return transmitted;
    }

    /** Writes the events; the length of the body is what the head among them announces. */
    private void write(Event[] events, long length, Output out) {
        for (int i = 0; i < events.length; i++) {
            Event event = events[i];
            if (event instanceof Response response) {
                response(response, length, events, i + 1, out);
            } else if (event instanceof Request request) {
                request(request, length, events, i + 1, out);
            } else if (event instanceof InformationalResponse response) {
                informational(response, out);
            } else {
                process(event, 0);
                if (i == 0) {
                    out.reserve(room(events, 0, out));
                }
                if (event instanceof Data data) {
                    body.part(data.bytes(), out);
                } else if (event instanceof EndOfMessage end) {
                    body.end(end.trailers(), out);
                }
            }
        }
    }

    /** How many bytes the events from an index on will become, as parts of the message at hand. */
    private long room(Event[] events, int from, Output out) {
        long room = 0;
        for (int i = from; i < events.length; i++) {
            if (events[i] instanceof Data data) {
                room += body.room(data.bytes(), out);
            } else if (events[i] instanceof EndOfMessage end) {
                room += body.endRoom(end.trailers());
            }
        }
        return room;
    }

    private void request(Request request, long length, Event[] events, int next, Output out) {
        // "A client MUST NOT send a request containing Transfer-Encoding unless it knows the server will handle HTTP/1.1
        // requests" (RFC 9112 §6.1): before the first response its user knows, then the connection does
        boolean knownToBeOld = conversation.theirVersion() != null && !conversation.peerKnowsChunked();
        if (length == Framing.CHUNKED && knownToBeOld && policy.has(Option.CHECK_BEFORE_SENDING)) {
            throw new LocalProtocolException(Violation.TRANSFER_ENCODING_TO_HTTP_1_0, "");
        }
        process(request, length);
        SendValidator.requireVersion(request.version());
        body = bodyOf(length);
        out.reserve(HeadWriter.room(request) + room(events, next, out));
        HeadWriter.request(request, out);
    }

    /** Left out for an HTTP/1.0 client, which knows no interim response (RFC 9110 §15.2). */
    private void informational(InformationalResponse response, Output out) {
        process(response, 0);
        SendValidator.requireVersion(response.version());
        boolean leaveOut = policy.has(Option.LEAVE_OUT_WHAT_MAY_NOT_BE_SENT);
        if (!leaveOut || !conversation.isHttp10()) {
            ResponseCleanUp cleanUp =
                    ResponseCleanUp.ofInterim(response.headers(), leaveOut, policy.has(Option.CHECK_UPGRADES));
            HeadWriter.response(response.statusCode(), response.reason(), response.headers(), cleanUp, out);
        }
    }

    private void response(Response response, long announced, Event[] events, int next, Output out) {
        int status = response.statusCode();
        String method = conversation.requestMethod();
        boolean leaveOut = policy.has(Option.LEAVE_OUT_WHAT_MAY_NOT_BE_SENT);
        boolean hasNoBody = Framing.hasNoBody(status, method);
        conversation.beginResponse();

        long framing = framing(status, "HEAD".equals(method) ? "GET" : method, announced);
        long length = hasNoBody ? 0 : framing;
        boolean closes = !conversation.keepAlive() || length == Framing.UNTIL_CLOSE;
        ResponseCleanUp cleanUp = ResponseCleanUp.of(
                response, framing, closes, conversation, leaveOut, policy.has(Option.CHECK_UPGRADES));
        process(response, length);
        SendValidator.requireVersion(response.version());
        if (leaveOut && (status == 204 || status == 205)) {
            body = BodyWriter.FORBIDDEN;
        } else {
            // what answers HEAD is what answers GET without its content (RFC 9110 §9.3.2), so that one handler serves
            // both
            boolean leftOut = hasNoBody && (leaveOut || "HEAD".equals(method));
            body = leftOut ? BodyWriter.LEFT_OUT : bodyOf(length);
        }
        out.reserve(HeadWriter.room(response.reason(), response.headers(), cleanUp) + room(events, next, out));
        HeadWriter.response(status, response.reason(), response.headers(), cleanUp, out);
    }

    /** How the body of a response is framed to a peer of this version: as announced, else as the peer can tell its end. */
    private long framing(int status, @Nullable String method, long announced) {
        boolean reset = status == 205 && policy.has(Option.LEAVE_OUT_WHAT_MAY_NOT_BE_SENT);
        if (reset || Framing.hasNoBody(status, method)) {
            return 0;
        }
        if (announced >= 0) {
            return announced;
        }
        return conversation.peerKnowsChunked() ? Framing.CHUNKED : Framing.UNTIL_CLOSE;
    }

    private BodyWriter bodyOf(long length) {
        if (length >= 0) {
            return ofLength.begin(length);
        }
        return length == Framing.CHUNKED ? BodyWriter.CHUNKED : BodyWriter.UNTIL_CLOSE;
    }

    private void process(Event event, long length) {
        Violation violation = conversation.process(ourRole, event, length);
        if (violation == Violation.UNEXPECTED_EVENT) {
            throw LocalProtocolException.ofState(
                    violation,
                    conversation.refusal(ourRole, event),
                    event.type() + " from " + ourRole + ", " + conversation.describeStates(),
                    conversation.whyItEnds());
        }
        if (violation != null) {
            throw new LocalProtocolException(
                    violation, event.type() + " from " + ourRole + ", " + conversation.describeStates());
        }
    }
}
