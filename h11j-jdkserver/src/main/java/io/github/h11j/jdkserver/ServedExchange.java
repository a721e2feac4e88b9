package io.github.h11j.jdkserver;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpPrincipal;
import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.HeadersBuilder;
import io.github.h11j.HttpVersion;
import io.github.h11j.InformationalResponse;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response. It is a task for the application's executor: it finds the context and calls its filters
 * and its handler. The application sees it as a {@link PlainExchange} or {@link TlsExchange}.
 */
final class ServedExchange implements Runnable {

    /**
     * How long the head of a response waits for the first bytes of its body, to be written together with them: 50 ms.
     */
    private static final long HEAD_WAITS = 50_000_000;

    final ServerConnection connection;
    final Request request;
    final RequestHeaders requestHeaders;
    final Headers responseHeaders = new Headers();
    private final Exchange exchange;
    private final RequestBody requestBody;
    private final ResponseBody responseBody;
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();

    /** The head of the response, while it waits. */
    private final AtomicReference<@Nullable Response> withheld = new AtomicReference<>();

    private volatile long withheldSince;
    private volatile @Nullable Exception failure;

    @SuppressWarnings("NullAway.Init") // set before the application sees this
    private URI uri;

    @SuppressWarnings("NullAway.Init")
    private Context context;

    private InputStream in;
    private OutputStream out;
    private @Nullable HttpPrincipal principal;
    private int status = -1;
    private boolean closed;

    ServedExchange(ServerConnection connection, Request request, Exchange exchange) {
        this.connection = connection;
        this.request = request;
        this.exchange = exchange;
        this.requestHeaders = new RequestHeaders(request.headers());
        this.requestBody = new RequestBody(this);
        this.responseBody = new ResponseBody(this, requestBody::close);
        this.in = requestBody;
        this.out = responseBody;
        exchange.onFailure(this::failed);
    }

    /** Called with the lock held. The engine has answered itself, or the connection is lost. */
    private void failed(Exception cause) {
        failure = cause;
        requestBody.failed();
        connection.over(this);
    }

    // ---- Calling the application

    @Override
    public void run() {
        try {
            serve();
        } catch (Throwable e) {
            connection.fail(exchange, () -> rethrow(e));
        }
    }

    private void serve() throws IOException {
        try {
            uri = new URI(request.target());
        } catch (URISyntaxException e) {
            reject(400, "the target is not a URI");
            return;
        }
        String path = Objects.requireNonNullElse(uri.getPath(), "*");
        Context found =
                connection.server.contexts.find(path.isEmpty() ? "/" : path).orElse(null);
        if (found == null) {
            reject(404, "No context found for request");
            return;
        }
        context = found;
        HttpHandler handler = found.getHandler();
        if (handler == null) {
            reject(500, "No handler for context");
            return;
        }
        HttpExchange face = exchange.tls().isPresent()
                ? new TlsExchange(this, exchange.tls().get())
                : new PlainExchange(this);
        Authenticator authenticator = found.getAuthenticator();
        HttpHandler last = authenticator == null ? handler : given -> authenticate(authenticator, given, handler);
        new Filter.Chain(found.getFilters(), last).doFilter(face);
    }

    /** Called after the filters and before the handler, as in the JDK's server. */
    private void authenticate(Authenticator authenticator, HttpExchange face, HttpHandler handler) throws IOException {
        Authenticator.Result result = authenticator.authenticate(face);
        if (result instanceof Authenticator.Success success) {
            principal = success.getPrincipal();
            handler.handle(face);
        } else if (result instanceof Authenticator.Retry retry) {
            sendHead(retry.getResponseCode(), -1);
        } else if (result instanceof Authenticator.Failure refusal) {
            sendHead(refusal.getResponseCode(), -1);
        }
    }

    private void reject(int code, String why) throws IOException {
        String text = "<h1>" + code + " " + new Response(code, io.github.h11j.Headers.EMPTY).reason() + "</h1>" + why;
        send(Responses.bytes(code, "text/html", Bytes.wrap(text.getBytes(StandardCharsets.US_ASCII))));
    }

    /** The executor rejects this task. */
    void refuse() {
        try {
            send(Responses.text(503, "the server is busy\n"));
        } catch (IOException e) {
            // the client has disconnected
        }
    }

    private static void rethrow(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof IOException exception) {
            throw new UncheckedIOException(exception);
        }
        throw new IllegalStateException(thrown);
    }

    // ---- The response

    /** As {@link HttpExchange#sendResponseHeaders}. */
    void sendHead(int code, long length) throws IOException {
        if (responseBody.isBegun()) {
            throw new IOException("headers already sent");
        }
        if (length < -1) {
            throw new IllegalArgumentException("a negative length: " + length);
        }
        try {
            if (code >= 100 && code < 200) {
                sendInterim(code);
                return;
            }
            boolean head = request.method().equals("HEAD");
            boolean bare = head || code == 204 || code == 304 || length == -1;
            Response response = new Response(code, framed(code, length, head));
            if (bare) {
                send(List.of(response, EndOfMessage.NO_TRAILERS)); // first: another head may follow one that is refused
                responseBody.beginWithout(head);
            } else {
                withheldSince = System.nanoTime(); // first: the watchdog looks at both
                withheld.set(response);
                responseBody.begin(length);
            }
            status = code;
        } catch (LocalProtocolException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private void sendInterim(int code) throws IOException {
        if (code == 101) {
            throw new IllegalArgumentException("no other protocol can be served");
        }
        status = code;
        if (!request.version().equals(HttpVersion.HTTP_1_0)) { // RFC 9110 §15.2: such a client does not know 1xx
            send(List.of(new InformationalResponse(code, fields())));
        }
    }

    /**
     * Returns the fields with the server's framing. The framing fields of the application are only used if no body
     * follows.
     */
    private io.github.h11j.Headers framed(int code, long length, boolean head) {
        responseHeaders.remove("Transfer-encoding");
        if (code == 204) {
            responseHeaders.remove("Content-length");
        } else if (head || code == 304) {
            if (length > 0) {
                responseHeaders.set("Content-length", Long.toString(length));
            }
        } else if (length == 0) {
            responseHeaders.remove("Content-length");
        } else {
            responseHeaders.set("Content-length", Long.toString(Math.max(0, length)));
        }
        return fields();
    }

    private io.github.h11j.Headers fields() {
        HeadersBuilder fields = io.github.h11j.Headers.builder();
        responseHeaders.forEach((name, values) -> values.forEach(value -> fields.add(name, latin(value))));
        return fields.build();
    }

    /** The JDK's server drops the upper byte of a character, and the lower one may be a line feed. */
    private static String latin(String value) {
        return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
    }

    /**
     * Sends a part of the body, preceded by the head if that is still waiting.
     *
     * @throws IllegalArgumentException if the head is refused; the client gets a 500
     */
    void sendBody(Bytes first, Bytes second, boolean end) throws IOException {
        try {
            run(() -> {
                List<Event> events = new ArrayList<>(4);
                addHead(events);
                if (!first.isEmpty()) {
                    events.add(new Data(first));
                }
                if (!second.isEmpty()) {
                    events.add(new Data(second));
                }
                if (end) {
                    events.add(EndOfMessage.NO_TRAILERS);
                }
                sendNow(events);
            });
        } catch (LocalProtocolException e) { // or the client would wait for the head for ever
            connection.fail(exchange, () -> rethrow(e));
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private void send(List<Event> events) throws IOException {
        run(() -> sendNow(events));
    }

    private void sendNow(List<Event> events) {
        exchange.send(events);
        if (!events.isEmpty() && events.get(events.size() - 1) instanceof EndOfMessage) {
            connection.over(this);
        }
    }

    private void addHead(List<Event> events) {
        Response head = withheld.getAndSet(null);
        if (head != null) {
            events.add(head);
        }
    }

    /** Returns whether the head has waited for too long: the client may be waiting for the head alone. */
    boolean isHeadLate(long now) {
        return withheld.get() != null && now - withheldSince > HEAD_WAITS;
    }

    void sendLateHead() {
        exchange.execute(() -> {
            List<Event> events = new ArrayList<>(1);
            addHead(events);
            exchange.send(events);
        });
    }

    /**
     * The body does not match what the head announces: sends 500 if the head has not been sent, otherwise the peer sees
     * a reset.
     */
    void failResponse(String why) {
        connection.fail(exchange, () -> rethrow(new IOException(why)));
    }

    /** Runs a step as a call of the exchange. */
    void run(Runnable step) throws IOException {
        try {
            if (!connection.call(exchange, step)) {
                throw new IOException("the exchange is over", failure);
            }
        } catch (UncheckedIOException e) {
            throw new IOException(e.getCause());
        } catch (IllegalStateException e) { // it is complete
            throw new IOException(e);
        }
    }

    // ---- For the body of the request

    boolean hasFailed() {
        return failure != null;
    }

    IOException failure() {
        return new IOException("the request is not complete", failure);
    }

    Exchange engine() {
        return exchange;
    }

    // ---- For the application

    URI uri() {
        return uri;
    }

    Context context() {
        return context;
    }

    int status() {
        return status;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    void setStreams(@Nullable InputStream newIn, @Nullable OutputStream newOut) {
        in = newIn == null ? in : newIn;
        out = newOut == null ? out : newOut;
    }

    @Nullable
    HttpPrincipal principal() {
        return principal;
    }

    /** Attributes of the context are visible here: up to JDK 25 both are the same. */
    @Nullable
    Object attribute(String name) {
        Object own = attributes.get(name);
        return own == null ? context.getAttributes().get(name) : own;
    }

    void setAttribute(String name, @Nullable Object value) {
        if (value == null) {
            attributes.remove(name);
        } else {
            attributes.put(name, value);
        }
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!responseBody.isBegun()) {
                run(exchange::abort);
                return;
            }
            requestBody.close();
            out.close();
        } catch (IOException e) {
            connection.fail(exchange, () -> rethrow(e));
        }
    }
}
