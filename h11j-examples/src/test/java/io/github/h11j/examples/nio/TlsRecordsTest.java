package io.github.h11j.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TlsRecordsTest {

    /** Two records, an empty one, and one of 300 bytes that are all the type of an alert; then an alert. */
    private static ByteBuffer stream() {
        ByteBuffer stream = ByteBuffer.allocate(400);
        stream.put(new byte[] {22, 3, 3, 0, 2, 21, 21});
        stream.put(new byte[] {23, 3, 3, 0, 0});
        stream.put(new byte[] {23, 3, 3, 1, 44});
        for (int i = 0; i < 300; i++) {
            stream.put((byte) 21);
        }
        return stream.put(new byte[] {21, 3, 3, 0, 2, 1, 0}).flip();
    }

    private static final int ALERT_AT = 7 + 5 + 5 + 300;

    @Test
    void an_alert_is_found_however_the_stream_is_cut() {
        ByteBuffer stream = stream();
        for (int first = 0; first <= ALERT_AT; first++) {
            for (int second = first; second <= stream.limit(); second += 7) {
                TlsRecords records = new TlsRecords();
                assertThat(records.follow(stream, 0, first, TlsRecords.ALERT)).isEqualTo(first);
                int followed = records.follow(stream, first, second, TlsRecords.ALERT);
                assertThat(followed).isEqualTo(Math.min(second, ALERT_AT));
                assertThat(records.follow(stream, followed, stream.limit(), TlsRecords.ALERT))
                        .isEqualTo(ALERT_AT);
            }
        }
    }

    @Test
    void what_is_not_looked_for_is_passed() {
        TlsRecords records = new TlsRecords();
        assertThat(records.follow(stream(), 0, stream().limit(), -1))
                .isEqualTo(stream().limit());
        ByteBuffer again = ByteBuffer.wrap(new byte[] {21, 3, 3, 0, 0});
        assertThat(records.follow(again, 0, 5, TlsRecords.ALERT))
                .as("the next record")
                .isZero();
    }
}
