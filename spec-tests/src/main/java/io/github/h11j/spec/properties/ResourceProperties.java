package io.github.h11j.spec.properties;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.h11j.Role;
import io.github.h11j.spec.generators.ByteString;
import io.github.h11j.spec.generators.Segmentation;
import java.lang.management.ManagementFactory;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Work is linear in the bytes received and memory is bounded, whatever arrives and however it is cut.
 *
 * <p>Nothing is timed. Work is counted in bytes allocated by the thread, which a HotSpot JVM counts exactly: copying
 * what has been received so far at every arrival, the usual way to be quadratic, allocates it each time. The compiler
 * can only make the count smaller, other threads do not add to it, and what is loaded for the first time is loaded by a
 * run that is not counted. {@link #work_is_linear} passes 4,000 to 16,000 bytes one by one. An implementation that
 * copies all of them at each arrival allocates 2,000 to 8,000 bytes for each byte received; h11j, with what the
 * property itself keeps, allocates 136 at most. Input that an implementation refuses early shows less, as its work is
 * bounded by the refusal. What a count of allocations cannot show is work that allocates nothing, such as searching the
 * same bytes again. On a JVM that does not count, all tries are discarded, which jqwik reports as a failure.
 *
 * <p>Memory is judged by what an implementation must be holding back: bytes that it has taken and that no event has
 * accounted for.
 */
public interface ResourceProperties extends ConnectionSource {

    /**
     * Returns the bound on bytes that are taken without an event.
     *
     * @return 65,536 by default; the sum of h11j's limits on one section is less
     */
    default int mostHeldBack() {
        return 65_536;
    }

    /**
     * Returns the bound on bytes allocated for each byte received, where bytes arrive one by one.
     *
     * @return 1,024 by default
     */
    default int mostAllocated() {
        return 1024;
    }

    /**
     * Input without end is refused before it has grown beyond the bound, or is handed over as it comes.
     *
     * @param input what arrives
     * @param piece how many bytes at once
     */
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    default void endless_input_is_refused_or_handed_over(
            @ForAll("receivedWithoutEnd") EndlessInput input, @ForAll @IntRange(min = 1, max = 8192) int piece) {
        int total = 4 * mostHeldBack();
        Playback playback = start(input);
        long heard = 0;
        int silent = 0;
        int received = 0;
        for (ByteString bytes : new Segmentation(List.of(piece), true).cut(input.bytes(total))) {
            playback.feed(bytes.toByteArray());
            received += bytes.length();
            if (playback.isRefused() || playback.isPaused()) {
                break;
            }
            silent = playback.heard() == heard ? silent + bytes.length() : 0;
            heard = playback.heard();
            assertThat(silent).as("bytes in a row without an event").isLessThanOrEqualTo(mostHeldBack());
            assertThat(input.content(received) - playback.contentHeard())
                    .as("bytes of content held back")
                    .isLessThanOrEqualTo(mostHeldBack());
        }
    }

    /**
     * The work is at most proportional to the number of bytes if they arrive one by one: for each byte, a bounded
     * number of bytes is allocated.
     *
     * @param input what arrives
     * @param length how many bytes of it
     */
    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    default void work_is_linear(
            @ForAll("receivedWithoutEnd") EndlessInput input, @ForAll @IntRange(min = 4000, max = 16_000) int length) {
        Assume.that(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<byte[]> pieces = Segmentation.BYTE_BY_BYTE.cut(input.bytes(length)).stream()
                .map(ByteString::toByteArray)
                .toList();
        play(start(input), pieces); // loads what is loaded once
        Playback playback = start(input);
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        int fed = play(playback, pieces);
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        long bound = 65_536 + (long) mostAllocated() * fed;
        assertThat(allocated).as("bytes allocated for %s bytes", fed).isLessThanOrEqualTo(bound);
        assertThat(playback.calls()).as("calls").isLessThanOrEqualTo(fed + playback.heard());
    }

    private Playback start(EndlessInput input) {
        Playback playback = new Playback(connection(input.sender().peer()));
        if (input.sender() == Role.SERVER) {
            playback.ask("GET");
        }
        return playback;
    }

    /** Feeds input until it is refused, and returns the number of bytes fed. */
    private static int play(Playback playback, List<byte[]> pieces) {
        int fed = 0;
        for (byte[] piece : pieces) {
            playback.feed(piece);
            fed += piece.length;
            if (playback.isRefused()) {
                break;
            }
        }
        return fed;
    }
}
