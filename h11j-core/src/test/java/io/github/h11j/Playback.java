package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Plays bytes of one peer to a connection of the other, cut as one likes. A server answers each request that has ended
 * with an empty 200 (CONNECT with 400) and begins the next cycle if it can; a client does nothing.
 */
final class Playback {

    final Connection connection;
    private final List<Object> happenings = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private Optional<RemoteProtocolException> error = Optional.empty();

    Playback(Role sender, Policy policy, Setup setup) {
        Policy reporting = policy.with((Policy.ToleranceListener)
                (role, violation, offset, excerpt) -> happen(role + " " + violation + " tolerated at " + offset));
        connection = sender == Role.CLIENT ? Connection.server(reporting) : Connection.client(reporting);
        setup.prepare(connection);
    }

    static Transcript play(Role sender, Policy policy, Setup setup, byte[] bytes, Ending ending, int... cuts) {
        Playback playback = new Playback(sender, policy, setup);
        int from = 0;
        for (int cut : cuts) {
            playback.feed(bytes, from, cut);
            from = cut;
        }
        playback.feed(bytes, from, bytes.length);
        playback.end(ending);
        return playback.transcript();
    }

    /** The same from memory that is lent and taken back: of the heap, or direct. */
    static Transcript playBorrowed(
            Role sender, Policy policy, Setup setup, byte[] bytes, Ending ending, boolean direct) {
        Playback playback = new Playback(sender, policy, setup);
        ByteBuffer lent = direct ? ByteBuffer.allocateDirect(bytes.length) : ByteBuffer.allocate(bytes.length);
        playback.connection.receiveBorrowed(lent.put(bytes).flip());
        playback.drain();
        playback.end(ending);
        return playback.transcript();
    }

    /** Plays whole, byte by byte, at every single cut, and borrowed, which must all give the same. */
    static Transcript playEveryCut(Role sender, Policy policy, Setup setup, byte[] bytes, Ending ending) {
        Transcript whole = play(sender, policy, setup, bytes, ending);
        assertThat(play(sender, policy, setup, bytes, ending, Wire.everyByte(bytes.length)))
                .as("byte by byte")
                .isEqualTo(whole);
        for (boolean direct : new boolean[] {false, true}) {
            assertThat(playBorrowed(sender, policy, setup, bytes, ending, direct))
                    .as(direct ? "direct memory" : "memory of the heap")
                    .isEqualTo(whole);
        }
        for (int cut = 1; cut < bytes.length; cut++) {
            assertThat(play(sender, policy, setup, bytes, ending, cut))
                    .as("cut at %d", cut)
                    .isEqualTo(whole);
        }
        return whole;
    }

    /** A request, or what else a client sends, under a policy, at every cut. */
    static Transcript fromClient(Policy policy, String bytes) {
        return playEveryCut(Role.CLIENT, policy, Setup.NOTHING, Wire.bytes(bytes), Ending.OPEN);
    }

    static Transcript fromClient(String bytes) {
        return fromClient(Policy.STRICT, bytes);
    }

    /** What a server answers to GET, at every cut. */
    static Transcript fromServer(Policy policy, String bytes) {
        return playEveryCut(Role.SERVER, policy, Setup.GET_SENT, Wire.bytes(bytes), Ending.OPEN);
    }

    static Transcript fromServer(String bytes) {
        return fromServer(Policy.STRICT, bytes);
    }

    void feed(byte[] bytes, int from, int to) {
        connection.receiveData(bytes, from, to - from);
        drain();
    }

    void end(Ending ending) {
        switch (ending) {
            case OPEN -> {}
            case EOF -> connection.receiveEof();
            case ABORT -> connection.receiveAbort();
        }
        drain();
    }

    private void drain() {
        boolean more = error.isEmpty();
        while (more) {
            try {
                more = take(connection.nextEvent());
            } catch (RemoteProtocolException e) {
                error = Optional.of(e);
                more = false;
            }
        }
    }

    private boolean take(NextEvent next) {
        if (next instanceof Signal) {
            return false;
        }
        if (next instanceof Data data) {
            body.append(data.chunkStart() ? "<" : "")
                    .append(Wire.text(data.bytes()))
                    .append(data.chunkEnd() ? ">" : "");
            return true;
        }
        if (next instanceof ConnectionClosed && happenings.contains(next)) {
            return false;
        }
        happen(next);
        if (next instanceof EndOfMessage) {
            answer();
        }
        return !(next instanceof ConnectionClosed);
    }

    private void answer() {
        if (connection.ourRole() == Role.SERVER && connection.ourState() == State.SEND_RESPONSE) {
            boolean tunnel = connection.theirState() == State.MIGHT_SWITCH_PROTOCOL;
            connection.send(new Response(tunnel ? 400 : 200, Headers.of("Content-Length", "0")), new EndOfMessage());
            if (connection.isReusable()) {
                connection.startNextCycle();
            }
        }
    }

    private void happen(Object happening) {
        flushBody();
        happenings.add(happening);
    }

    private void flushBody() {
        if (!body.isEmpty()) {
            happenings.add("Data " + body);
            body.setLength(0);
        }
    }

    Transcript transcript() {
        flushBody();
        return new Transcript(
                List.copyOf(happenings),
                error.map(RemoteProtocolException::violation),
                error.map(RemoteProtocolException::offset).orElse(OptionalLong.empty()),
                connection.theirState(),
                connection.ourState(),
                error.isPresent() ? "" : Wire.text(connection.trailingData().bytes()));
    }

    RemoteProtocolException error() {
        return error.orElseThrow();
    }
}
