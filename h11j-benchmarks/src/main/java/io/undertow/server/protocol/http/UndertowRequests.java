package io.undertow.server.protocol.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.BadRequestException;
import java.nio.ByteBuffer;
import org.xnio.OptionMap;

/** Reaches Undertow's parser of requests, which is package-private, and drives it as {@code HttpReadListener} does. */
public final class UndertowRequests {

    private final RequestParser parser = RequestParser.instance(OptionMap.EMPTY);
    private final RequestState state = new RequestState();
    private HttpServerExchange exchange;

    /** Begins a request. */
    public void start() {
        state.reset();
        exchange = new HttpServerExchange(null);
    }

    /** Parses on; the answer is whole when {@link #isComplete()}. */
    public HttpServerExchange parse(ByteBuffer bytes) throws BadRequestException {
        parser.handle(bytes, state, exchange);
        return exchange;
    }

    public boolean isComplete() {
        return state.isComplete();
    }
}
