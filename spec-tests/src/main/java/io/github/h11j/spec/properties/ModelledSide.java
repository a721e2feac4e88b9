package io.github.h11j.spec.properties;

import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Role;
import io.github.h11j.State;
import io.github.h11j.StateMachine.Switch;
import io.github.h11j.spec.generators.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one side of a connection must be and must have heard, after all that it sent and all that arrived. */
final class ModelledSide {

    /** What happens to events to send. */
    enum Verdict {
        SENT,
        /** Nothing has changed. */
        REFUSED
    }

    /** How the body of the message that is being sent is written. */
    private enum Mode {
        LENGTH,
        CHUNKED,
        LEFT_OUT,
        FORBIDDEN
    }

    /** An event on its way to this side: complete when this many bytes of the stream have arrived. */
    private record Due(Event event, boolean closes, long end) {}

    /** This many bytes identify a response. */
    private static final int STATUS_KNOWN = "HTTP/1.1 200".length();

    private final Role role;
    final ReferenceModel states = new ReferenceModel();

    /** Of the current request. */
    private String method = "";

    private boolean offers;

    private Mode mode = Mode.LENGTH;
    private long remaining;
    /** Whether the peer will hear the end of the message that is being sent, or has. */
    private boolean endIsOnItsWay;

    private final ArrayDeque<Due> due = new ArrayDeque<>();
    private long sentToIt;
    private long arrived;
    private long read;
    private boolean ended;
    private boolean refuses;

    /** The events that it must have heard, but for data. */
    final List<Due> heard = new ArrayList<>();
    /** For each message, what was sent to it as content. */
    private final List<ByteString> contents = new ArrayList<>(List.of(ByteString.EMPTY));

    ModelledSide(Role role) {
        this.role = role;
    }

    /** Returns what sending would return. */
    Verdict judge(Event event) {
        return judge(event, states.copy());
    }

    private Verdict judge(Event event, ReferenceModel table) {
        if (isFaulty(event) || (event instanceof Request && hasUnsolicited())) {
            return Verdict.REFUSED;
        }
        if (!process(role, event, table, event instanceof Request request ? request.method() : method)) {
            return Verdict.REFUSED;
        }
        return fitsBody(event) ? Verdict.SENT : Verdict.REFUSED;
    }

    /** What no state allows. */
    private static boolean isFaulty(Event event) {
        return (event instanceof Request request && !request.headers().contains("Host"))
                || (event instanceof EndOfMessage end && end.trailers().contains("Host"));
    }

    private boolean fitsBody(Event event) {
        if (event instanceof Data data) {
            return switch (mode) {
                case LENGTH -> data.bytes().length() <= remaining;
                case CHUNKED, LEFT_OUT -> true;
                case FORBIDDEN -> data.bytes().isEmpty();
            };
        }
        if (event instanceof EndOfMessage end) {
            boolean complete = mode != Mode.LENGTH || remaining == 0;
            return complete && (end.trailers().isEmpty() || mode == Mode.CHUNKED || mode == Mode.LEFT_OUT);
        }
        return true;
    }

    /** Sends an event; whether the head says that the connection ends, as the peer will read it. */
    boolean send(Event event) {
        boolean saysClose = isHead(event) && headers(event).containsToken("Connection", "close");
        boolean closes = saysClose || (event instanceof Response && !states.keepAlive());
        process(role, event, states, event instanceof Request request ? request.method() : method);
        if (event instanceof Request request) {
            method = request.method();
            offers = offersUpgrade(request);
            endIsOnItsWay = false;
            begin(request.headers());
        } else if (event instanceof Response response) {
            endIsOnItsWay = false;
            begin(response);
        } else if (event instanceof Data data) {
            remaining -= mode == Mode.LENGTH ? data.bytes().length() : 0;
        }
        if (saysClose) {
            states.disableKeepAlive();
        }
        return closes;
    }

    /** Returns whether the bytes sent so far end the message: they do where no more may follow. Said once a message. */
    boolean endsMessage(Event event) {
        boolean ends =
                states.state(role) == State.SEND_BODY && (mode == Mode.LENGTH ? remaining == 0 : mode != Mode.CHUNKED);
        boolean first = (ends || event instanceof EndOfMessage) && !endIsOnItsWay;
        endIsOnItsWay |= first;
        return first;
    }

    private void begin(Headers headers) {
        Optional<String> length = headers.first("Content-Length");
        boolean chunked = headers.contains("Transfer-Encoding");
        mode = chunked ? Mode.CHUNKED : Mode.LENGTH;
        remaining = chunked ? 0 : length.map(Long::valueOf).orElse(0L);
    }

    private void begin(Response response) {
        int status = response.statusCode();
        if (status == 204) {
            mode = Mode.FORBIDDEN;
        } else if (status == 304 || method.equals("HEAD") || isTunnel(response, method)) {
            mode = Mode.LEFT_OUT;
        } else if (response.headers().contains("Content-Length")) {
            begin(response.headers());
        } else {
            mode = Mode.CHUNKED;
        }
    }

    /** Returns whether what is sent now as content reaches the peer. */
    boolean transmits() {
        return mode != Mode.LEFT_OUT;
    }

    private boolean process(Role sender, Event event, ReferenceModel table, String requestMethod) {
        Optional<Switch> accepts = Optional.empty();
        if (event instanceof Request request) {
            if (table.state(Role.CLIENT) != State.IDLE || table.state(Role.SERVER) != State.IDLE) {
                return false;
            }
            if (request.method().equals("CONNECT")) {
                table.propose(Switch.CONNECT);
            }
            if (offersUpgrade(request)) {
                table.propose(Switch.UPGRADE);
            }
        } else if (event instanceof InformationalResponse response && response.statusCode() == 101) {
            if (!offers) {
                return false;
            }
            accepts = Optional.of(Switch.UPGRADE);
        } else if (event instanceof Response response && isTunnel(response, requestMethod)) {
            accepts = Optional.of(Switch.CONNECT);
        }
        return table.send(sender, event.type(), accepts);
    }

    private static boolean isTunnel(Response response, String requestMethod) {
        return response.statusCode() < 300 && requestMethod.equals("CONNECT");
    }

    private static boolean offersUpgrade(Request request) {
        return request.headers().contains("Upgrade");
    }

    static boolean isHead(Event event) {
        return event instanceof Request || event instanceof Response || event instanceof InformationalResponse;
    }

    static Headers headers(Event event) {
        if (event instanceof Request request) {
            return request.headers();
        }
        return event instanceof Response response ? response.headers() : ((InformationalResponse) event).headers();
    }

    void fail() {
        states.fail(role);
        read();
    }

    boolean mayStartNextCycle() {
        return states.state(Role.CLIENT) == State.DONE && states.state(Role.SERVER) == State.DONE && !hasUnsolicited();
    }

    void startNextCycle() {
        states.startNextCycle();
        method = "";
        offers = false;
        read();
    }

    /** The peer has sent an event that takes this many bytes on the wire. */
    void onItsWay(Event event, boolean closes, int bytes, boolean transmitted) {
        sentToIt += bytes;
        if (!(event instanceof Data data)) {
            due.add(new Due(event, closes, sentToIt));
            if (event instanceof EndOfMessage) {
                contents.add(ByteString.EMPTY);
            }
        } else if (transmitted) {
            int last = contents.size() - 1;
            contents.set(
                    last, contents.get(last).then(ByteString.of(data.bytes().toByteArray())));
        }
    }

    void arrive(int bytes) {
        arrived += bytes;
        read();
    }

    void arriveEnd() {
        ended = true;
        read();
    }

    private Role peer() {
        return role.peer();
    }

    private boolean hasUnread() {
        return arrived > read && !refuses;
    }

    private boolean hasUnsolicited() {
        State server = states.state(Role.SERVER);
        return role == Role.CLIENT && hasUnread() && (server == State.IDLE || server == State.DONE);
    }

    boolean refuses() {
        return refuses;
    }

    boolean isPaused() {
        return !refuses
                && switch (states.state(peer())) {
                    case MIGHT_SWITCH_PROTOCOL, SWITCHED_PROTOCOL -> true;
                    case DONE -> peer() == Role.CLIENT && hasUnread();
                    default -> false;
                };
    }

    /** Reads what the states allow it to read of what has arrived. */
    void read() {
        boolean more = true;
        while (more && !refuses && !isPaused()) {
            more = readNext();
        }
    }

    private boolean readNext() {
        State theirs = states.state(peer());
        switch (theirs) {
            case MUST_CLOSE, CLOSED -> {
                read = arrived; // it must not be read any more
                due.clear();
                return closed(theirs == State.MUST_CLOSE);
            }
            case DONE -> {
                return peer() == Role.CLIENT ? closed(true) : unsolicited();
            }
            case IDLE -> {
                return peer() == Role.CLIENT ? nextDue(!hasUnread()) : unsolicited();
            }
            default -> {
                return nextDue(false);
            }
        }
    }

    private boolean closed(boolean first) {
        if (ended && first) {
            hear(new Due(new ConnectionClosed(), true, arrived)); // who answers after that says close
            return true;
        }
        return false;
    }

    /** Bytes from a server without a pending request are not a response (RFC 9112 §9.2). */
    private boolean unsolicited() {
        if (!hasUnread()) {
            return closed(true);
        }
        if (arrived - read >= STATUS_KNOWN || ended) {
            refuse();
        }
        return false;
    }

    private boolean nextDue(boolean mayEnd) {
        Due next = due.peek();
        if (next != null && next.end() <= arrived) {
            due.remove();
            hear(next);
            return true;
        }
        if (ended && mayEnd) {
            return closed(true);
        }
        if (ended) {
            refuse(); // the message is not complete
        }
        return false;
    }

    private void hear(Due next) {
        Event event = next.event();
        if (!process(peer(), event, states, event instanceof Request request ? request.method() : method)) {
            refuse();
            return;
        }
        read = Math.max(read, next.end());
        heard.add(next);
        if (event instanceof Request request) {
            method = request.method();
            offers = offersUpgrade(request);
        }
        if (next.closes()) {
            states.disableKeepAlive();
        }
    }

    private void refuse() {
        refuses = true;
        states.fail(peer());
        states.disableKeepAlive();
    }

    /** Compares what was heard with what must have been. */
    Optional<String> difference(List<Event> received) {
        int message = 0;
        int i = 0;
        ByteString content = ByteString.EMPTY;
        for (Event event : received) {
            if (event instanceof Data data) {
                content = ByteString.of(data.bytes().toByteArray());
                continue;
            }
            if (i == heard.size() || !isSame(event, heard.get(i))) {
                String expected = i == heard.size() ? "nothing" : heard.get(i).toString();
                return Optional.of("heard " + event + " where " + expected + " is due");
            }
            i++;
            if (event instanceof EndOfMessage) {
                if (!content.equals(contents.get(message))) {
                    return Optional.of("heard " + content + " as all of " + contents.get(message));
                }
                message++;
                content = ByteString.EMPTY;
            }
        }
        if (!content.isPrefixOf(contents.get(message))) {
            return Optional.of("heard " + content + " of " + contents.get(message));
        }
        return i == heard.size() ? Optional.empty() : Optional.of("did not hear " + heard.get(i));
    }

    /** Equal but for framing fields of responses, which a sender may have to change, and for Connection. */
    private static boolean isSame(Event event, Due expected) {
        if (event instanceof Response response && expected.event() instanceof Response sent) {
            return response.statusCode() == sent.statusCode()
                    && response.reason().equals(sent.reason())
                    && response.headers().containsToken("Connection", "close") == expected.closes()
                    && withoutFraming(response.headers()).equals(withoutFraming(sent.headers()));
        }
        return event.equals(expected.event());
    }

    private static Headers withoutFraming(Headers headers) {
        return headers.without("Content-Length").without("Transfer-Encoding").without("Connection");
    }
}
