package io.github.h11j.jdkserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.SocketException;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same program on the JDK's own server and on ours. */
class BehaviourTest {

    @ParameterizedTest
    @EnumSource
    void h11j_does_what_the_table_says(Behaviour behaviour) throws Exception {
        assertThat(play(Provider.H11J, behaviour)).isEqualTo(behaviour.onH11j);
    }

    @ParameterizedTest
    @EnumSource
    void the_jdk_does_what_the_table_says(Behaviour behaviour) throws Exception {
        assertThat(play(Provider.JDK, behaviour)).isIn(behaviour.onJdk);
    }

    /** A helper would be started every 100 ms. */
    @ParameterizedTest
    @EnumSource
    void a_connection_neither_keeps_an_exchange_that_is_over_nor_needs_help_for_it(Behaviour behaviour)
            throws Exception {
        CompletableFuture<ServerConnection> connection = new CompletableFuture<>();
        HttpServer server = Provider.H11J.server();
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/x", exchange -> {
            connection.complete(((PlainExchange) exchange).exchange.connection);
            behaviour.step.handle(exchange);
        });
        server.createContext("/empty");
        server.start();
        try (Raw client = new Raw(server.getAddress().getPort())) {
            send(client, behaviour.request);
            if (behaviour == Behaviour.CUT_BODY_READ) {
                client.socket().shutdownOutput();
            }
            while (client.read(behaviour.isHead()).status().startsWith("1")) {
                // the final response follows
            }
            if (connection.isDone()) { // otherwise the handler is not called
                awaitOver(connection.get());
            }
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private static void awaitOver(ServerConnection connection) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (connection.current != null || connection.needsHelp(System.nanoTime() + TimeUnit.SECONDS.toNanos(1))) {
            assertThat(System.nanoTime() - deadline)
                    .as("kept: %s", connection.current)
                    .isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static String play(Provider provider, Behaviour behaviour) throws Exception {
        HttpServer server = provider.server();
        ExecutorService threads = Executors.newCachedThreadPool();
        AtomicBoolean called = new AtomicBoolean();
        CompletableFuture<String> thrown = new CompletableFuture<>();
        server.setExecutor(threads);
        server.createContext("/x", exchange -> {
            called.set(true);
            handle(behaviour, exchange, thrown);
        });
        server.createContext("/empty");
        server.createContext("/again", exchange -> exchange.sendResponseHeaders(200, -1));
        server.start();
        try (Raw client = new Raw(server.getAddress().getPort())) {
            send(client, behaviour.request);
            if (behaviour == Behaviour.CUT_BODY_READ) {
                client.socket().shutdownOutput();
            }
            String seen = seen(client, behaviour.isHead());
            return seen + (called.get() ? thrown.get(10, TimeUnit.SECONDS) : "");
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private static void send(Raw client, String request) throws IOException {
        try {
            client.send(request);
        } catch (SocketException e) {
            // the JDK's server may reset a connection whose request it does not read; what has been read shows it
        }
    }

    private static void handle(Behaviour behaviour, HttpExchange exchange, CompletableFuture<String> thrown)
            throws IOException {
        try {
            behaviour.step.handle(exchange);
            thrown.complete("");
        } catch (IOException | RuntimeException e) {
            boolean expected = "on purpose".equals(e.getMessage());
            String name =
                    e instanceof IOException ? "IOException" : e.getClass().getSimpleName();
            thrown.complete(expected ? "" : ", handler: " + name);
            throw e;
        }
    }

    private static String seen(Raw client, boolean head) throws IOException {
        StringJoiner seen = new StringJoiner(" ");
        Raw.Reply reply = client.read(head);
        while (reply.status().startsWith("1")) {
            seen.add(reply.status() + " then");
            reply = client.read(head);
        }
        seen.add(reply.status());
        if (reply.fields().isEmpty()) {
            return seen.toString();
        }
        for (String name : new String[] {"connection", "content-length", "transfer-encoding", "x-a"}) {
            if (!reply.field(name).isEmpty()) {
                seen.add(name + "=" + reply.field(name));
            }
        }
        String body = reply.body().strip();
        seen.add("'" + (body.length() > 100 ? body.substring(0, 3) + "... " + body.length() : body) + "'");
        return seen.add(isOpen(client) ? "open" : "closed").toString();
    }

    private static boolean isOpen(Raw client) {
        try {
            return client.get("/again").read().status().equals("200");
        } catch (IOException e) {
            return false;
        }
    }
}
