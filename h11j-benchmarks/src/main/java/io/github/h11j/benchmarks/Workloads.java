package io.github.h11j.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The bytes that every library gets. Arrays are shared and never written to. */
public final class Workloads {

    /** A field of a message to serialise. */
    public record Field(String name, String value) {}

    /** h11's own benchmark request: 509 bytes, 8 fields. */
    public static final byte[] W1 = resource("W1.http");

    /** A plain-text request: 170 bytes, 3 fields. */
    public static final byte[] W2 = resource("W2.http");

    /** A navigation by Chromium: 1188 bytes, 20 fields. */
    public static final byte[] W3 = resource("W3.http");

    /** A response with 10 fields and a body of 1000 bytes. */
    public static final byte[] W4 = resource("W4.http");

    /** Bytes of body in {@link #W5} and {@link #W5B}: 1 MiB. */
    public static final int W5_BODY = 1 << 20;

    /** The number of bytes per read of W5. */
    public static final int W5_READ = 16 << 10;

    /** A chunked POST: 1 MiB in chunks of 8 KiB. */
    public static final byte[] W5 = chunkedPost(8 << 10);

    /** The same in chunks of 64 bytes. */
    public static final byte[] W5B = chunkedPost(64);

    /** Bytes of body in {@link #W9}. */
    public static final int W9_BODY = 60_000;

    /** A POST whose head and body come in one read. */
    public static final byte[] W9 = post(W9_BODY);

    /** Requests in {@link #W6}. */
    public static final int W6_REQUESTS = 16;

    /** 16 pipelined W2. */
    public static final byte[] W6 = repeat(W2, W6_REQUESTS);

    /** The body of each response in W6. */
    public static final byte[] W6_BODY = "Hello, World!".getBytes(ISO_8859_1);

    /** The Date in a response. */
    public static final String DATE = "Fri, 20 May 2016 09:23:41 GMT";

    /** The fields to serialise in W7. */
    public static final List<Field> W7_FIELDS = List.of(
            new Field("Date", DATE),
            new Field("Server", "nginx/1.25.3"),
            new Field("Content-Type", "text/html; charset=UTF-8"),
            new Field("Content-Length", "1000"),
            new Field("Content-Language", "en"),
            new Field("Cache-Control", "private, max-age=0"),
            new Field("ETag", "\"33a64df551425fcc55e4d42a148795d9f25f89d4\""),
            new Field("Vary", "Accept-Encoding"),
            new Field("X-Frame-Options", "SAMEORIGIN"));

    /** The body to serialise in W7. */
    public static final byte[] W7_BODY = alphabet(1000);

    /** W8 is W1, byte by byte. */
    public static final byte[] W8 = W1;

    /** Heads to be fed byte by byte; the time per byte must not grow. */
    public static final byte[] HEAD_1K = headOfManyFields(1 << 10);

    /** As {@link #HEAD_1K}, 64 times as long. */
    public static final byte[] HEAD_64K = headOfManyFields(64 << 10);

    /** The same with one long field line. */
    public static final byte[] LINE_1K = headOfOneLine(1 << 10);

    /** As {@link #LINE_1K}, 64 times as long. */
    public static final byte[] LINE_64K = headOfOneLine(64 << 10);

    private Workloads() {}

    private static byte[] resource(String name) {
        try (InputStream in = Workloads.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("No resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] post(int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("POST /upload HTTP/1.1\r\nHost: example.com\r\nContent-Type: application/octet-stream\r\n"
                        + "Content-Length: " + length + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        out.writeBytes(alphabet(length));
        return out.toByteArray();
    }

    private static byte[] chunkedPost(int chunk) {
        byte[] body = alphabet(W5_BODY);
        ByteArrayOutputStream out = new ByteArrayOutputStream(2 * W5_BODY);
        out.writeBytes(bytes(String.join(
                "\r\n",
                "POST /upload HTTP/1.1",
                "Host: example.com",
                "Content-Type: application/octet-stream",
                "Transfer-Encoding: chunked",
                "",
                "")));
        for (int at = 0; at < body.length; at += chunk) {
            out.writeBytes(bytes(Integer.toHexString(chunk) + "\r\n"));
            out.write(body, at, chunk);
            out.writeBytes(bytes("\r\n"));
        }
        out.writeBytes(bytes("0\r\n\r\n"));
        return out.toByteArray();
    }

    private static byte[] headOfManyFields(int length) {
        StringBuilder head = new StringBuilder("GET / HTTP/1.1\r\nHost: example.com\r\n");
        for (int i = 0; head.length() < length - 64; i++) {
            head.append("X-Field-").append(i).append(": some value of an ordinary kind\r\n");
        }
        return padded(head, length);
    }

    private static byte[] headOfOneLine(int length) {
        return padded(new StringBuilder("GET / HTTP/1.1\r\nHost: example.com\r\n"), length);
    }

    private static byte[] padded(StringBuilder head, int length) {
        head.append("X-Last: ");
        head.append("x".repeat(length - head.length() - 4)).append("\r\n\r\n");
        return bytes(head.toString());
    }

    private static byte[] repeat(byte[] bytes, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length * times);
        for (int i = 0; i < times; i++) {
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] alphabet(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ('a' + i % 26);
        }
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
