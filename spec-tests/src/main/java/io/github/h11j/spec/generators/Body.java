package io.github.h11j.spec.generators;

import java.util.ArrayList;
import java.util.List;

/** The body of a message as it stands on the wire (RFC 9112 §6). */
public sealed interface Body {

    /**
     * Returns the bytes after the empty line.
     *
     * @return those on the wire
     */
    ByteString bytes();

    /**
     * Returns what the body carries.
     *
     * @return the bytes without their transfer coding
     */
    ByteString content();

    /** No body and no framing field. */
    record None() implements Body {
        @Override
        public ByteString bytes() {
            return ByteString.EMPTY;
        }

        @Override
        public ByteString content() {
            return ByteString.EMPTY;
        }
    }

    /**
     * A body that Content-Length announces (RFC 9112 §6.2).
     *
     * @param content its bytes, possibly none
     */
    record OfLength(ByteString content) implements Body {
        @Override
        public ByteString bytes() {
            return content;
        }
    }

    /**
     * The body of a response that ends with the connection (RFC 9112 §6.3, the last rule).
     *
     * @param content its bytes, possibly none
     */
    record UntilClose(ByteString content) implements Body {
        @Override
        public ByteString bytes() {
            return content;
        }
    }

    /**
     * A body in chunks (RFC 9112 §7.1).
     *
     * @param chunks its chunks, none of them empty
     * @param last the line of the last chunk without its end: one or more zeros, and extensions
     * @param trailers the trailer section
     */
    record Chunked(List<Chunk> chunks, String last, List<FieldLine> trailers) implements Body {

        /**
         * A body in chunks.
         *
         * @param chunks its chunks, none of them empty
         * @param last the line of the last chunk without its end: one or more zeros, and extensions
         * @param trailers the trailer section
         */
        public Chunked {
            chunks = List.copyOf(chunks);
            trailers = List.copyOf(trailers);
        }

        @Override
        public ByteString bytes() {
            List<ByteString> parts = new ArrayList<>();
            for (Chunk chunk : chunks) {
                parts.add(ByteString.of(chunk.line() + "\r\n"));
                parts.add(chunk.data());
                parts.add(ByteString.of("\r\n"));
            }
            StringBuilder end = new StringBuilder(last).append("\r\n");
            trailers.forEach(line -> end.append(line.text()).append("\r\n"));
            parts.add(ByteString.of(end.append("\r\n").toString()));
            return ByteString.join(parts);
        }

        @Override
        public ByteString content() {
            return ByteString.join(chunks.stream().map(Chunk::data).toList());
        }
    }

    /**
     * One chunk.
     *
     * @param line the chunk line without its end: the size in hexadecimal digits, and extensions
     * @param data its bytes, as many as the line says
     */
    record Chunk(String line, ByteString data) {}
}
