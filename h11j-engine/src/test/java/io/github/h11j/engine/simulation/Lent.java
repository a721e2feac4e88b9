package io.github.h11j.engine.simulation;

import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.RemoteProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Parts of a body as a proxy has them when it passes them on: in memory that is somebody else's afterwards. */
final class Lent {

    private Lent() {}

    /** Lends bytes until this returns. */
    static void to(byte[] bytes, Consumer<Data> use) {
        Connection http = Connection.server();
        byte[] head = ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + bytes.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] memory = Arrays.copyOf(head, head.length + bytes.length);
        System.arraycopy(bytes, 0, memory, head.length, bytes.length);
        http.receiveBorrowed(ByteBuffer.wrap(memory));
        try {
            http.nextEvent();
            use.accept((Data) http.nextEvent());
        } catch (RemoteProtocolException e) {
            throw new IllegalStateException(e);
        }
        http.endLease();
        Arrays.fill(memory, (byte) 0x55);
    }
}
