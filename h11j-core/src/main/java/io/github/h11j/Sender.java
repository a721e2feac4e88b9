package io.github.h11j;

/**
 * The sending half of a connection: events in, bytes out. As in the receiving half, the head determines which
 * {@link BodyWriter} writes the body.
 */
final class Sender {

    private static final Data NO_DATA = new Data(Bytes.EMPTY);
    /** Stands for a part of a body that the caller transmits itself. */
    private static final Data SOME_DATA = new Data(Bytes.wrap(new byte[1]));
    /** Stands for the length of a part of a body: there is no part. A part may have zero bytes. */
    private static final long NO_PART = -1;

    private final Policy policy;
    private final Role ourRole;
    private final Conversation conversation;
    private final SendValidator validator;
    private final BodyWriter.OfLength ofLength = new BodyWriter.OfLength();

    private final Conversation.Mark mark = new Conversation.Mark();
    private BodyWriter body = ofLength;

    private long sent;
    private long sentBeforeCycle;

    Sender(Policy policy, Role ourRole, Conversation conversation) {
        this.policy = policy;
        this.ourRole = ourRole;
        this.conversation = conversation;
        this.validator = new SendValidator(policy, ourRole);
    }

    /** Checks the events: throws what sending them would throw, and changes nothing. */
    void check(Event[] events) {
        Output out = new Output.Discarded();
        attempt(events, NO_PART, out, out, false);
    }

    /** Sends the events. */
    void send(Event[] events, Output out) {
        attempt(events, NO_PART, out, out, true);
    }

    /** Sends the events, and counts a part of the body that the caller transmits itself. */
    BodyFrame sendBody(long part, Event[] first) {
        Output.Array before = new Output.Array();
        Output.Array after = new Output.Array();
        long transmitted = attempt(first, part, before, after, true);
        return new BodyFrame(Bytes.wrap(before.toByteArray()), transmitted, Bytes.wrap(after.toByteArray()));
    }

    /** Returns how many bytes have been returned to be sent. */
    long sent() {
        return sent;
    }

    /** Returns how many of them in this cycle. */
    long sentInCycle() {
        return sent - sentBeforeCycle;
    }

    void beginCycle() {
        sentBeforeCycle = sent;
    }

    /** Some or all of the returned bytes were not sent: our state becomes ERROR. */
    void fail() {
        conversation.fail(ourRole, CloseReason.OUR_ERROR);
    }

    /**
     * Processes the events and a part of the body that the caller transmits itself. Returns how many bytes of that part
     * are to be transmitted. All changes are undone if anything is thrown, or if they are not to be kept.
     */
    private long attempt(Event[] events, long part, Output before, Output after, boolean keep) {
        long whole = policy.has(Option.SET_CONTENT_LENGTH) ? wholeLength(events) : Framing.NO_LENGTH;
        long announced = validator.requireValid(events, whole);
        conversation.keep(mark);
        BodyWriter bodyBefore = body;
        long remainingBefore = ofLength.remaining();
        boolean kept = false;
        try {
            write(events, announced, whole, before);
            long transmitted = part == NO_PART ? 0 : writeAround(part, before, after);
            before.finish();
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
        process(part == 0 ? NO_DATA : SOME_DATA, 0);
        long transmitted = body.beginPart(part, before);
        body.endPart(transmitted, after);
        return transmitted;
    }

    /**
     * Returns the length of the content of a message whose head and end are among the events.
     *
     * @return {@link Framing#NO_LENGTH} if head or end is missing, or if there are trailers, which only a chunked body
     *     has
     */
    private static long wholeLength(Event[] events) {
        int last = events.length - 1;
        while (last > 0 && events[last] instanceof ConnectionClosed) {
            last--; // it comes after the message
        }
        if (last < 1
                || !(events[last] instanceof EndOfMessage end && end.trailers().isEmpty())) {
            return Framing.NO_LENGTH;
        }
        long length = 0;
        int i = last - 1;
        while (i > 0 && events[i] instanceof Data data) {
            length += data.bytes().length();
            i--;
        }
        return events[i] instanceof Request || events[i] instanceof Response ? length : Framing.NO_LENGTH;
    }

    /**
     * Writes the events.
     *
     * @param announced the length of the body that the head among them announces, as in {@link Framing}
     * @param whole its length if all of the body is among them
     */
    private void write(Event[] events, long announced, long whole, Output out) {
        for (int i = 0; i < events.length; i++) {
            Event event = events[i];
            if (event instanceof Response response) {
                response(response, announced, whole, events, i + 1, out);
            } else if (event instanceof Request request) {
                request(request, announced, whole, events, i + 1, out);
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

    /** Returns how many bytes the events from an index on become, as parts of the current message. */
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

    private void request(Request request, long length, long whole, Event[] events, int next, Output out) {
        // "A client MUST NOT send a request containing Transfer-Encoding unless it knows the server will handle
        // HTTP/1.1 requests" (RFC 9112 §6.1): before the first response only the user can know that, afterwards the
        // connection does.
        boolean knownToBeOld = conversation.theirVersion() != null && !conversation.peerKnowsChunked();
        if (length == Framing.CHUNKED && knownToBeOld && policy.has(Option.CHECK_BEFORE_SENDING)) {
            throw new LocalProtocolException(Violation.TRANSFER_ENCODING_TO_HTTP_1_0, "");
        }
        process(request, length);
        SendValidator.requireVersion(request.version());
        begin(bodyOf(length));
        long added = saysLength(request, whole) ? whole : Framing.NO_LENGTH;
        out.reserve(HeadWriter.room(request, added) + room(events, next, out));
        HeadWriter.request(request, added, out);
    }

    /**
     * "A user agent SHOULD send Content-Length in a request when the method defines a meaning for enclosed content and
     * it is not sending Transfer-Encoding" (RFC 9110 §8.6), even if it is 0. In a request with another method and
     * without content it "SHOULD NOT".
     */
    private static boolean saysLength(Request request, long whole) {
        if (whole < 0 || !Framing.isSilent(request.headers())) {
            return false;
        }
        return whole > 0
                || switch (request.method()) {
                    case "POST", "PUT", "PATCH" -> true;
                    default -> false;
                };
    }

    /** Leaves the response out for an HTTP/1.0 client, which does not know interim responses (RFC 9110 §15.2). */
    private void informational(InformationalResponse response, Output out) {
        process(response, 0);
        SendValidator.requireVersion(response.version());
        boolean leaveOut = policy.has(Option.LEAVE_OUT_WHAT_MAY_NOT_BE_SENT);
        if (!leaveOut || !conversation.isHttp10()) {
            ResponseCleanUp cleanUp = ResponseCleanUp.ofInterim(response.headers(), policy);
            HeadWriter.response(response.statusCode(), response.reason(), response.headers(), cleanUp, out);
        }
    }

    private void response(Response response, long announced, long whole, Event[] events, int next, Output out) {
        int status = response.statusCode();
        boolean hasNoBody = Framing.hasNoBody(status, conversation.requestMethod());
        conversation.beginResponse();

        boolean reset = isReset(status);
        boolean framed = !reset && isFramed(status);
        boolean silentOnBody = isToHead() && !(next < events.length && events[next] instanceof Data);
        long framing = framed ? framing(announced, silentOnBody ? Framing.NO_LENGTH : whole) : 0;
        boolean addsLength = reset || (framed && framing >= 0 && announced < 0);
        long length = hasNoBody ? 0 : framing;
        boolean closes = conversation.endsWithResponse() || length == Framing.UNTIL_CLOSE;
        ResponseCleanUp cleanUp = ResponseCleanUp.of(response, framing, addsLength, closes, conversation, policy);
        process(response, length);
        SendValidator.requireVersion(response.version());
        begin(bodyOf(status, hasNoBody, length));
        out.reserve(HeadWriter.room(response.reason(), response.headers(), cleanUp) + room(events, next, out));
        HeadWriter.response(status, response.reason(), response.headers(), cleanUp, out);
    }

    /** Returns whether a response is a 205, whose Content-Length is 0 (RFC 9110 §15.3.6). */
    private boolean isReset(int status) {
        return status == 205
                && policy.has(Option.LEAVE_OUT_WHAT_MAY_NOT_BE_SENT)
                && !Framing.isTunnel(status, conversation.requestMethod());
    }

    /** Returns whether a response has framing fields. One to HEAD has those of one to GET (RFC 9110 §9.3.2). */
    private boolean isFramed(int status) {
        return !Framing.hasNoBody(status, isToHead() ? "GET" : conversation.requestMethod());
    }

    private boolean isToHead() {
        return "HEAD".equals(conversation.requestMethod());
    }

    private BodyWriter bodyOf(int status, boolean hasNoBody, long length) {
        boolean leaveOut = policy.has(Option.LEAVE_OUT_WHAT_MAY_NOT_BE_SENT);
        if (leaveOut && (status == 204 || status == 205)) {
            return BodyWriter.FORBIDDEN;
        }
        // without its content, so that one handler serves GET and HEAD
        return hasNoBody && (leaveOut || isToHead()) ? BodyWriter.LEFT_OUT : bodyOf(length);
    }

    /**
     * Returns the length of a response's body: as its head says if the peer can read that, otherwise so that the peer
     * can find its end.
     */
    private long framing(long announced, long whole) {
        boolean peerKnowsChunked = conversation.peerKnowsChunked();
        if (announced >= 0 || (announced == Framing.CHUNKED && peerKnowsChunked)) {
            return announced;
        }
        if (whole >= 0) {
            return whole;
        }
        return peerKnowsChunked ? Framing.CHUNKED : Framing.UNTIL_CLOSE;
    }

    private void begin(BodyWriter writer) {
        if (body != writer) { // see Conversation.keep
            body = writer;
        }
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
