package io.github.h11j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {

    @TempDir
    Path folder = Path.of("");

    private FileChannel file() throws IOException {
        return FileChannel.open(Files.writeString(folder.resolve("file"), "0123456789"));
    }

    @Test
    void a_part_of_a_file_is_read_from_anywhere_within_it() throws Exception {
        try (FileChannel file = file()) {
            ByteBuffer into = ByteBuffer.allocate(6);
            into.position(1).limit(5);
            new Output(file, 2, 7).read(3, into);
            assertThat(into.position()).isEqualTo(5);
            assertThat(new String(into.array(), 1, 4, StandardCharsets.US_ASCII))
                    .isEqualTo("5678");
        }
    }

    @Test
    void a_file_that_is_shorter_than_announced_is_an_end_too_early() throws Exception {
        try (FileChannel file = file()) {
            Output part = new Output(file, 8, 5);
            assertThatThrownBy(() -> part.read(0, ByteBuffer.allocate(5))).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void memory_is_not_read_from_a_file() {
        Output memory = new Output(ByteBuffer.allocate(3));
        assertThatThrownBy(() -> memory.read(0, ByteBuffer.allocate(3))).isInstanceOf(NoSuchElementException.class);
    }
}
