package io.github.h11j.examples.conformance;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.examples.blocking.RequestBody;
import io.github.h11j.spec.conformance.ClientRequest;
import java.nio.charset.StandardCharsets;

/** Requests of the kit as our clients send them. */
final class Sending {

    /** How much content a case may have. */
    static final int MOST = 1 << 24;

    private Sending() {}

    static Request head(ClientRequest request) {
        Headers headers = Headers.of("Host", request.uri().getRawAuthority());
        if (!request.content().isEmpty()) {
            headers = headers.with("Content-Length", Integer.toString(bytes(request).length));
        }
        if (request.expectContinue()) {
            headers = headers.with("Expect", "100-continue");
        }
        return new Request(request.method(), target(request), headers);
    }

    private static String target(ClientRequest request) {
        String path = request.uri().getRawPath().isEmpty() ? "/" : request.uri().getRawPath();
        String query = request.uri().getRawQuery();
        return query == null ? path : path + "?" + query;
    }

    private static byte[] bytes(ClientRequest request) {
        return request.content().getBytes(StandardCharsets.ISO_8859_1);
    }

    static Data content(ClientRequest request) {
        return new Data(Bytes.wrap(bytes(request)));
    }

    static RequestBody body(ClientRequest request) {
        return request.content().isEmpty() ? RequestBody.NONE : RequestBody.of(Bytes.wrap(bytes(request)));
    }
}
