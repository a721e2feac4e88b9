package io.github.h11j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Headers;
import io.github.h11j.Policy;
import io.github.h11j.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServerRulesTest {

    static Stream<UnaryOperator<ServerRules>> what_is_out_of_range_is_refused() {
        return Stream.of(
                rules -> rules.withPolicy(Policy.TOLERANT_CLIENT),
                rules -> rules.withQueueBytes(0),
                rules -> rules.withReadAhead(-1),
                rules -> rules.withDropBytes(-1),
                rules -> rules.withLingerBytes(-1),
                rules -> rules.withTimeouts(timeouts(Duration.ofNanos(-1))),
                rules -> rules.withTimeouts(timeouts(Duration.ofDays(366))));
    }

    private static ServerRules.Timeouts timeouts(Duration idle) {
        Duration other = Duration.ofSeconds(1);
        return new ServerRules.Timeouts(idle, other, other, other, other);
    }

    @ParameterizedTest
    @MethodSource
    void what_is_out_of_range_is_refused(UnaryOperator<ServerRules> change) {
        assertThatThrownBy(() -> change.apply(ServerRules.DEFAULT)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_copy_of_the_timeouts_differs_in_one_component() {
        ServerRules.Timeouts changed = ServerRules.Timeouts.DEFAULT
                .withIdle(Duration.ofSeconds(1))
                .withHead(Duration.ofSeconds(2))
                .withTransfer(Duration.ofSeconds(3))
                .withLinger(Duration.ofSeconds(4))
                .withStop(Duration.ofSeconds(5));
        assertThat(changed)
                .isEqualTo(new ServerRules.Timeouts(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5)));
    }

    @Test
    void a_copy_differs_in_one_component() {
        ServerFields fields = new ServerFields(Clock.systemUTC(), "");
        Observer observer = new Observer() {};
        ServerRules rules = ServerRules.DEFAULT
                .withPolicy(Policy.H11)
                .withFields(fields)
                .withQueueBytes(1)
                .withReadAhead(2)
                .withDropBytes(3)
                .withLingerBytes(4)
                .withTimeouts(timeouts(Duration.ZERO))
                .withObserver(observer);
        assertThat(rules)
                .isEqualTo(new ServerRules(
                        Policy.H11, fields, 1, 2, 3, 4, timeouts(Duration.ZERO), Optional.of(observer)));
    }

    @Test
    void date_server_and_close_are_added_where_they_are_missing() {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(784_111_777), ZoneOffset.UTC);
        ServerFields fields = new ServerFields(clock, "h11j");
        Response none = new Response(200, Headers.of("A", "b"));
        assertThat(fields.complete(none, true).headers())
                .isEqualTo(Headers.of(
                        "A", "b", "Date", "Sun, 06 Nov 1994 08:49:37 GMT", "Server", "h11j", "Connection", "close"));
        Response all = new Response(200, Headers.of("Date", "x", "Server", "y", "Connection", "z, close"));
        assertThat(fields.complete(all, true)).isSameAs(all);
        Response dated = new Response(200, Headers.of("Date", "x"));
        assertThat(fields.complete(dated, false).headers()).isEqualTo(Headers.of("Date", "x", "Server", "h11j"));
        Response open = new Response(200, Headers.of("Date", "x", "Server", "y"));
        assertThat(fields.complete(open, false)).isSameAs(open);
        assertThat(fields.complete(open, true).headers())
                .isEqualTo(Headers.of("Date", "x", "Server", "y", "Connection", "close"));
    }
}
