package io.undertow.client.http;

import io.undertow.client.ClientResponse;
import java.nio.ByteBuffer;

/** Reaches Undertow's parser of responses, which is package-private. */
public final class UndertowResponses {

    private UndertowResponses() {}

    /** Parses a head; the body is left in the buffer. */
    public static ClientResponse parse(ByteBuffer bytes) {
        HttpResponseBuilder builder = new HttpResponseBuilder();
        ResponseParser.INSTANCE.handle(bytes, builder.getParseState(), builder);
        if (!builder.getParseState().isComplete()) {
            throw new IllegalStateException("The head is not complete");
        }
        return builder.build();
    }
}
