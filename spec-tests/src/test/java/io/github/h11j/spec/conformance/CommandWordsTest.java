package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "curl -s {url} ! curl,-s,{url}",
                "a  b\t c ! a,b,c",
                "a 'b  c' ! a,b  c",
                "a \"b 'c'\" ! a,b 'c'",
                "a \"b \\\" \\\\ \\n\" ! a,b \" \\ \\n",
                "a 'b\\' ! a,b\\",
                "a\\ b c ! a b,c",
                "a b'c d'e ! a,bc de",
                "a '' b ! a,,b"
            })
    void a_command_line_is_split_as_by_a_shell(String line, String words) {
        assertThat(CommandWords.of(line)).isEqualTo(List.of(words.split(",", -1)));
    }

    @Test
    void a_line_that_is_not_a_command_is_refused() {
        assertThatThrownBy(() -> CommandWords.of(" ")).hasMessageContaining("expected a command");
        assertThatThrownBy(() -> CommandWords.of("a 'b")).hasMessageContaining("not closed");
    }
}
