package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Law 7: twice the input is about twice the work, however it is built and cut. Counted, not timed. */
class LinearWorkTest {

    private static final int SIZE = 1500;

    private static final Map<String, IntConsumer> SHAPES = shapes();

    @SuppressWarnings("unchecked") // the method's type is that of this class's twin
    private static Map<String, IntConsumer> shapes() {
        try {
            var method = Class.forName("io.github.h11j.LinearShapes", true, new WorkCounter())
                    .getDeclaredMethod("all");
            method.setAccessible(true);
            return (Map<String, IntConsumer>) method.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    static Set<String> names() {
        return SHAPES.keySet();
    }

    private static long work(IntConsumer shape, int size) {
        WorkCounter.work = 0;
        shape.accept(size);
        return WorkCounter.work;
    }

    @ParameterizedTest
    @MethodSource("names")
    void twice_the_input_is_about_twice_the_work(String name) {
        IntConsumer shape = SHAPES.get(name);
        shape.accept(2); // classes are initialised
        long once = work(shape, SIZE);
        long twice = work(shape, 2 * SIZE);
        assertThat(once).isGreaterThan(SIZE / 2);
        assertThat((double) twice / once).as("%d, then %d", once, twice).isLessThan(2.4);
    }
}
