package io.github.h11j;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A part of a message body, after the transfer coding has been removed or before it is applied. How a body is divided
 * into {@code Data} carries no meaning.
 *
 * @param bytes the bytes, possibly none when sent, never none when received
 * @param chunkStart whether the first byte is the first of a chunk, when received in chunked coding; ignored when
 *     sent
 * @param chunkEnd whether the last byte is the last of a chunk, when received in chunked coding; ignored when sent
 */
public record Data(Bytes bytes, boolean chunkStart, boolean chunkEnd) implements Event {

    /**
     * A part of a body.
     *
     * @param bytes the bytes
     * @param chunkStart whether the first byte is the first of a chunk; ignored when sent
     * @param chunkEnd whether the last byte is the last of a chunk; ignored when sent
     * @throws NullPointerException if the bytes are null
     */
    public Data {
        Objects.requireNonNull(bytes, "bytes");
    }

    /**
     * A part of a body to send.
     *
     * @param bytes the bytes
     */
    public Data(Bytes bytes) {
        this(bytes, false, false);
    }

    /**
     * A part of a body with a copy of these bytes. {@link Bytes#wrap(byte[])} spares the copy.
     *
     * @param bytes copied: the array may be changed afterwards
     * @return the event
     */
    public static Data of(byte[] bytes) {
        return new Data(Bytes.copyOf(bytes));
    }

    /**
     * A part of a body with the UTF-8 form of a text.
     *
     * @param text any text
     * @return the event
     */
    public static Data utf8(String text) {
        return new Data(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public EventType type() {
        return EventType.DATA;
    }
}
