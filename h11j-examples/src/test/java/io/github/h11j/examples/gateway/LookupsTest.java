package io.github.h11j.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.examples.nio.NioClient;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Responses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Where the addresses of a server come from, and on which threads. */
class LookupsTest extends ProxyFixture {

    private final Lookups lookups = new Lookups();
    private final AtomicInteger lookedUp = new AtomicInteger();

    private List<SocketAddress> loopback() throws UnknownHostException {
        lookedUp.incrementAndGet();
        return List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 80));
    }

    private static Origin named(String host) {
        return new Origin(List.of(InetSocketAddress.createUnresolved(host, 80)), host, 80, false);
    }

    /** What was found, each with the name of the thread that has found it, by a server's handler. */
    private List<String> found(Io io, Origin origin, Lookups.Lookup lookup) throws Exception {
        List<String> seen = new ArrayList<>();
        int port = start(io, (request, exchange) -> {
                    String turn = Thread.currentThread().getName();
                    Forwarder forwarder = Forwarder.of(NO_CLIENT, executor, options);
                    lookups.find(
                            forwarder,
                            exchange,
                            origin,
                            () -> {
                                seen.add(Thread.currentThread().getName().equals(turn) ? "same thread" : "another");
                                return lookup.addresses();
                            },
                            answer -> {
                                seen.add(answer.addresses().toString());
                                exchange.send(Responses.text(200, "ok"));
                            });
                })
                .port();
        seen.add(0, talk(port, get("/", "Connection: close")).substring(9, 12));
        return seen;
    }

    private static final NioClient NO_CLIENT = null;

    @Test
    void a_name_is_looked_up_by_a_thread_that_may_wait_and_then_remembered() throws Exception {
        String address = loopback().toString();
        assertThat(found(Io.NIO, named("localhost"), this::loopback)).containsExactly("200", "another", address);
        assertThat(found(Io.NIO, named("localhost"), this::loopback)).containsExactly("200", address);
        assertThat(lookedUp).hasValue(2);
    }

    @Test
    void an_address_is_no_name() throws Exception {
        assertThat(found(Io.NIO, named("127.0.0.1"), this::loopback)).startsWith("200", "same thread");
        Origin resolved = new Origin(loopback(), "localhost", 80, false);
        assertThat(found(Io.NIO, resolved, this::loopback))
                .containsExactly("200", loopback().toString());
    }

    @Test
    void numbers_that_are_no_address_are_a_name() throws Exception {
        for (String name : List.of("999.999.999.999", "1.2.3.256", "1.2.3.4.5")) {
            assertThat(found(Io.NIO, named(name), this::loopback)).as(name).startsWith("200", "another");
        }
        for (String address : List.of("0.0.0.0", "255.250.199.99", "010.1.20.9")) {
            assertThat(found(Io.NIO, named(address), this::loopback))
                    .as(address)
                    .startsWith("200", "same thread");
        }
    }

    @Test
    void a_name_that_is_not_found_is_answered_with_502_and_not_remembered() throws Exception {
        Lookups.Lookup failing = () -> {
            throw new UnknownHostException("nowhere");
        };
        assertThat(found(Io.NIO, named("nowhere"), failing)).containsExactly("502", "another");
        assertThat(found(Io.NIO, named("nowhere"), this::loopback)).startsWith("200", "another");
    }
}
