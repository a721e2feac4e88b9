package org.microhttp;

import java.nio.ByteBuffer;

/** Reaches microhttp's parser, which is package-private, and drives it as {@code ConnectionEventLoop} does. */
public final class MicrohttpParser {

    private final ByteTokenizer tokenizer = new ByteTokenizer();
    private RequestParser parser = new RequestParser(tokenizer);

    public void receive(byte[] bytes, int offset, int length) {
        tokenizer.add(ByteBuffer.wrap(bytes, offset, length));
    }

    /** The next request, or null if it is not whole yet. */
    public Request next() {
        if (!parser.parse()) {
            return null;
        }
        Request request = parser.request();
        tokenizer.compact();
        parser = new RequestParser(tokenizer);
        return request;
    }
}
