package io.github.h11j.spec.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests for {@link RequirementListenerTest}, which runs them by name; some of them fail on purpose. */
final class Samples {

    private Samples() {}

    static class Ordinary {
        @Test
        @Requirement("RFC9112-2.1-1")
        void passes() {}

        @Test
        @Requirement({"RFC9112-2.2-1", "RFC9112-2.2-2"})
        void fails() {
            assertThat(1).isEqualTo(2);
        }

        @Test
        @Requirement("RFC9112-2.2-3")
        void is_aborted() {
            assumeTrue(false);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        @Requirement("RFC9112-2.2-4")
        @Requirement("RFC9112-2.2-5")
        void passes_twice_of_three_times(int i) {
            assertThat(i).isNotEqualTo(2);
        }

        @Test
        void cites_nothing() {}
    }

    @Requirement("RFC9112-3-1")
    static class Annotated {
        @Test
        void first() {}

        @Test
        @Requirement("RFC9112-3-2")
        void second() {}

        @Nested
        class Inner {
            @Test
            void third() {}
        }
    }

    static class Inheriting extends Annotated {
        @Test
        void fourth() {}
    }

    static class Dynamic {
        @TestFactory
        @Requirement("RFC9112-4-1")
        Stream<DynamicNode> made_of_data() {
            return Stream.of(
                    Citations.dynamicTest("one", List.of("RFC9112-4-2"), () -> {}),
                    Citations.dynamicTest(
                            "two",
                            List.of("RFC9112-4-2", "RFC9112-4-3"),
                            () -> assertThat(1).isEqualTo(2)),
                    Citations.dynamicContainer(
                            "group", List.of("RFC9112-4-4"), List.of(DynamicTest.dynamicTest("three", () -> {}))));
        }

        @TestFactory
        Stream<DynamicTest> publishing(TestReporter reporter) {
            return Stream.of(
                    DynamicTest.dynamicTest("four", () -> Citations.publish(reporter, "RFC9112-5-1")),
                    DynamicTest.dynamicTest("five", () -> assertThat(1).isEqualTo(2)));
        }

        @Test
        void publishing_itself(TestReporter reporter) {
            Citations.publish(reporter, "RFC9112-5.1-1", "RFC9112-5.1-2");
        }

        @Test
        void publishing_nonsense(TestReporter reporter) {
            reporter.publishEntry("requirement", "RFC9112-99-1");
        }
    }

    static class Generated {
        @Property(tries = 10)
        @Requirement("RFC9112-6-1")
        void holds(@ForAll @IntRange(max = 5) int i) {
            assertThat(i).isBetween(0, 5);
        }

        @Property(tries = 10)
        @Requirement("RFC9112-6.1-1")
        void does_not_hold(@ForAll int i) {
            assertThat(i).isGreaterThan(Integer.MAX_VALUE - 1);
        }
    }

    static class NeverBegins {
        @BeforeAll
        static void break_down() {
            assertThat(1).isEqualTo(2);
        }

        @Test
        @Requirement("RFC9112-6.1-2")
        void never_run() {}
    }

    static class UnknownOnMethod {
        @Test
        @Requirement({"RFC9112-6.1-3", "RFC9112-0-0"})
        void cites_what_does_not_exist() {}
    }

    @Requirement("RFC9112-0-0")
    static class UnknownOnClass {
        @Test
        void passes() {}
    }

    static class UnknownInFactory {
        @TestFactory
        Stream<DynamicTest> makes_what_does_not_exist() {
            return Stream.of(Citations.dynamicTest("none", List.of("RFC9112-0-0"), () -> {}));
        }
    }

    static class UnknownOnProperty {
        @Property(tries = 1)
        @Requirement("RFC9112-0-0")
        void cites_what_does_not_exist() {}
    }
}
