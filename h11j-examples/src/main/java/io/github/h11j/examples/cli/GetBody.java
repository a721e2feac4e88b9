package io.github.h11j.examples.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The body of the requests of {@code h11j get}: bytes in memory, or a file of any size, which each request reads anew. */
final class GetBody {

    private final String name;
    private final long length;
    private final Source source;

    private interface Source {
        InputStream open() throws IOException;
    }

    private GetBody(String name, long length, Source source) {
        this.name = name;
        this.length = length;
        this.source = source;
    }

    static GetBody of(byte[] bytes) {
        return new GetBody("the data", bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    /**
     * Returns the content of a file. What is read from a pipe is kept, because it can be read only once; so is a file
     * without a length, such as those in {@code /proc}.
     */
    static GetBody of(Path file) throws IOException {
        long length = Files.isRegularFile(file) ? Files.size(file) : 0;
        if (length == 0) {
            return of(NamedFiles.read(file));
        }
        Files.newInputStream(file).close(); // fails before anything is sent
        return new GetBody(file.toString(), length, () -> Files.newInputStream(file));
    }

    long length() {
        return length;
    }

    /** Returns a stream of at least {@link #length} bytes, unless the file becomes shorter. */
    InputStream open() throws IOException {
        return source.open();
    }

    /** Returns what is said of a failure to read it. */
    IOException unreadable(IOException cause) {
        return Reasons.because("-d: cannot read " + name, cause);
    }
}
