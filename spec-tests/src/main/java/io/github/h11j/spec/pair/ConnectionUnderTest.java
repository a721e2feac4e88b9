package io.github.h11j.spec.pair;

import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Role;
import io.github.h11j.State;
import java.util.List;

/**
 * One side of an HTTP/1.1 connection, as far as a test needs it: bytes in, events out; events in, bytes out. The terms
 * are those of h11j, but any implementation can be behind them. A new one begins with both peers {@link State#IDLE}.
 *
 * <p>A breach of the protocol, by either side, is a {@link RefusedException}. Anything else that its methods throw is a
 * bug, except for what they document.
 */
public interface ConnectionUnderTest {

    /**
     * Returns which side this is.
     *
     * @return the role
     */
    Role role();

    /**
     * Receives bytes that the peer sent. An empty array does not mean the end of the stream.
     *
     * @param bytes the caller may reuse the array: copy what is needed later
     * @throws IllegalStateException after {@link #receiveEnd(boolean)}
     */
    void receive(byte[] bytes);

    /**
     * Receives the end of the peer's stream. Later calls have no effect.
     *
     * @param orderly true for a FIN, false for a reset
     */
    void receiveEnd(boolean orderly);

    /**
     * Returns what the peer sent or did next.
     *
     * @return {@link Heard.Waiting#NEED_DATA} if more bytes must arrive first, {@link Heard.Waiting#PAUSED} if
     *     bytes must not be read now; {@link Heard.Closed} at every call once the peer has closed
     * @throws RefusedException if the peer broke the protocol; its state is then {@link State#ERROR}, and every later
     *     call throws with the same verdict
     */
    Heard next();

    /**
     * Returns whether it can send: {@link #send}, {@link #sendFailed} and {@link #startNextCycle} are called only if it
     * can.
     *
     * @return true by default; false for an implementation that only parses, see {@link ParserUnderTest}
     */
    default boolean sends() {
        return true;
    }

    /**
     * As a client, sends a request without content, so that its response can arrive.
     *
     * @param method of the request
     */
    default void asks(String method) {
        String target = method.equals("CONNECT") ? "a:1" : "/";
        send(List.of(new Request(method, target, Headers.of("Host", "a")), EndOfMessage.NO_TRAILERS));
    }

    /**
     * Sends events.
     *
     * @param events one or more
     * @return the bytes to write, possibly none
     * @throws RefusedException if one of them must not be sent; none of their bytes may be written, and either
     *     nothing has changed or this side is {@link State#ERROR}
     */
    byte[] send(List<Event> events);

    /** What was sent did not reach the peer: this side becomes {@link State#ERROR}, and sends nothing more. */
    void sendFailed();

    /**
     * Returns whether {@link #startNextCycle()} would succeed.
     *
     * @return whether it would
     */
    boolean isReusable();

    /**
     * Begins the next request and response.
     *
     * @throws RefusedException unless {@link #isReusable()}
     */
    void startNextCycle();

    /**
     * Returns the state of a peer, as this side sees it.
     *
     * @param peer either
     * @return the state
     */
    State state(Role peer);
}
