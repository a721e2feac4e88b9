package io.github.h11j.spec.properties;

import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Policy;
import io.github.h11j.Response;
import io.github.h11j.Role;
import io.github.h11j.State;
import io.github.h11j.spec.generators.ByteString;
import io.github.h11j.spec.pair.ConnectionUnderTest;
import io.github.h11j.spec.pair.H11jConnection;
import io.github.h11j.spec.pair.Heard;
import io.github.h11j.spec.pair.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Implementations that are broken in one way each. */
final class Mutants {

    private Mutants() {}

    /** h11j, except for what a subclass breaks. */
    static class Sound implements ConnectionUnderTest {
        private final ConnectionUnderTest sound;

        Sound(Role role) {
            this.sound = H11jConnection.of(role, Policy.STRICT);
        }

        @Override
        public Role role() {
            return sound.role();
        }

        @Override
        public void receive(byte[] bytes) {
            sound.receive(bytes);
        }

        @Override
        public void receiveEnd(boolean orderly) {
            sound.receiveEnd(orderly);
        }

        @Override
        public Heard next() {
            return sound.next();
        }

        @Override
        public byte[] send(List<Event> events) {
            return sound.send(events);
        }

        @Override
        public void sendFailed() {
            sound.sendFailed();
        }

        @Override
        public boolean isReusable() {
            return sound.isReusable();
        }

        @Override
        public void startNextCycle() {
            sound.startNextCycle();
        }

        @Override
        public State state(Role peer) {
            return sound.state(peer);
        }
    }

    /** Takes an LF that arrives alone for the end of a line that it has seen. */
    static final class LosesLineFeeds extends Sound {
        LosesLineFeeds(Role role) {
            super(role);
        }

        @Override
        public void receive(byte[] bytes) {
            super.receive(bytes.length == 1 && bytes[0] == '\n' ? new byte[0] : bytes);
        }
    }

    /** Counts the offset of a fault from the start of its piece. */
    static final class CountsFromThePiece extends Sound {
        private long before;
        private long last;

        CountsFromThePiece(Role role) {
            super(role);
        }

        @Override
        public void receive(byte[] bytes) {
            before += last;
            last = bytes.length;
            super.receive(bytes);
        }

        @Override
        public Heard next() {
            try {
                return super.next();
            } catch (RefusedException e) {
                throw new RefusedException(
                        e.rule(), OptionalLong.of(Math.max(0, e.offset().orElseThrow() - before)), e);
            }
        }
    }

    /** Forgets trailers when it sends. */
    static final class LosesTrailers extends Sound {
        LosesTrailers(Role role) {
            super(role);
        }

        @Override
        public byte[] send(List<Event> events) {
            return super.send(events.stream()
                    .map(event -> event instanceof EndOfMessage ? new EndOfMessage() : event)
                    .toList());
        }
    }

    /** Adds a field with a unique number to each response. */
    static final class NumbersResponses extends Sound {
        private static int number;

        NumbersResponses(Role role) {
            super(role);
        }

        @Override
        public byte[] send(List<Event> events) {
            List<Event> numbered = new ArrayList<>(events);
            numbered.replaceAll(event -> event instanceof Response response
                    ? new Response(
                            response.statusCode(), response.headers().withAdded("x-number", String.valueOf(number++)))
                    : event);
            return super.send(numbered);
        }
    }

    /** Throws its own exception. */
    static final class ThrowsAnything extends Sound {
        ThrowsAnything(Role role) {
            super(role);
        }

        @Override
        public Heard next() {
            try {
                return super.next();
            } catch (RefusedException e) {
                throw new IndexOutOfBoundsException(e.rule());
            }
        }
    }

    /** Ignores what it cannot send. */
    static final class SwallowsFailures extends Sound {
        SwallowsFailures(Role role) {
            super(role);
        }

        @Override
        public byte[] send(List<Event> events) {
            return state(role()) == State.ERROR ? new byte[0] : super.send(events);
        }
    }

    /** Takes any end of the stream in a body for the end of the body. */
    static final class EndsBodiesEarly extends Sound {
        private boolean saidSo;

        EndsBodiesEarly(Role role) {
            super(role);
        }

        @Override
        public Heard next() {
            try {
                return super.next();
            } catch (RefusedException e) {
                if (!e.rule().equals("EOF_IN_BODY")) {
                    throw e;
                }
                Heard next = saidSo ? new Heard.Closed() : new Heard.End(List.of());
                saidSo = true;
                return next;
            }
        }
    }

    /** Takes a reset for an orderly end. */
    static final class TrustsResets extends Sound {
        TrustsResets(Role role) {
            super(role);
        }

        @Override
        public void receiveEnd(boolean orderly) {
            super.receiveEnd(true);
        }
    }

    /** Keeps a body until it is complete. */
    static final class CollectsBodies extends Sound {
        private final List<ByteString> body = new ArrayList<>();
        private boolean complete;

        CollectsBodies(Role role) {
            super(role);
        }

        @Override
        public Heard next() {
            if (complete) {
                complete = false;
                return new Heard.End(List.of());
            }
            Heard next = super.next();
            while (next instanceof Heard.Content content) {
                body.add(content.bytes());
                next = super.next();
            }
            if (next instanceof Heard.End && !body.isEmpty()) {
                complete = true;
                ByteString whole = ByteString.join(body);
                body.clear();
                return new Heard.Content(whole);
            }
            return next;
        }
    }

    /** Copies everything it has received whenever more arrives, up to this limit, or its tests would not end. */
    static final class CopiesAgain extends Sound {
        private static final int MOST = 20_000;
        private ByteString all = ByteString.EMPTY;

        CopiesAgain(Role role) {
            super(role);
        }

        @Override
        public void receive(byte[] bytes) {
            all = all.length() > MOST ? ByteString.EMPTY : all.then(ByteString.of(bytes));
            super.receive(bytes);
        }
    }

    /** Does not let a response say that the connection ends. */
    static final class ForgetsToClose extends Sound {
        ForgetsToClose(Role role) {
            super(role);
        }

        @Override
        public byte[] send(List<Event> events) {
            return super.send(events.stream()
                    .map(event -> event instanceof Response response
                            ? new Response(
                                    response.statusCode(), response.headers().without("Connection"))
                            : event)
                    .toList());
        }
    }

    /** Reports one signal less: is never paused. */
    static final class NeverPauses extends Sound {
        NeverPauses(Role role) {
            super(role);
        }

        @Override
        public Heard next() {
            Heard next = super.next();
            return next == Heard.Waiting.PAUSED ? Heard.Waiting.NEED_DATA : next;
        }
    }
}
