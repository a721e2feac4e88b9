package io.github.h11j.examples.gateway;

import io.github.h11j.Bytes;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.handler.Responses;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How many more times a TRACE or OPTIONS request may be forwarded (RFC 9110 §7.6.2). */
final class MaxForwards {

    private static final String FIELD = "Max-Forwards";
    private static final Set<String> METHODS = Set.of("TRACE", "OPTIONS");

    /** Fields that a response to TRACE must not contain (RFC 9110 §9.3.8). */
    private static final Set<String> SENSITIVE = Set.of("authorization", "cookie", "proxy-authorization");

    private final Request request;

    /** The value of the field; empty if it has no meaning. */
    private final Optional<String> value;

    private MaxForwards(Request request, Optional<String> value) {
        this.request = request;
        this.value = value;
    }

    static MaxForwards of(Request request) {
        List<String> values =
                METHODS.contains(request.method()) ? request.headers().all(FIELD) : List.of();
        return new MaxForwards(request, values.isEmpty() ? Optional.empty() : Optional.of(String.join(",", values)));
    }

    boolean isInvalid() {
        return value.isPresent() && !value.get().matches("[0-9]{1,100}");
    }

    boolean isUsedUp() {
        return value.isPresent() && new BigInteger(value.get()).signum() == 0;
    }

    /** Returns the request with the value decreased by one. */
    Request decreased() {
        if (value.isEmpty()) {
            return request;
        }
        String less = new BigInteger(value.get()).subtract(BigInteger.ONE).toString();
        Headers headers = request.headers().with(FIELD, less);
        return new Request(request.method(), request.target(), headers, request.version());
    }

    /** Returns our answer as the last recipient. */
    List<Event> answer() {
        if (request.method().equals("OPTIONS")) {
            return Responses.empty(200, Headers.EMPTY);
        }
        StringBuilder head = new StringBuilder()
                .append("TRACE ")
                .append(request.target())
                .append(" HTTP/")
                .append(request.version())
                .append("\r\n");
        for (Headers.Field field : request.headers()) {
            if (!SENSITIVE.contains(field.name().toLowerCase(Locale.ROOT))) {
                head.append(field.name()).append(": ").append(field.value()).append("\r\n");
            }
        }
        byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        return Responses.bytes(200, "message/http", Bytes.wrap(bytes));
    }
}
