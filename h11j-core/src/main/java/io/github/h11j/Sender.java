package io.github.h11j;

import org.jspecify.annotations.Nullable;

/**
 * The sending half of a connection: our events in, bytes out. As in the receiving half, a head decides which
 * {@link BodyWriter} goes on after it.
 */
final class Sender {

    /** The bytes of a request line beside its method and target, and of the empty line. */
    private static final int REQUEST_LINE = 14;
    /** The bytes of a status line beside its reason phrase, and of the empty line. */
    private static final int STATUS_LINE = 17;
    /** The bytes around a chunk; generous. */
    private static final int CHUNK = 24;

    private static final Data NO_DATA = new Data(Bytes.EMPTY);

    private final Policy policy;
    private final Role ourRole;
    private final Conversation conversation;
    private final SendValidator validator;
    private final BodyWriter.OfLength ofLength = new BodyWriter.OfLength();

    private BodyWriter body = ofLength;

    Sender(Policy policy, Role ourRole, Conversation conversation) {
        this.policy = policy;
        this.ourRole = ourRole;
        this.conversation = conversation;
        this.validator = new SendValidator(policy, ourRole);
    }

    /** Goes through all of it on a copy of the conversation. */
    void rehearse(Event[] events) {
        long length = validator.requireValid(events);
        Sender copy = new Sender(policy, ourRole, conversation.copy());
        copy.body = body == ofLength ? copy.ofLength.begin(ofLength.remaining()) : body;
        copy.write(events, length, new Output(0, false));
    }

    /** Sends the events; after a fault our state is ERROR. */
    Output send(Event[] events, boolean passThrough) {
        long length = validator.requireValid(events);
        Output out = new Output(expectedLength(events, passThrough), passThrough);
        try {
            write(events, length, out);
        } catch (RuntimeException e) {
            fail();
            throw e;
        }
        return out;
    }

    /** Sends the events and counts a part of the body that travels outside. */
    BodyFrame sendBody(long partLength, Event[] first) {
        long length = validator.requireValid(first);
        try {
            Output before = new Output(expectedLength(first, false) + CHUNK, false);
            Output after = new Output(0, false);
            write(first, length, before);
            process(NO_DATA, 0);
            long transmitted = body.beginPart(partLength, before);
            body.endPart(transmitted, after);
            return new BodyFrame(Bytes.wrap(before.toByteArray()), transmitted, Bytes.wrap(after.toByteArray()));
        } catch (RuntimeException e) {
            fail();
            throw e;
        }
    }

    void fail() {
        conversation.fail(ourRole, CloseReason.OUR_ERROR);
    }

    /** Writes the events; the length of the body is what the head among them announces. */
    private void write(Event[] events, long length, Output out) {
        for (Event event : events) {
            if (event instanceof Response response) {
                response(response, length, out);
            } else if (event instanceof Request request) {
                request(request, length, out);
            } else if (event instanceof InformationalResponse response) {
                informational(response, out);
            } else {
                process(event, 0);
                if (event instanceof Data data) {
                    body.part(data.bytes(), out);
                } else if (event instanceof EndOfMessage end) {
                    body.end(end.trailers(), out);
                }
            }
        }
    }

    private void request(Request request, long length, Output out) {
        process(request, length);
        SendValidator.requireVersion(request.version());
        HeadWriter.request(request, out);
        body = bodyOf(length);
    }

    /** Left out for an HTTP/1.0 client, which knows no interim response (RFC 9110 §15.2). */
    private void informational(InformationalResponse response, Output out) {
        process(response, 0);
        SendValidator.requireVersion(response.version());
        boolean leaveOut = policy.has(Option.LEAVE_OUT_WHAT_MAY_NOT_BE_SENT);
        if (!leaveOut || !conversation.isHttp10()) {
            ResponseCleanUp cleanUp = leaveOut ? ResponseCleanUp.INTERIM : ResponseCleanUp.NONE;
            HeadWriter.response(response.statusCode(), response.reason(), response.headers(), cleanUp, out);
        }
    }

    private void response(Response response, long announced, Output out) {
        int status = response.statusCode();
        String method = conversation.requestMethod();
        boolean leaveOut = policy.has(Option.LEAVE_OUT_WHAT_MAY_NOT_BE_SENT);
        boolean hasNoBody = Framing.hasNoBody(status, method);

        long framing = framing(status, "HEAD".equals(method) ? "GET" : method, announced);
        long length = hasNoBody ? 0 : framing;
        boolean closes = !conversation.keepAlive() || length == Framing.UNTIL_CLOSE;
        ResponseCleanUp cleanUp = ResponseCleanUp.of(response, framing, closes, conversation, leaveOut);
        process(response, length);
        SendValidator.requireVersion(response.version());
        HeadWriter.response(status, response.reason(), response.headers(), cleanUp, out);
        if (leaveOut && (status == 204 || status == 205)) {
            body = BodyWriter.FORBIDDEN;
        } else {
            // what answers HEAD is what answers GET without its content (RFC 9110 §9.3.2), so that one handler serves
            // both
            boolean leftOut = hasNoBody && (leaveOut || "HEAD".equals(method));
            body = leftOut ? BodyWriter.LEFT_OUT : bodyOf(length);
        }
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

    /** How many bytes the events will become, or a few more. */
    private static int expectedLength(Event[] events, boolean passThrough) {
        int length = 0;
        for (Event event : events) {
            length = Math.addExact(length, expectedLength(event, passThrough));
        }
        return length;
    }

    private static int expectedLength(Event event, boolean passThrough) {
        if (event instanceof Response response) {
            return STATUS_LINE + response.reason().length() + response.headers().linesLength();
        }
        if (event instanceof Data data) {
            return passThrough ? CHUNK : data.bytes().length();
        }
        if (event instanceof Request request) {
            return REQUEST_LINE
                    + request.method().length()
                    + request.target().length()
                    + request.headers().linesLength();
        }
        return 0;
    }
}
