package io.github.h11j.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Event;
import io.github.h11j.PauseReason;
import io.github.h11j.Signal;
import io.github.h11j.State;
import io.github.h11j.StateMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/guide/glossary.md has every name that the other pages use without explaining it. */
class GlossaryTest {

    private static List<String> terms() throws IOException {
        return Pattern.compile("^\\| `?([^`|]+?)`? \\|", Pattern.MULTILINE)
                .matcher(Files.readString(GuidePagesTest.GUIDE.resolve("glossary.md")))
                .results()
                .map(match -> match.group(1))
                .filter(term -> !term.equals("term"))
                .toList();
    }

    private static Stream<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name);
    }

    @Test
    void every_event_state_signal_pause_reason_and_operation_is_a_term() throws IOException {
        List<String> names = Stream.of(
                        Arrays.stream(Event.class.getPermittedSubclasses()).map(Class::getSimpleName),
                        names(State.values()),
                        names(Signal.values()),
                        names(PauseReason.values()),
                        names(StateMachine.Operation.values()))
                .flatMap(each -> each)
                .toList();
        assertThat(names).hasSizeGreaterThan(25);
        assertThat(terms()).containsAll(names);
    }

    @Test
    void the_terms_are_in_the_order_of_the_alphabet_once_each() throws IOException {
        assertThat(terms()).doesNotHaveDuplicates().isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
    }
}
