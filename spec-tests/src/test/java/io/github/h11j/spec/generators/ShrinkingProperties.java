package io.github.h11j.spec.generators;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Role;
import io.github.h11j.build.Sample;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.Store;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/**
 * From whatever value fails first, shrinking arrives at one that is small and readable, for many seeds, which are the same
 * in each run. jqwik's own search needs minutes for some of them before it knows that nothing smaller fails ({@link
 * ShrinkingTest} has one seed); this one only goes downhill, from each value to the first smaller one that still fails.
 */
@AddLifecycleHook(ShrinkingProperties.OneOfTen.class)
class ShrinkingProperties {

    /** All tries in CI, else every tenth. Some seeds take far longer than others, the first among them. */
    static final class OneOfTen implements AroundTryHook {
        @Override
        public PropagationMode propagateTo() {
            return PropagationMode.ALL_DESCENDANTS;
        }

        @Override
        public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor aTry, List<Object> parameters) {
            int number = Store.getOrCreate(OneOfTen.class, Lifespan.PROPERTY, AtomicInteger::new)
                    .get()
                    .incrementAndGet();
            return Sample.ALL || number % 10 == 0 ? aTry.execute(parameters) : TryExecutionResult.satisfied();
        }
    }

    private static final int MOST_VALUES = 10_000;
    private static final int MOST_CANDIDATES = 20_000;

    private static <T> T smallest(Arbitrary<T> arbitrary, long seed, Predicate<T> fails) {
        RandomGenerator<T> generator = arbitrary.generator(1000);
        Random random = new Random(seed);
        Shrinkable<T> smallest = generator.next(random);
        for (int i = 0; !fails.test(smallest.value()); i++) {
            assertThat(i).as("values that do not fail").isLessThan(MOST_VALUES);
            smallest = generator.next(random);
        }
        int[] candidates = {0};
        Optional<Shrinkable<T>> smaller = Optional.of(smallest);
        while (smaller.isPresent()) {
            Shrinkable<T> current = smaller.get();
            smallest = current;
            smaller = current.shrink()
                    .peek(candidate -> candidates[0]++)
                    .filter(candidate -> candidate.distance().compareTo(current.distance()) < 0)
                    .filter(candidate -> fails.test(candidate.value()))
                    .findFirst();
            assertThat(candidates[0]).as("candidates").isLessThan(MOST_CANDIDATES);
        }
        return smallest.value();
    }

    @Property(tries = 20, seed = "10", edgeCases = EdgeCasesMode.NONE)
    void a_request_shrinks_to_the_bytes_that_matter(@ForAll long seed) {
        Message smallest = smallest(
                HttpArbitraries.messages(Role.CLIENT),
                seed,
                message -> message.body().content().length() > 3);
        assertThat(smallest.body().content().length()).isBetween(4, 5);
        assertThat(smallest.bytes().length()).as("%s", smallest).isLessThan(130);
    }

    @Property(tries = 50, seed = "10", edgeCases = EdgeCasesMode.NONE)
    void a_pipeline_shrinks_to_the_one_request_that_matters(@ForAll long seed) {
        Pipeline smallest = smallest(
                HttpArbitraries.pipelines(),
                seed,
                pipeline -> pipeline.requests().stream()
                        .anyMatch(request -> request.method().equals("HEAD")));
        assertThat(smallest).hasToString("\"HEAD / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n\"");
    }

    @Property(tries = 50, seed = "10", edgeCases = EdgeCasesMode.NONE)
    void a_segmentation_shrinks_to_the_fewest_cuts(@ForAll long seed) {
        ByteString stream = ByteString.of("a".repeat(100));
        Segmentation smallest = smallest(
                HttpArbitraries.segmentations(), seed, cuts -> cuts.cut(stream).size() > 2);
        assertThat(smallest.lengths()).hasSizeLessThanOrEqualTo(2);
    }

    @Property(tries = 50, seed = "10", edgeCases = EdgeCasesMode.NONE)
    void a_chunked_body_shrinks_to_the_part_that_matters(@ForAll long seed) {
        Body.Chunked smallest = smallest(
                HttpArbitraries.chunkedBodies(), seed, body -> !body.trailers().isEmpty());
        assertThat(smallest.bytes()).hasToString("\"0\\r\\na: \\r\\n\\r\\n\"");
    }

    @Property(tries = 50, seed = "10", edgeCases = EdgeCasesMode.NONE)
    void a_message_with_a_fault_shrinks_to_the_fault(@ForAll long seed) {
        NearValid smallest = smallest(HttpArbitraries.nearValid(Role.SERVER), seed, faulty -> true);
        assertThat(smallest.bytes().length()).as("%s", smallest).isLessThan(80);
    }

    @Property(tries = 50, seed = "10", edgeCases = EdgeCasesMode.NONE)
    void calls_shrink_to_those_from_the_end_to_what_is_sent_after_it(@ForAll long seed) {
        Calls smallest = smallest(EventArbitraries.calls(Role.SERVER), seed, ShrinkingProperties::sendsAfterTheEnd);
        assertThat(smallest.calls().get(0)).as("%s", smallest).isInstanceOf(Call.ReceiveEnd.class);
        assertThat(smallest.calls().get(smallest.calls().size() - 1))
                .as("%s", smallest)
                .isInstanceOf(Call.Send.class);
    }

    private static boolean sendsAfterTheEnd(Calls calls) {
        boolean ended = false;
        for (Call call : calls.calls()) {
            if (ended && call instanceof Call.Send) {
                return true;
            }
            ended |= call instanceof Call.ReceiveEnd;
        }
        return false;
    }
}
