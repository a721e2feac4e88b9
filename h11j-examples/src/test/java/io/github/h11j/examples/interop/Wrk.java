package io.github.h11j.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.build.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A second of load by wrk, or some requests of it, which must meet no fault. */
final class Wrk {

    static final int CONNECTIONS = 8;

    /** Stops sending after 200 responses, unless all tests run in full. */
    private static final String STOP = Sample.ALL ? "" : """
            local answered = 0
            response = function()
              answered = answered + 1
              if answered == 200 then wrk.thread:stop() end
            end
            """;

    private Wrk() {}

    /**
     * Loads a server.
     *
     * @param script what it sends, in Lua; empty for GET
     * @param url where to
     * @return how many requests were answered, each with 2xx or 3xx
     */
    static int load(String script, String url) throws IOException {
        Path file = Files.createTempFile("h11j", ".lua");
        try {
            Files.writeString(file, script + STOP);
            return load(file, url);
        } finally {
            Files.delete(file);
        }
    }

    private static int load(Path script, String url) {
        List<String> command = List.of(
                Tool.path("wrk", "wrk"), "-t", "1", "-c", "" + CONNECTIONS, "-d", "1s", "-s", script.toString(), url);
        String report = Program.run(Duration.ofSeconds(60), command).orFail().out();
        assertThat(report).doesNotContain("Socket errors", "Non-2xx or 3xx responses");
        Matcher requests = Pattern.compile("(\\d+) requests in").matcher(report);
        assertThat(requests.find()).as(report).isTrue();
        int answered = Integer.parseInt(requests.group(1));
        assertThat(answered).as(report).isPositive();
        return answered;
    }
}
