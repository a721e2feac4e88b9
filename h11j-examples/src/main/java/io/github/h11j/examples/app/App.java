package io.github.h11j.examples.app;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import io.github.h11j.handler.SecureTargets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The application. {@code /echo}, {@code /bytes/N}, {@code /chunked/N}, {@code /stream}, {@code /upload},
 * {@code /delay/MS}, {@code /status/N} and {@code /upgrade} are endpoints; everything else comes from a folder, if
 * there is one.
 */
public final class App implements Handler {

    /** The content of the response to {@code /delay}. */
    public static final String TEXT = "Hello from h11j\n";

    private static final long MAX_DELAY = 600_000;
    private static final int PARTS = 10;
    private static final long BETWEEN_PARTS = 50;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");
    private static final Set<String> ANY = Set.of();
    private static final Set<String> READ = Set.of("GET", "HEAD");
    private static final Set<String> WRITE = Set.of("POST", "PUT");

    private final Map<String, Route> routes = Map.of(
            "echo", new Route(ANY, false, App::echo),
            "bytes", new Route(READ, true, App::bytes),
            "chunked", new Route(READ, true, App::chunked),
            "stream", new Route(READ, false, App::stream),
            "upload", new Route(WRITE, false, App::upload),
            "delay", new Route(READ, true, App::delay),
            "status", new Route(ANY, true, App::status),
            "upgrade",
                    new Route(
                            Set.of("GET"),
                            false,
                            (request, exchange, number) -> EchoProtocol.handle(request, exchange)));

    private final Handler guarded = SecureTargets.guard(this::route);
    private final @Nullable StaticFiles files;

    /** An endpoint: the methods that it accepts (none means all), and whether a number follows its name. */
    private record Route(Set<String> methods, boolean numbered, Endpoint endpoint) {}

    private interface Endpoint {
        /** The number is 0 if the route has none. */
        void handle(Request request, Exchange exchange, long number);
    }

    private App(@Nullable StaticFiles files) {
        this.files = files;
    }

    /**
     * Returns an application without files.
     *
     * @return an application whose {@code /} is a page that lists its endpoints
     */
    public static App withoutFiles() {
        return new App(null);
    }

    /**
     * Returns an application with a folder.
     *
     * @param root the folder for paths that are not endpoints
     * @return an application whose {@code /} is the folder
     * @throws IOException if the folder does not exist
     */
    public static App withFiles(Path root) throws IOException {
        return new App(new StaticFiles(root));
    }

    @Override
    public void handle(Request request, Exchange exchange) throws Exception {
        guarded.handle(request, exchange);
    }

    private void route(Request request, Exchange exchange) throws IOException {
        if (request.target().equals("*")) {
            exchange.send(Responses.empty(204, Headers.of("Allow", "GET, HEAD, POST, PUT, OPTIONS")));
            return;
        }
        Optional<List<String>> segments = Segments.of(request.target());
        if (segments.isEmpty()) {
            exchange.send(Responses.text(400, "there is no such path\n"));
            return;
        }
        handle(request, exchange, segments.get());
    }

    private void handle(Request request, Exchange exchange, List<String> segments) throws IOException {
        Route route = routes.get(segments.get(0));
        if (route != null && segments.size() == (route.numbered ? 2 : 1)) {
            OptionalLong number = route.numbered ? number(segments.get(1)) : OptionalLong.of(0);
            if (!allows(route.methods, request)) {
                refuseMethod(exchange, route.methods);
            } else if (number.isEmpty()) {
                exchange.send(Responses.text(400, "not a number from 0 to 999999999999999\n"));
            } else {
                route.endpoint.handle(request, exchange, number.getAsLong());
            }
        } else if (files != null || segments.equals(List.of(""))) {
            if (!allows(READ, request)) {
                refuseMethod(exchange, READ);
            } else if (files != null) {
                files.handle(request, exchange, segments);
            } else {
                exchange.send(StartPage.of(request, exchange));
            }
        } else {
            exchange.send(Responses.text(404, "not found; / lists what there is\n"));
        }
    }

    private static OptionalLong number(String text) {
        return NUMBER.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static boolean allows(Set<String> methods, Request request) {
        return methods.isEmpty() || methods.contains(request.method());
    }

    private static void refuseMethod(Exchange exchange, Set<String> methods) {
        Headers fields = Headers.of(
                "Content-Type",
                "text/plain",
                "Allow",
                String.join(", ", methods.stream().sorted().toList()));
        exchange.send(Responses.of(405, fields, Bytes.utf8("method not allowed\n")));
    }

    private static void echo(Request request, Exchange exchange, long number) {
        exchange.receiveBody(new EchoBody(request, exchange));
    }

    private static void bytes(Request request, Exchange exchange, long length) {
        Headers fields = Headers.of("Content-Type", "application/octet-stream");
        PatternBody.send(exchange, new Response(200, fields.with("Content-Length", Long.toString(length))), length);
    }

    /** Without a length: chunked, to HTTP/1.0 until close. */
    private static void chunked(Request request, Exchange exchange, long length) {
        PatternBody.send(exchange, new Response(200, Headers.of("Content-Type", "application/octet-stream")), length);
    }

    private static void stream(Request request, Exchange exchange, long number) {
        exchange.send(new Response(200, Headers.of("Content-Type", "text/plain")));
        part(exchange, 1);
    }

    private static void part(Exchange exchange, int number) {
        exchange.send(Data.utf8("part " + number + " of " + PARTS + "\n"));
        if (number == PARTS) {
            exchange.send(EndOfMessage.NO_TRAILERS);
        } else {
            exchange.flush();
            Later.run(exchange, BETWEEN_PARTS, () -> part(exchange, number + 1));
        }
    }

    private static void upload(Request request, Exchange exchange, long number) {
        exchange.receiveBody(new Upload(exchange));
    }

    private static void delay(Request request, Exchange exchange, long millis) {
        if (millis > MAX_DELAY) {
            exchange.send(Responses.text(400, "longer than " + MAX_DELAY + " ms\n"));
        } else if (millis == 0) {
            exchange.send(Responses.text(200, TEXT));
        } else {
            Later.run(exchange, millis, () -> exchange.send(Responses.text(200, TEXT)));
        }
    }

    private static void status(Request request, Exchange exchange, long status) {
        if (status < 200 || status > 999) {
            exchange.send(Responses.text(400, "not a status of a final response: 200 to 999\n"));
        } else if (status == 204 || status == 205 || status == 304) {
            exchange.send(Responses.empty((int) status, Headers.EMPTY));
        } else {
            exchange.send(Responses.text((int) status, "status " + status + "\n"));
        }
    }
}
