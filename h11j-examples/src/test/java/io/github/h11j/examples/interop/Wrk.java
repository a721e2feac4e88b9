package io.github.h11j.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A second of load by wrk, which must meet no fault. */
final class Wrk {

    static final int CONNECTIONS = 8;

    private Wrk() {}

    /**
     * Loads a server.
     *
     * @param arguments options of wrk, and the URL
     * @return how many requests were answered, each with 2xx or 3xx
     */
    static int load(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Tool.path("wrk", "wrk"), "-t", "1", "-c", "" + CONNECTIONS));
        command.addAll(List.of("-d", "1s"));
        command.addAll(List.of(arguments));
        String report = Program.run(Duration.ofSeconds(60), command).orFail().out();
        assertThat(report).doesNotContain("Socket errors", "Non-2xx or 3xx responses");
        Matcher requests = Pattern.compile("(\\d+) requests in").matcher(report);
        assertThat(requests.find()).as(report).isTrue();
        int answered = Integer.parseInt(requests.group(1));
        assertThat(answered).as(report).isPositive();
        return answered;
    }
}
