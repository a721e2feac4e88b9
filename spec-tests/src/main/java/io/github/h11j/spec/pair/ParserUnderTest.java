package io.github.h11j.spec.pair;

import io.github.h11j.Event;
import io.github.h11j.Role;
import io.github.h11j.State;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An implementation that only parses: bytes in, events out. A subclass parses the bytes and reports the result with
 * {@link #hear(Heard)} and {@link #refuse}; this class keeps the states, the end of the stream and the order. It sends
 * nothing, is never paused, and reads one message after another.
 */
public abstract class ParserUnderTest implements ConnectionUnderTest {

    private final Role role;
    private final ArrayDeque<Heard> heard = new ArrayDeque<>();
    private @Nullable RefusedException refused;
    private State theirs = State.IDLE;
    private boolean ended;

    /**
     * A new parser.
     *
     * @param role {@link Role#SERVER} if it parses requests, {@link Role#CLIENT} if it parses responses
     */
    protected ParserUnderTest(Role role) {
        this.role = role;
    }

    /**
     * Parses bytes. Not called after a refusal or after {@link #parseEnd}.
     *
     * @param bytes a copy that the parser may keep
     * @throws Exception a bug in the parser: a breach of the protocol is reported with {@link #refuse}
     */
    protected abstract void parse(byte[] bytes) throws Exception;

    /**
     * The peer's stream has ended. Events reported here come before {@link Heard.Closed}, which is added automatically
     * where the stream may end: before a message, or after one.
     *
     * @param orderly true for a FIN, false for a reset
     * @throws Exception a bug in the parser
     */
    protected abstract void parseEnd(boolean orderly) throws Exception;

    /**
     * The next response answers a request without content with this method. A response parser has to know about HEAD
     * and CONNECT.
     *
     * @param method of the request
     */
    @Override
    public void asks(String method) {}

    /**
     * Reports an event.
     *
     * @param event a head, content, or an end; in order
     */
    protected final void hear(Heard event) {
        heard.add(event);
    }

    /**
     * Reports that the peer broke the protocol. Only the first refusal counts. Report no event
     * after it.
     *
     * @param rule the parser's name for the rule, the same for the same bytes however they are cut
     * @param offset how many bytes the peer had sent before the offending one, if the parser says
     * @param cause what it threw, if it did
     */
    protected final void refuse(String rule, OptionalLong offset, @Nullable Throwable cause) {
        if (refused == null) {
            refused = new RefusedException(rule, offset, cause);
        }
    }

    @Override
    public final Role role() {
        return role;
    }

    @Override
    public final boolean sends() {
        return false;
    }

    @Override
    public final void receive(byte[] bytes) {
        if (ended) {
            throw new IllegalStateException("the stream has ended");
        }
        if (refused == null) {
            parsing(() -> parse(bytes.clone()));
        }
    }

    @Override
    public final void receiveEnd(boolean orderly) {
        if (!ended && refused == null) {
            parsing(() -> parseEnd(orderly));
        }
        ended = true;
    }

    /** What may throw anything. */
    private interface Parsing {
        void run() throws Exception;
    }

    private static void parsing(Parsing parsing) {
        try {
            parsing.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the parser threw " + e, e);
        }
    }

    @Override
    public final Heard next() {
        Heard next = heard.poll();
        if (next != null) {
            theirs = after(next);
            return next;
        }
        if (refused == null && ended && theirs == State.SEND_BODY) {
            refused = new RefusedException("the stream ended within a message", OptionalLong.empty(), null);
        }
        if (refused != null) {
            theirs = State.ERROR;
            throw refused;
        }
        if (ended) {
            theirs = State.CLOSED;
            return new Heard.Closed();
        }
        return Heard.Waiting.NEED_DATA;
    }

    private State after(Heard next) {
        if (next instanceof Heard.RequestHead) {
            return State.SEND_BODY;
        } else if (next instanceof Heard.ResponseHead head) {
            return head.status() < 200 ? theirs : State.SEND_BODY;
        } else if (next instanceof Heard.End) {
            return State.IDLE;
        }
        return theirs;
    }

    @Override
    public final State state(Role peer) {
        return peer == role ? State.IDLE : theirs;
    }

    @Override
    public final boolean isReusable() {
        return false;
    }

    @Override
    public final byte[] send(List<Event> events) {
        throw new UnsupportedOperationException("a parser sends nothing");
    }

    @Override
    public final void sendFailed() {
        throw new UnsupportedOperationException("a parser sends nothing");
    }

    @Override
    public final void startNextCycle() {
        throw new UnsupportedOperationException("a parser has no cycles");
    }
}
