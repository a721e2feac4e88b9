package io.github.h11j.spec.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.h11j.Role;
import io.github.h11j.spec.pair.ConnectionUnderTest;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each property fails for an implementation that breaks its law, and the others do not. */
class PropertiesCanFailTest {

    static final class WithLosesLineFeeds implements SegmentationProperties {
        @Override
        public ConnectionUnderTest connection(Role role) {
            return new Mutants.LosesLineFeeds(role);
        }
    }

    static final class WithCountsFromThePiece implements SegmentationProperties {
        @Override
        public ConnectionUnderTest connection(Role role) {
            return new Mutants.CountsFromThePiece(role);
        }
    }

    static final class WithLosesTrailers implements SerialisationProperties {
        @Override
        public ConnectionUnderTest connection(Role role) {
            return new Mutants.LosesTrailers(role);
        }
    }

    static final class WithNumbersResponses implements SerialisationProperties {
        @Override
        public ConnectionUnderTest connection(Role role) {
            return new Mutants.NumbersResponses(role);
        }
    }

    static final class WithThrowsAnything implements ExceptionProperties {
        @Override
        public ConnectionUnderTest connection(Role role) {
            return new Mutants.ThrowsAnything(role);
        }
    }

    static final class WithSwallowsFailures implements ExceptionProperties {
        @Override
        public ConnectionUnderTest connection(Role role) {
            return new Mutants.SwallowsFailures(role);
        }
    }

    static final class WithEndsBodiesEarly implements TruncationProperties {
        @Override
        public ConnectionUnderTest connection(Role role) {
            return new Mutants.EndsBodiesEarly(role);
        }
    }

    static final class WithTrustsResets implements TruncationProperties {
        @Override
        public ConnectionUnderTest connection(Role role) {
            return new Mutants.TrustsResets(role);
        }
    }

    static final class WithCollectsBodies implements ResourceProperties {
        @Override
        public ConnectionUnderTest connection(Role role) {
            return new Mutants.CollectsBodies(role);
        }
    }

    static final class WithCopiesAgain implements ResourceProperties {
        @Override
        public ConnectionUnderTest connection(Role role) {
            return new Mutants.CopiesAgain(role);
        }
    }

    static final class WithForgetsToClose implements ModelProperties {
        @Override
        public ConnectionUnderTest connection(Role role) {
            return new Mutants.ForgetsToClose(role);
        }
    }

    static final class WithNeverPauses implements ModelProperties {
        @Override
        public ConnectionUnderTest connection(Role role) {
            return new Mutants.NeverPauses(role);
        }
    }

    static Stream<Arguments> mutants() {
        return Stream.of(
                arguments(
                        WithLosesLineFeeds.class,
                        Set.of(
                                "a_pipeline_is_heard_the_same_however_it_is_cut",
                                "answers_are_heard_the_same_however_they_are_cut",
                                "a_fault_is_found_at_the_same_byte_however_it_is_cut",
                                "every_single_cut_of_a_valid_message_gives_the_same")),
                arguments(WithCountsFromThePiece.class, Set.of("a_fault_is_found_at_the_same_byte_however_it_is_cut")),
                arguments(
                        WithLosesTrailers.class,
                        Set.of(
                                "what_is_sent_is_heard",
                                "a_request_that_is_sent_on_stays_the_same",
                                "a_response_that_is_sent_on_stays_the_same")),
                arguments(
                        WithNumbersResponses.class,
                        Set.of(
                                "what_is_sent_is_heard",
                                "a_response_that_is_sent_on_stays_the_same",
                                "equal_events_give_equal_bytes")),
                arguments(WithThrowsAnything.class, Set.of("calls_in_any_order_throw_only_what_is_documented")),
                arguments(
                        WithSwallowsFailures.class,
                        Set.of("calls_in_any_order_throw_only_what_is_documented", "a_failed_side_sends_nothing_more")),
                arguments(WithEndsBodiesEarly.class, Set.of("a_message_that_is_cut_short_never_ends")),
                arguments(
                        WithTrustsResets.class,
                        Set.of("a_message_that_is_cut_short_never_ends", "a_reset_never_ends_a_body")),
                arguments(WithCollectsBodies.class, Set.of("endless_input_is_refused_or_handed_over")),
                arguments(WithCopiesAgain.class, Set.of("work_is_linear")),
                arguments(WithForgetsToClose.class, Set.of("two_connections_follow_the_model")),
                arguments(WithNeverPauses.class, Set.of("two_connections_follow_the_model")));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void a_broken_implementation_is_found(Class<?> properties, Set<String> broken) {
        assertThat(PropertyRun.failuresOf(properties)).isEqualTo(broken);
    }

    @Test
    void each_property_of_the_kit_is_broken_by_one_of_them() throws Exception {
        Set<String> broken = new TreeSet<>();
        mutants().forEach(mutant -> ((Set<?>) mutant.get()[1]).forEach(name -> broken.add(name.toString())));
        assertThat(properties()).isNotEmpty().isEqualTo(broken);
    }

    /** The names of the properties of all classes in the kit's package. */
    private static Set<String> properties() throws Exception {
        Set<String> names = new TreeSet<>();
        Path kit = Path.of(ConnectionProperties.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String folder = ConnectionProperties.class.getPackageName().replace('.', '/');
        try (DirectoryStream<Path> files = Files.newDirectoryStream(kit.resolve(folder), "*.class")) {
            for (Path file : files) {
                String name = file.getFileName().toString().replace(".class", "");
                Class<?> type = Class.forName(ConnectionProperties.class.getPackageName() + "." + name);
                Stream.of(type.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Property.class))
                        .forEach(method -> names.add(method.getName()));
            }
        }
        return names;
    }
}
