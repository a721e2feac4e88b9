package io.github.h11j.examples.gateway;

import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A chain of handlers in front of an application. A request passes the request handlers in order and reaches the
 * application, unless one of them answers. The head of the response, from any of them, passes the response handlers in
 * order. An exception thrown before the response has begun is passed to the exception handlers, until one responds.
 *
 * @param requestHandlers receive requests first
 * @param app answers the requests that they pass on
 * @param responseHandlers receive responses last
 * @param exceptionHandlers respond to exceptions
 */
public record Gateway(
        List<RequestHandler> requestHandlers,
        Handler app,
        List<ResponseHandler> responseHandlers,
        List<ExceptionHandler> exceptionHandlers)
        implements Handler {

    /** Creates a chain. The lists are copied. */
    public Gateway {
        requestHandlers = List.copyOf(requestHandlers);
        responseHandlers = List.copyOf(responseHandlers);
        exceptionHandlers = List.copyOf(exceptionHandlers);
    }

    /**
     * Returns a chain without handlers.
     *
     * @param app the application
     * @return the chain
     */
    public static Gateway to(Handler app) {
        return new Gateway(List.of(), app, List.of(), List.of());
    }

    /**
     * Returns this chain with one more request handler.
     *
     * @param last added after the existing request handlers
     * @return a changed copy
     */
    public Gateway withRequestHandler(RequestHandler last) {
        return new Gateway(and(requestHandlers, last), app, responseHandlers, exceptionHandlers);
    }

    /**
     * Returns this chain with one more response handler.
     *
     * @param last added after the existing response handlers
     * @return a changed copy
     */
    public Gateway withResponseHandler(ResponseHandler last) {
        return new Gateway(requestHandlers, app, and(responseHandlers, last), exceptionHandlers);
    }

    /**
     * Returns this chain with one more exception handler.
     *
     * @param last added after the existing exception handlers
     * @return a changed copy
     */
    public Gateway withExceptionHandler(ExceptionHandler last) {
        return new Gateway(requestHandlers, app, responseHandlers, and(exceptionHandlers, last));
    }

    private static <T> List<T> and(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }

    @Override
    public void handle(Request request, Exchange exchange) throws Exception {
        ChainedExchange chained = new ChainedExchange(this, request, exchange);
        chained.guard(() -> passOn(request, chained));
    }

    private void passOn(Request request, Exchange exchange) throws Exception {
        Request current = request;
        for (RequestHandler handler : requestHandlers) {
            Optional<Request> passed = handler.handle(current, exchange);
            if (passed.isEmpty()) {
                return;
            }
            current = passed.get();
        }
        app.handle(current, exchange);
    }

    /** Returns what the client receives of a response. */
    Response answer(Request request, Response response) {
        Response current = response;
        for (ResponseHandler handler : responseHandlers) {
            current = handler.handle(request, current);
        }
        return current;
    }
}
