package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * All cases waiting for a client that the kit does not start, each on its own port. On one more port the client, or the
 * script that drives it, gets the list, reports whether it accepted a response ({@code /ID/accepted}), and ends the run
 * ({@code /end}).
 */
final class Stations implements AutoCloseable {

    /** {@code /ID/accepted}, {@code /ID/rejected}, {@code /ID/accepted?CONTENT}. */
    private static final Pattern SAID = Pattern.compile("/([a-z0-9-]+)/(accepted|rejected)(?:\\?([^\\r]*))?");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<ConformanceCase> cases;
    private final PrintWriter out;
    private final Map<String, Station> stations = new LinkedHashMap<>();
    private final Map<String, CaseResult> results = new LinkedHashMap<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Listener index;

    /**
     * Listens.
     *
     * @param port of the list; those of the cases follow; 0 for any
     * @param out each result is printed here
     */
    Stations(List<ConformanceCase> cases, InetAddress address, int port, Duration timeout, PrintWriter out)
            throws IOException {
        this.cases = cases;
        this.out = out;
        try {
            for (ConformanceCase test :
                    cases.stream().filter(test -> !test.isPaced()).toList()) {
                int own = port == 0 ? 0 : port + 1 + stations.size();
                stations.put(test.id(), new Station(test, address, own, timeout, this::take));
            }
            this.index =
                    new Listener(address, port, socket -> Daemons.start("h11j-conformance-list", () -> tell(socket)));
        } catch (IOException e) {
            stations.values().forEach(Station::close);
            throw e;
        }
    }

    /** Returns where the list is. */
    String url() {
        return "http://" + index.authority() + "/";
    }

    private synchronized void take(CaseResult result) {
        results.put(result.test().id(), result);
        String line = String.format(
                Locale.ROOT,
                "%-12s %-10s %s; observed: %s",
                result.verdict().label(),
                result.test().level().label(),
                result.test().id(),
                result.observation());
        out.println(Columns.wrapped(2, line));
        out.flush();
    }

    /** Serves the list, or records a report. A browser may connect long before it has a request. */
    private void tell(Socket socket) {
        Transcript transcript = new Transcript();
        try (socket;
                Link link = Link.accepted(socket, transcript)) {
            WireReader reader = WireReader.ofRequests();
            WireMessage request = reader.next("", false);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (request == null && link.read(reader, deadline) == Link.Read.BYTES) {
                request = reader.next("", false);
            }
            if (request == null) {
                return;
            }
            String answer = answer(request.target());
            link.send(Latin.bytes("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nAccess-Control-Allow-Origin: *\r\n"
                    + "Connection: close\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer));
        } catch (IOException e) {
            transcript.note("the client that asked for the list has closed the connection");
        }
    }

    private String answer(String target) {
        Matcher said = SAID.matcher(target);
        if (said.matches() && stations.containsKey(said.group(1))) {
            String content = said.group(3) == null ? "" : said.group(3);
            Map<String, String> facts = said.group(3) == null
                    ? Map.of()
                    : Map.of("content", URLDecoder.decode(content, StandardCharsets.ISO_8859_1));
            Station station = stations.get(said.group(1));
            if (station != null) {
                station.say(said.group(2), facts);
            }
            return "noted\n";
        }
        if (target.equals("/end")) {
            end.countDown();
            return "the run has ended\n";
        }
        return stations.values().stream().map(Station::task).collect(Collectors.joining("\n", "", "\n"));
    }

    /** Waits until the run is ended, and returns a result for each case. */
    List<CaseResult> await() throws InterruptedException {
        end.await();
        synchronized (this) {
            return cases.stream()
                    .map(test -> results.getOrDefault(
                            test.id(),
                            CaseResult.inconclusive(
                                    test,
                                    test.isPaced() ? ProgramCaller.PACED : "the client did not connect",
                                    new Transcript())))
                    .toList();
        }
    }

    /** Returns the results so far, only of cases that the client has come for. */
    synchronized List<CaseResult> soFar() {
        return cases.stream()
                .map(test -> results.get(test.id()))
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public void close() {
        index.close();
        stations.values().forEach(Station::close);
    }
}
