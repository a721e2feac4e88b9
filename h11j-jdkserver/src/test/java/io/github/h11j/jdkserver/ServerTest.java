package io.github.h11j.jdkserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers, contexts, filters and the end of it all: the same on both providers, unless a test says otherwise. */
class ServerTest extends ServerFixture {

    private HttpServer server(Provider provider) throws IOException {
        server = provider.server();
        server.setExecutor(threads);
        return server;
    }

    @Test
    void the_provider_is_found_without_being_named() {
        assertThat(ServiceLoader.load(HttpServerProvider.class)).hasOnlyElementsOfType(H11jServerProvider.class);
        assertThat(HttpServerProvider.provider()).isInstanceOf(H11jServerProvider.class);
    }

    @ParameterizedTest
    @EnumSource
    void a_server_is_bound_once_and_started_once(Provider provider) throws IOException {
        HttpServer unbound = provider.get().createHttpServer(null, 0);
        assertThatThrownBy(unbound::start).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> unbound.bind(null, 0)).isInstanceOf(NullPointerException.class);
        if (provider == Provider.H11J) { // the JDK's server throws NullPointerException
            assertThat(unbound.getAddress()).isNull();
        }
        unbound.stop(0);
        server(provider);
        assertThatThrownBy(() -> server.bind(Provider.anyPort(), 0)).isInstanceOf(BindException.class);
        assertThatThrownBy(() -> provider.get().createHttpServer(server.getAddress(), 0))
                .isInstanceOf(BindException.class);
        server.start();
        assertThat(server.getExecutor()).isSameAs(threads);
        assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> server.setExecutor(null)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> server.stop(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_was_stopped_cannot_be_started(Provider provider) throws IOException {
        server(provider);
        server.stop(0);
        assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void contexts_are_checked(Provider provider) throws IOException {
        server(provider);
        HttpContext context = server.createContext("/a", exchange -> answer(exchange, "a"));
        assertThat(context.getServer().getAddress()).isEqualTo(server.getAddress());
        assertThat(context.getPath()).isEqualTo("/a");
        assertThat(context.getFilters()).isEmpty();
        assertThat(context.getAuthenticator()).isNull();
        if (provider == Provider.H11J) { // the server of JDK 17 takes it, whatever its documentation says
            assertThatThrownBy(() -> server.createContext("/a")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> server.createContext("a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.createContext(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> server.createContext("/b", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> server.removeContext("/c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.removeContext((String) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> context.setHandler(context.getHandler())).isInstanceOf(IllegalArgumentException.class);
        server.removeContext(context);
        assertThatThrownBy(() -> server.removeContext(context)).isInstanceOf(IllegalArgumentException.class);
        Provider other = provider == Provider.JDK ? Provider.H11J : Provider.JDK;
        HttpContext foreign = other.get().createHttpServer(null, 0).createContext("/a");
        assertThatThrownBy(() -> server.removeContext(foreign)).isInstanceOf(IllegalArgumentException.class);
        server.createContext("/a", exchange -> answer(exchange, "another"));
        server.start();
        try (Raw client = client()) {
            assertThat(client.get("/a").read().body()).isEqualTo("another");
            server.removeContext("/a");
            assertThat(client.get("/a").read().status()).isEqualTo("404");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JDK, /, /",
        "JDK, /a, /a",
        "JDK, /a/, /a/",
        "JDK, /a/b/c, /a/b",
        "JDK, /b, /",
        "H11J, /, /",
        "H11J, /a, /a",
        "H11J, /a/, /a/",
        "H11J, /a/b/c, /a/b",
        "H11J, /b, /",
        "H11J, http://a, /"
    })
    void the_longest_prefix_is_the_context(Provider provider, String target, String context) throws IOException {
        server(provider);
        for (String path : List.of("/", "/a", "/a/", "/a/b")) {
            server.createContext(path, exchange -> answer(exchange, path));
        }
        server.start();
        try (Raw client = client()) {
            assertThat(client.get(target).read().body()).isEqualTo(context);
        }
    }

    @ParameterizedTest
    @EnumSource
    void filters_come_in_order_and_before_the_authenticator(Provider provider) throws IOException {
        List<String> log = new CopyOnWriteArrayList<>();
        server(provider);
        HttpContext context = server.createContext("/", exchange -> {
            log.add("handler for " + exchange.getPrincipal().getUsername());
            answer(exchange, "secret");
        });
        context.getFilters().add(filter("first", log));
        context.getFilters().add(filter("second", log));
        context.setAuthenticator(new BasicAuthenticator("here") {
            @Override
            public boolean checkCredentials(String user, String password) {
                log.add("check");
                return password.equals("right");
            }
        });
        server.start();
        try (Raw client = client()) {
            Raw.Reply none = client.get("/").read();
            assertThat(none.status()).isEqualTo("401");
            assertThat(none.field("WWW-Authenticate")).startsWith("Basic realm=\"here\"");
            assertThat(client.send(with("wrong")).read().status()).isEqualTo("401");
            assertThat(client.send(with("right")).read().body()).isEqualTo("secret");
        }
        assertThat(log)
                .containsExactly(
                        "first", "second", "first", "second", "check", "first", "second", "check", "handler for me");
    }

    private static String with(String password) {
        String credentials = Base64.getEncoder().encodeToString(("me:" + password).getBytes(ISO_8859_1));
        return "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Basic " + credentials + "\r\n\r\n";
    }

    private static Filter filter(String name, List<String> log) {
        return new Filter() {
            @Override
            public String description() {
                return name;
            }

            @Override
            public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
                log.add(name);
                chain.doFilter(exchange);
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void a_filter_hands_attributes_on(Provider provider) throws IOException {
        server(provider);
        HttpContext context = server.createContext("/", exchange -> {
            answer(exchange, exchange.getAttribute("from filter") + " " + exchange.getAttribute("nothing"));
        });
        context.getFilters().add(Filters.before(exchange -> exchange.setAttribute("from filter", "yes")));
        server.start();
        try (Raw client = client()) {
            assertThat(client.get("/").read().body()).isEqualTo("yes null");
        }
    }

    /** Up to JDK 25 the attributes of all exchanges of a context are one map, which is the context's. */
    @Test
    void attributes_belong_to_an_exchange_and_those_of_the_context_show_through() throws IOException {
        server(Provider.H11J);
        HttpContext context = server.createContext("/", exchange -> {
            Object before = exchange.getAttribute("own");
            exchange.setAttribute("own", "mine");
            exchange.setAttribute("shared", "mine");
            exchange.setAttribute("shared", null);
            answer(exchange, exchange.getAttribute("shared") + " " + before);
        });
        context.getAttributes().put("shared", "ours");
        server.start();
        try (Raw client = client()) {
            assertThat(client.get("/").read().body()).isEqualTo("ours null");
            assertThat(client.get("/").read().body()).isEqualTo("ours null");
        }
    }

    @ParameterizedTest
    @EnumSource
    void pipelined_requests_are_answered_in_order(Provider provider) throws IOException {
        server(provider);
        server.createContext(
                "/", exchange -> answer(exchange, exchange.getRequestURI().getPath()));
        server.start();
        try (Raw client = client()) {
            client.send(
                    "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nabGET /3"
                            + " HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(List.of(
                            client.read().body(),
                            client.read().body(),
                            client.read().body()))
                    .containsExactly("/1", "/2", "/3");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_stop_waits_for_the_exchange_and_no_longer(Provider provider) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch proceed = new CountDownLatch(1);
        server(provider);
        server.createContext("/", exchange -> {
            begun.countDown();
            await(proceed);
            answer(exchange, "done");
        });
        server.start();
        InetSocketAddress address = server.getAddress();
        try (Raw client = client()) {
            client.get("/");
            begun.await();
            Thread stop = new Thread(() -> server.stop(100));
            stop.start();
            awaitRefusal(
                    address); // only then has the stop begun: the JDK's server waits for all of the delay if none is in
            // flight
            proceed.countDown();
            assertThat(client.read().body()).isEqualTo("done");
            stop.join(TimeUnit.SECONDS.toMillis(50));
            assertThat(stop.isAlive()).isFalse();
            assertThat(client.isEnded()).isTrue();
        }
    }

    /** Until the server accepts no connection any more. */
    private static void awaitRefusal(InetSocketAddress address) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(50);
        while (accepts(address)) {
            assertThat(System.nanoTime() - deadline)
                    .as("the server still accepts connections")
                    .isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static boolean accepts(InetSocketAddress address) {
        try (Socket connection = new Socket(address.getAddress(), address.getPort())) {
            return connection.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_stop_breaks_off_what_takes_longer(Provider provider) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        server(provider);
        server.createContext("/", exchange -> {
            begun.countDown();
            await(new CountDownLatch(1));
        });
        server.start();
        try (Raw client = client()) {
            client.get("/");
            begun.await();
            server.stop(0);
            assertThat(client.read().status()).isEqualTo("nothing");
        }
    }

    /** The JDK's server waits for all of the delay before JDK 25. */
    @Test
    void a_stop_does_not_wait_for_idle_connections() throws Exception {
        server(Provider.H11J);
        server.createContext("/", exchange -> answer(exchange, "here"));
        server.start();
        try (Raw client = client()) {
            assertThat(client.get("/").read().body()).isEqualTo("here");
            Thread stop = new Thread(() -> server.stop(100));
            stop.start();
            stop.join(TimeUnit.SECONDS.toMillis(50));
            assertThat(stop.isAlive()).isFalse();
            assertThat(client.isEnded()).isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code Filter.beforeHandler}, which JDK 17 has not. */
    private interface Filters {
        static Filter before(Consumer<HttpExchange> step) {
            return new Filter() {
                @Override
                public String description() {
                    return "before";
                }

                @Override
                public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
                    step.accept(exchange);
                    chain.doFilter(exchange);
                }
            };
        }
    }
}
