package io.github.h11j.benchmarks.servers;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The answer of every server: to each request, once its body is read, 200 with a short text. */
final class Greeting {

    static final String TYPE = "text/plain";
    static final String TEXT = "Hello, World!";

    private static final byte[] BYTES = TEXT.getBytes(StandardCharsets.US_ASCII);

    private static volatile Stamp stamp = new Stamp(Long.MIN_VALUE, "");

    private record Stamp(long second, String text) {}

    private Greeting() {}

    static byte[] bytes() {
        return BYTES.clone();
    }

    static int length() {
        return BYTES.length;
    }

    /** The bytes without a copy, for those who do not write to them. */
    static ByteBuffer buffer() {
        return ByteBuffer.wrap(BYTES).asReadOnlyBuffer();
    }

    /** The value of {@code Date}, for the libraries that do not add it themselves; made once a second. */
    static String date() {
        long second = System.currentTimeMillis() / 1000;
        Stamp last = stamp;
        if (last.second != second) {
            last = new Stamp(second, DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
            stamp = last;
        }
        return last.text;
    }
}
