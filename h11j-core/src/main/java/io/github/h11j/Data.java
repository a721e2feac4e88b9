package io.github.h11j;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A part of a message body, without the chunked coding. Other transfer codings are not decoded, nor is chunked in an
 * HTTP/1.0 response, unless the policy tolerates {@link Violation#TRANSFER_ENCODING_IN_HTTP_1_0} there. How a body is
 * divided into {@code Data} has no meaning.
 *
 * @param bytes the bytes; possibly none when sent, at least one when received
 * @param chunkStart for a received part of a chunked body: whether its first byte is the first byte of a chunk; ignored
 *     when sent
 * @param chunkEnd for a received part of a chunked body: whether its last byte is the last byte of a chunk; ignored
 *     when sent
 */
public record Data(Bytes bytes, boolean chunkStart, boolean chunkEnd) implements Event {

    /**
     * Creates a part of a body.
     *
     * @param bytes the bytes
     * @param chunkStart whether the first byte is the first byte of a chunk; ignored when sent
     * @param chunkEnd whether the last byte is the last byte of a chunk; ignored when sent
     * @throws NullPointerException if the bytes are null
     */
    public Data {
        Objects.requireNonNull(bytes, "bytes");
    }

    /**
     * Creates a part of a body to send.
     *
     * @param bytes the bytes
     * @throws NullPointerException if the bytes are null
     */
    public Data(Bytes bytes) {
        this(bytes, false, false);
    }

    /**
     * Returns a part of a body with a copy of the bytes. {@link Bytes#wrap(byte[])} avoids the copy.
     *
     * @param bytes copied; the array may be changed afterwards
     * @return the event
     * @throws NullPointerException if the array is null
     */
    public static Data of(byte[] bytes) {
        return new Data(Bytes.copyOf(bytes));
    }

    /**
     * Returns a part of a body with a text encoded in UTF-8.
     *
     * @param text any text
     * @return the event
     * @throws NullPointerException if the text is null
     */
    public static Data utf8(String text) {
        return new Data(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public EventType type() {
        return EventType.DATA;
    }
}
