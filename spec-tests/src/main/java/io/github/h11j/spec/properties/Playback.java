package io.github.h11j.spec.properties;

import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Response;
import io.github.h11j.Role;
import io.github.h11j.State;
import io.github.h11j.spec.generators.ByteString;
import io.github.h11j.spec.generators.Message;
import io.github.h11j.spec.generators.Segmentation;
import io.github.h11j.spec.pair.ConnectionUnderTest;
import io.github.h11j.spec.pair.Heard;
import io.github.h11j.spec.pair.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plays what one peer sends to a connection of the other. A server answers each request that has ended with an empty
 * 200, a proposed switch with 400, and begins the next cycle if it can.
 */
final class Playback {

    private final ConnectionUnderTest connection;
    private final List<Heard> events = new ArrayList<>();
    private final List<ByteString> data = new ArrayList<>();
    private Optional<String> verdict = Optional.empty();
    private boolean closed;
    private boolean paused;
    private long calls;
    private long heard;
    private long contentHeard;

    Playback(ConnectionUnderTest connection) {
        this.connection = connection;
    }

    /** Plays bytes of a message's sender to a new connection, which has asked for it if it is a response. */
    static Playback of(ConnectionSource source, Message message) {
        Playback playback = new Playback(source.connection(message.sender().peer()));
        if (message.sender() == Role.SERVER) {
            playback.ask(message.method());
        }
        return playback;
    }

    /** Sends a request without body. */
    void ask(String method) {
        connection.asks(method);
    }

    Playback feed(ByteString bytes, Segmentation cuts) {
        for (ByteString piece : cuts.cut(bytes)) {
            feed(piece.toByteArray());
        }
        return this;
    }

    void feed(byte[] piece) {
        connection.receive(piece);
        drain();
    }

    Playback end(boolean orderly) {
        connection.receiveEnd(orderly);
        drain();
        return this;
    }

    private void drain() {
        boolean more = verdict.isEmpty();
        while (more) {
            calls++;
            try {
                more = take(connection.next());
            } catch (RefusedException e) {
                verdict = Optional.of(e.verdict());
                more = false;
            }
        }
    }

    private boolean take(Heard next) {
        paused = next == Heard.Waiting.PAUSED;
        heard += next instanceof Heard.Waiting ? 0 : 1;
        if (next instanceof Heard.Content part) {
            contentHeard += part.bytes().length();
            data.add(part.bytes());
            return true;
        }
        if (next instanceof Heard.Waiting || (closed && next instanceof Heard.Closed)) {
            return false;
        }
        joinData();
        events.add(next);
        closed |= next instanceof Heard.Closed;
        if (next instanceof Heard.End && connection.role() == Role.SERVER && connection.sends()) {
            answer();
        }
        return true;
    }

    private void answer() {
        if (connection.state(Role.SERVER) == State.SEND_RESPONSE) {
            boolean proposed = connection.state(Role.CLIENT) == State.MIGHT_SWITCH_PROTOCOL;
            Response refusal = new Response(proposed ? 400 : 200, Headers.of("Content-Length", "0"));
            connection.send(List.of(refusal, EndOfMessage.NO_TRAILERS));
        }
        nextCycle();
    }

    /** Begins the next cycle if it can. */
    void nextCycle() {
        if (connection.isReusable()) {
            connection.startNextCycle();
        }
    }

    private void joinData() {
        if (!data.isEmpty()) {
            events.add(new Heard.Content(ByteString.join(data)));
            data.clear();
        }
    }

    /** Returns how often an event was asked for. */
    long calls() {
        return calls;
    }

    /** Returns how many events it said, those of data one by one. */
    long heard() {
        return heard;
    }

    /** Returns how many bytes its data have. */
    long contentHeard() {
        return contentHeard;
    }

    boolean isPaused() {
        return paused;
    }

    boolean isRefused() {
        return verdict.isPresent();
    }

    Hearing hearing() {
        joinData();
        Role role = connection.role();
        return new Hearing(events, verdict, connection.state(role.peer()), connection.state(role));
    }
}
