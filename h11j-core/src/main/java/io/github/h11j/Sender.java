package io.github.h11j;

/** The sending half of a connection: our events in, bytes out. */
final class Sender {

    /** The bytes of a request line beside its method and target, and of the empty line. */
    private static final int REQUEST_LINE = 14;
    /** The bytes of a status line beside its reason phrase, and of the empty line. */
    private static final int STATUS_LINE = 17;
    /** The bytes around a chunk; generous. */
    private static final int CHUNK = 24;

    private final Role ourRole;
    private final Conversation conversation;
    private final MessageWriter writer;

    Sender(Policy policy, Role ourRole, Conversation conversation) {
        this(ourRole, conversation, new MessageWriter(policy, ourRole));
    }

    private Sender(Role ourRole, Conversation conversation, MessageWriter writer) {
        this.ourRole = ourRole;
        this.conversation = conversation;
        this.writer = writer;
    }

    /** Goes through all of it on a copy of the conversation. */
    void rehearse(Event[] events) {
        writer.check(events);
        new Sender(ourRole, conversation.copy(), writer.copy()).writeAll(events, new Output(0, false));
    }

    /** Sends the events; after a fault our state is ERROR. */
    Output send(Event[] events, boolean passThrough) {
        writer.check(events);
        Output out = new Output(expectedLength(events, passThrough), passThrough);
        try {
            writeAll(events, out);
        } catch (RuntimeException e) {
            fail();
            throw e;
        }
        return out;
    }

    /** Sends the events and accounts for a part of the body that travels outside. */
    BodyFrame sendBody(long length, Event[] first) {
        writer.check(first);
        try {
            Output before = new Output(expectedLength(first, false) + CHUNK, false);
            Output after = new Output(0, false);
            writeAll(first, before);
            process(new Data(Bytes.EMPTY));
            long transmitted = writer.beginPart(length, before);
            writer.endPart(transmitted, after);
            return new BodyFrame(Bytes.wrap(before.toByteArray()), transmitted, Bytes.wrap(after.toByteArray()));
        } catch (RuntimeException e) {
            fail();
            throw e;
        }
    }

    void fail() {
        conversation.fail(ourRole, CloseReason.OUR_ERROR);
    }

    private void writeAll(Event[] events, Output out) {
        for (Event event : events) {
            write(event, out);
        }
    }

    private void write(Event event, Output out) {
        if (event instanceof Response response) {
            boolean closes = writer.response(response, conversation, out);
            process(event);
            MessageWriter.checkVersion(response.version());
            if (closes) {
                conversation.disableKeepAlive(CloseReason.BODY_ENDS_AT_CLOSE);
            }
            return;
        }
        process(event);
        if (event instanceof Data data) {
            writer.data(data.bytes(), out);
        } else if (event instanceof EndOfMessage end) {
            writer.end(end.trailers(), out);
        } else if (event instanceof Request request) {
            writer.request(request, out);
        } else if (event instanceof InformationalResponse response) {
            writer.informational(response, conversation, out);
        }
    }

    private void process(Event event) {
        State state = conversation.state(ourRole);
        Violation violation = conversation.process(ourRole, event);
        if (violation != null) {
            throw new LocalProtocolException(violation, event.type() + " from " + ourRole + " in state " + state);
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
