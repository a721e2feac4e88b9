package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the listener throws comes out, ends the peer's side, and is never held against the peer. */
class ListenerFailureTest {

    /** Throws without declaring, as Kotlin and Lombok do. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private static List<Throwable> thrown() {
        return List.of(
                new IllegalArgumentException("mine"),
                new AssertionError("mine"),
                new StackOverflowError(),
                new IOException("mine"),
                new InterruptedException(),
                new RemoteProtocolException(Violation.BARE_CR, 3, "", "", -1),
                new Throwable("mine") {
                    private static final long serialVersionUID = 1L;

                    @Override
                    @SuppressWarnings("OverrideThrowableToString") // to fail there is the point
                    public String toString() {
                        throw new IllegalStateException("not even this");
                    }
                });
    }

    /** What is tolerated somewhere in a message: at its start, in its fields, its framing, its chunks, its trailers. */
    private record Case(Role sender, String bytes) {}

    private static final List<Case> CASES = List.of(
            new Case(Role.CLIENT, "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
            new Case(Role.CLIENT, "GET /{ HTTP/1.1\r\nHost: a\r\n\r\n"),
            new Case(
                    Role.CLIENT,
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5 \r\nhello\r\n0\r\n\r\n"),
            new Case(
                    Role.CLIENT, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nAge: 1\r\n\r\n"),
            new Case(Role.SERVER, "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"),
            new Case(Role.SERVER, "HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 0\r\n\r\n"),
            new Case(Role.SERVER, "HTTP/1.1 200 OK\r\nContent-Length: 0, 0\r\n\r\n"));

    /** Something to throw, whose text a test runner must not ask for. */
    private record Thrown(Throwable it) {
        @Override
        public String toString() {
            return it.getClass().getName();
        }
    }

    private static Stream<Arguments> cases() {
        return CASES.stream().flatMap(each -> thrown().stream().map(thrown -> Arguments.of(each, new Thrown(thrown))));
    }

    private static Policy policy(Throwable thrown) {
        return Policy.STRICT
                .tolerating(Role.CLIENT, Violation.TARGET_CHARACTER, Violation.WHITESPACE_AFTER_CHUNK_SIZE)
                .with((sender, violation, offset, excerpt) -> ListenerFailureTest.<RuntimeException>sneak(thrown));
    }

    private static Connection connection(Case each, Throwable thrown) {
        return each.sender == Role.CLIENT
                ? Connection.server(policy(thrown))
                : Talk.clientAfter(policy(thrown), "GET", "");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void it_comes_out_and_the_peer_is_not_blamed(Case each, Thrown wrapped) {
        Throwable thrown = wrapped.it;
        for (Memory kind : Memory.values()) {
            Connection connection = connection(each, thrown);
            connection.receiveBorrowed(kind.of(each.bytes));
            List<Bytes> bodies = new ArrayList<>();
            Throwable caught = catchThrowable(() -> {
                while (connection.nextEvent() instanceof Event event) {
                    if (event instanceof Data data) {
                        bodies.add(data.bytes());
                    }
                }
            });

            assertThat(caught == thrown).isTrue();
            assertThat(connection.theirState()).isEqualTo(State.ERROR);
            assertThat(connection.closeReason()).contains(CloseReason.READING_ABANDONED);
            assertThat(connection.isReusable()).isFalse();
            for (Bytes body : bodies) {
                assertThatIllegalStateException().isThrownBy(() -> body.at(0));
            }
            Throwable later = catchThrowable(connection::nextEvent);
            assertThat(later)
                    .isInstanceOfSatisfying(
                            RemoteProtocolException.class,
                            e -> assertThat(e.violation()).isEqualTo(Violation.READING_ABANDONED))
                    .hasMessageContaining(thrown.getClass().getName());
            connection.receiveData(Latin1.bytes("more"));
            assertThat(catchThrowable(connection::nextEvent)).hasMessage(later.getMessage());
        }
    }
}
