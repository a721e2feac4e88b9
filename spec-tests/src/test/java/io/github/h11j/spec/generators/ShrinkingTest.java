package io.github.h11j.spec.generators;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Role;
import io.github.h11j.spec.properties.PropertyRun;
import io.github.h11j.spec.properties.PropertyRun.Keeper;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.junit.jupiter.api.Test;

/**
 * A failing value is shrunk to the smallest that fails, and is readable. The seeds are fixed: jqwik needs a second for
 * most of them, but minutes for some before it knows that nothing smaller fails.
 */
class ShrinkingTest {

    @AddLifecycleHook(Keeper.class)
    static class LongBodies {
        @Property(edgeCases = EdgeCasesMode.NONE, seed = "5")
        boolean bodies_have_three_bytes_at_most(@ForAll @ByRole(Role.CLIENT) Message message) {
            return message.body().content().length() <= 3;
        }
    }

    @Test
    void a_request_shrinks_to_the_bytes_that_matter() {
        Message smallest =
                (Message) PropertyRun.smallestFailureOf(LongBodies.class).get(0);
        // Four bytes of text, or the smallest content that looks like HTTP, which has five and is one choice
        assertThat(smallest.body().content().length()).isBetween(4, 5);
        assertThat(smallest.fields()).hasSize(2);
        assertThat(smallest.bytes().length()).as("%s", smallest).isLessThan(130); // at most four chunks of one byte
    }

    @AddLifecycleHook(Keeper.class)
    static class HeadRequests {
        @Property(edgeCases = EdgeCasesMode.NONE, seed = "5")
        boolean there_is_no_head(@ForAll Pipeline pipeline) {
            return pipeline.requests().stream()
                    .noneMatch(request -> request.method().equals("HEAD"));
        }
    }

    @Test
    void a_pipeline_shrinks_to_the_one_request_that_matters() {
        assertThat(PropertyRun.smallestFailureOf(HeadRequests.class).get(0))
                .hasToString("\"HEAD / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n\"");
    }

    @AddLifecycleHook(Keeper.class)
    static class ThreePieces {
        @Property(edgeCases = EdgeCasesMode.NONE, seed = "5")
        boolean a_stream_has_two_pieces_at_most(@ForAll Segmentation cuts) {
            return cuts.cut(ByteString.of("a".repeat(100))).size() <= 2;
        }
    }

    @Test
    void a_segmentation_shrinks_to_the_fewest_and_earliest_cuts() {
        Segmentation smallest =
                (Segmentation) PropertyRun.smallestFailureOf(ThreePieces.class).get(0);
        assertThat(smallest.lengths()).isIn(List.of(1, 1), List.of(1));
    }

    @AddLifecycleHook(Keeper.class)
    static class Trailers {
        @Property(edgeCases = EdgeCasesMode.NONE, seed = "5")
        boolean there_are_no_trailers(@ForAll Body.Chunked body) {
            return body.trailers().isEmpty();
        }
    }

    @Test
    void a_chunked_body_shrinks_to_the_part_that_matters() {
        Body.Chunked smallest =
                (Body.Chunked) PropertyRun.smallestFailureOf(Trailers.class).get(0);
        assertThat(smallest.bytes()).hasToString("\"0\\r\\na: \\r\\n\\r\\n\"");
    }

    @AddLifecycleHook(Keeper.class)
    static class Faults {
        @Property(edgeCases = EdgeCasesMode.NONE, seed = "3")
        boolean there_are_no_faults_of_responses(@ForAll NearValid faulty) {
            return faulty.original().sender() == Role.CLIENT;
        }
    }

    @Test
    void a_message_with_a_fault_shrinks_to_the_fault() {
        NearValid smallest =
                (NearValid) PropertyRun.smallestFailureOf(Faults.class).get(0);
        assertThat(smallest.toString())
                .startsWith(smallest.mutation() + ": \"HT")
                .hasSizeLessThan(110);
        assertThat(smallest.bytes().length()).isLessThan(80);
    }

    @AddLifecycleHook(Keeper.class)
    static class SendingAfterTheEnd {
        @Property(edgeCases = EdgeCasesMode.NONE, seed = "5")
        boolean nobody_sends_after_the_end(@ForAll @ByRole(Role.SERVER) Calls calls) {
            boolean ended = false;
            for (Call call : calls.calls()) {
                if (ended && call instanceof Call.Send) {
                    return false;
                }
                ended |= call instanceof Call.ReceiveEnd;
            }
            return true;
        }
    }

    @Test
    void calls_shrink_to_those_that_matter() {
        Calls smallest =
                (Calls) PropertyRun.smallestFailureOf(SendingAfterTheEnd.class).get(0);
        assertThat(smallest.calls()).hasSize(2);
        assertThat(smallest.toString()).hasLineCount(3);
    }
}
