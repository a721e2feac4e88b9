package io.github.h11j.benchmarks;

import static io.github.h11j.benchmarks.Expected.BLACKHOLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Connection;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import org.junit.jupiter.api.Test;

class H11jBenchmarkTest {

    private final H11jBenchmark h11j = new H11jBenchmark();

    @Test
    void parses_what_it_is_given() {
        for (int i = 0; i < 3; i++) {
            check(h11j.w1_new(BLACKHOLE), Expected.W1);
            check(h11j.w8(BLACKHOLE), Expected.W1);
            check(h11j.w4(BLACKHOLE));
            assertThat(h11j.w5_owned(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
            assertThat(h11j.w5_borrowed(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
            assertThat(h11j.w5b_owned(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
            assertThat(h11j.w5b_borrowed(BLACKHOLE)).isEqualTo(Workloads.W5_BODY);
        }
    }

    @Test
    void parses_and_serialises_on_prepared_connections() {
        Prepared.Clients clients = new Prepared.Clients();
        Prepared.Servers servers = new Prepared.Servers();
        Prepared.IdleServers idle = new Prepared.IdleServers();
        for (int i = 0; i < 3; i++) {
            idle.prepare();
            check(h11j.w1_obj(idle, BLACKHOLE), Expected.W1);
            idle.prepare();
            check(h11j.w1_all(idle, BLACKHOLE), Expected.W1);
            assertThat(h11j.characters).isEqualTo(Expected.W1_CHARACTERS);
            idle.prepare();
            check(h11j.w2_obj(idle, BLACKHOLE), Expected.W2);
            idle.prepare();
            check(h11j.w3_obj(idle, BLACKHOLE), Expected.W3);
            clients.prepare();
            check(h11j.w4_prepared(clients, BLACKHOLE));
            servers.prepare();
            Expected.checkW7(H11jBenchmark.w7Bytes(servers.connections[i]));
            servers.prepare();
            long bytes = h11j.w7(servers, BLACKHOLE);
            assertThat(bytes).isGreaterThan(1000L * servers.connections.length);
            servers.prepare();
            assertThat(h11j.w7_passthrough(servers, BLACKHOLE)).isEqualTo(bytes);
        }
    }

    @Test
    void answers_every_request() {
        for (int i = 0; i < 3; i++) {
            assertThat(h11j.w1_cycle(BLACKHOLE)).isEqualTo(1);
            assertThat(h11j.w2_cycle(BLACKHOLE)).isEqualTo(1);
            assertThat(h11j.w3_cycle(BLACKHOLE)).isEqualTo(1);
            assertThat(h11j.w6(BLACKHOLE)).isEqualTo(Workloads.W6_REQUESTS);
            assertThat(h11j.bytesOut).isGreaterThan(100L * Workloads.W6_REQUESTS);
        }
    }

    @Test
    void parses_long_heads_byte_by_byte() {
        assertThat(h11j.w8_fields_1k(BLACKHOLE).headers().size()).isGreaterThan(15);
        assertThat(h11j.w8_fields_64k(BLACKHOLE).headers().size()).isGreaterThan(1000);
        assertThat(h11j.w8_line_1k(BLACKHOLE).headers().size()).isEqualTo(2);
        assertThat(h11j.w8_line_64k(BLACKHOLE).headers().value(1)).hasSizeGreaterThan(65_000);
    }

    @Test
    void validates() {
        for (byte[] invalid : Expected.INVALID) {
            assertThatThrownBy(() -> H11jBenchmark.request(Connection.server(), invalid, BLACKHOLE))
                    .isInstanceOf(RemoteProtocolException.class);
        }
    }

    private static void check(Request request, Expected expected) {
        assertThat(request.method()).isEqualTo(expected.method());
        assertThat(request.target()).isEqualTo(expected.target());
        assertThat(request.headers().size()).isEqualTo(expected.fields());
    }

    private void check(Response response) {
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().size()).isEqualTo(Expected.W4_FIELDS);
        assertThat(h11j.bodyBytes).isEqualTo(Expected.W4_BODY);
    }
}
