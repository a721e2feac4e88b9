package io.github.h11j.spec.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.h11j.Connection;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.NextEvent;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Response;
import io.github.h11j.Role;
import io.github.h11j.Signal;
import io.github.h11j.State;
import io.github.h11j.spec.pair.ConnectionUnderTest;
import io.github.h11j.spec.pair.H11jConnection;
import io.github.h11j.spec.pair.Heard;
import io.github.h11j.spec.pair.ParserUnderTest;
import io.github.h11j.spec.pair.RefusedException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The laws hold for an implementation with one side only, and for one that only parses: they run, and those that do not
 * apply are skipped.
 */
class OneSidedPropertiesTest {

    @AddLifecycleHook(FewerTries.class)
    static final class ServerOnly implements ConnectionProperties {
        @Override
        public ConnectionUnderTest connection(Role role) {
            assertThat(role).isEqualTo(Role.SERVER);
            return H11jConnection.of(role, Policy.STRICT);
        }

        @Override
        public Set<Role> roles() {
            return Set.of(Role.SERVER);
        }
    }

    @AddLifecycleHook(FewerTries.class)
    static final class ClientOnly implements ConnectionProperties {
        @Override
        public ConnectionUnderTest connection(Role role) {
            assertThat(role).isEqualTo(Role.CLIENT);
            return H11jConnection.of(role, Policy.STRICT);
        }

        @Override
        public Set<Role> roles() {
            return Set.of(Role.CLIENT);
        }
    }

    @AddLifecycleHook(FewerTries.class)
    static final class ParserOnly implements ConnectionProperties {
        @Override
        public ConnectionUnderTest connection(Role role) {
            assertThat(role).isEqualTo(Role.SERVER);
            return new RequestParser();
        }

        @Override
        public Set<Role> roles() {
            return Set.of(Role.SERVER);
        }
    }

    /** Parses requests, and answers them itself. */
    private static final class RequestParser extends ParserUnderTest {
        private final Connection connection = Connection.server();

        RequestParser() {
            super(Role.SERVER);
        }

        @Override
        protected void parse(byte[] bytes) {
            connection.receiveData(bytes);
            hearAll();
        }

        @Override
        protected void parseEnd(boolean orderly) {
            if (orderly) {
                connection.receiveEof();
            } else {
                connection.receiveAbort();
            }
            hearAll();
        }

        private void hearAll() {
            try {
                NextEvent next = connection.nextEvent();
                while (!(next instanceof Signal) && connection.theirState() != State.CLOSED) {
                    hear(Heard.of(next));
                    if (next instanceof EndOfMessage) {
                        boolean proposed = connection.theirState() == State.MIGHT_SWITCH_PROTOCOL;
                        Response answer = new Response(proposed ? 400 : 200, Headers.of("Content-Length", "0"));
                        connection.send(answer, new EndOfMessage());
                        if (connection.isReusable()) {
                            connection.startNextCycle();
                        }
                    }
                    next = connection.nextEvent();
                }
            } catch (RemoteProtocolException e) {
                refuse(e.violation().name(), e.offset(), e);
            }
        }
    }

    static Stream<Arguments> sides() {
        String answers = "answers_are_heard_the_same_however_they_are_cut";
        return Stream.of(
                Arguments.of(ServerOnly.class, Set.of(answers)),
                Arguments.of(ClientOnly.class, Set.of("a_pipeline_is_heard_the_same_however_it_is_cut")),
                Arguments.of(
                        ParserOnly.class,
                        Set.of(answers, "equal_events_give_equal_bytes", "a_failed_side_sends_nothing_more")));
    }

    @ParameterizedTest
    @MethodSource("sides")
    void all_laws_hold_and_those_that_do_not_apply_are_skipped(Class<?> laws, Set<String> skipped) {
        assertThat(PropertyRun.failuresOf(laws)).isEmpty();
        assertThat(PropertyRun.skippedOf(laws)).isEqualTo(skipped);
    }

    /** Accepts everything, and takes each piece for a request. */
    private static final class LaxParser extends ParserUnderTest {
        LaxParser() {
            super(Role.SERVER);
        }

        @Override
        protected void parse(byte[] bytes) {
            hear(new Heard.RequestHead("G(T", "/ \0", List.of(new Heard.Field("a b", "c\nd")), "x"));
            hear(new Heard.End(List.of(new Heard.Field("", ""))));
        }

        @Override
        protected void parseEnd(boolean orderly) {
            refuse("no end", OptionalLong.empty(), null);
            refuse("a second refusal", OptionalLong.of(1), new IllegalStateException());
        }
    }

    @Test
    void what_h11j_would_refuse_can_be_said() {
        LaxParser parser = new LaxParser();
        parser.receive(new byte[1]);
        assertThat(parser.next()).isInstanceOf(Heard.RequestHead.class);
        assertThat(parser.state(Role.CLIENT)).isEqualTo(State.SEND_BODY);
        Heard end = parser.next();
        assertThat(end).isInstanceOf(Heard.End.class);
        assertThat(parser.next()).isEqualTo(Heard.Waiting.NEED_DATA);
        assertThatExceptionOfType(LocalProtocolException.class).isThrownBy(end::toEvent);
        assertThatIllegalArgumentException().isThrownBy(Heard.Waiting.PAUSED::toEvent);
        assertThatIllegalArgumentException()
                .isThrownBy(new Heard.ResponseHead(200, "OK", List.of(), "1")::toEvent)
                .withMessageContaining("version");
    }

    @Test
    void a_refusal_needs_neither_an_exception_nor_its_message() {
        LaxParser parser = new LaxParser();
        parser.receiveEnd(true);
        for (int i = 0; i < 2; i++) {
            try {
                throw new AssertionError("heard " + parser.next());
            } catch (RefusedException e) {
                assertThat(e.verdict()).isEqualTo("no end");
                assertThat(e).hasMessage("no end").hasNoCause();
            }
        }
        RefusedException bare = new RefusedException("rule", OptionalLong.of(3), new IllegalStateException());
        assertThat(bare).hasMessage("rule");
        assertThat(bare.verdict()).isEqualTo("rule at 3");
    }
}
