package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StateMachineDocumentTest {

    /** Tests run in the folder of their module. */
    private static final Path PAGE = Path.of("..", "docs", "reference", "state-machine.md");

    @Test
    void the_page_says_what_the_rows_say() throws IOException {
        String expected = StateMachineDocument.text();
        if (Boolean.getBoolean("h11j.docs.write")) {
            Files.writeString(PAGE, expected);
        }

        assertThat(Files.readString(PAGE))
                .as("written anew by -Dh11j.docs.write=true")
                .isEqualTo(expected);
    }
}
