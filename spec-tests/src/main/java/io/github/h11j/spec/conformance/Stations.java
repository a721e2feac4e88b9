package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * All cases waiting for a client that nobody starts, each at a port of its own, and one port more where the client, or
 * whoever leads it, gets the list.
 */
final class Stations implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<ConformanceCase> cases;
    private final PrintWriter out;
    private final List<Station> stations = new ArrayList<>();
    private final Map<String, CaseResult> results = new LinkedHashMap<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Listener index;

    /**
     * Listens.
     *
     * @param port of the list; those of the cases follow; 0 for any
     * @param out is told of each result
     */
    Stations(List<ConformanceCase> cases, InetAddress address, int port, Duration timeout, PrintWriter out)
            throws IOException {
        this.cases = cases;
        this.out = out;
        try {
            for (ConformanceCase test : cases) {
                int own = port == 0 ? 0 : port + 1 + stations.size();
                stations.add(new Station(test, address, own, timeout, this::take));
            }
            this.index = new Listener(address, port, this::tell);
        } catch (IOException e) {
            stations.forEach(Station::close);
            throw e;
        }
    }

    /** Where the list is. */
    String url() {
        return "http://" + index.authority() + "/";
    }

    private synchronized void take(CaseResult result) {
        results.put(result.test().id(), result);
        out.printf(
                Locale.ROOT,
                "%-12s %-10s %s; observed: %s%n",
                result.verdict().label(),
                result.test().level().label(),
                result.test().id(),
                result.observation());
        out.flush();
        if (results.size() == cases.size()) {
            end.countDown();
        }
    }

    /** The list; {@code /end} ends the run. */
    private void tell(Socket socket) {
        Transcript transcript = new Transcript();
        try (socket;
                Link link = Link.accepted(socket, transcript)) {
            WireReader reader = WireReader.ofRequests();
            WireMessage request = reader.next("", false);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (request == null && link.read(reader, deadline) == Link.Read.OCTETS) {
                request = reader.next("", false);
            }
            if (request == null) {
                return;
            }
            boolean last = request.target().equals("/end");
            String list = last
                    ? "the run has ended\n"
                    : stations.stream().map(Station::task).collect(Collectors.joining("\n", "", "\n"));
            link.send(Latin.bytes("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: "
                    + list.length() + "\r\n\r\n" + list));
            if (last) {
                end.countDown();
            }
        } catch (IOException e) {
            transcript.note("whoever asked for the list is gone");
        }
    }

    /** Waits until each case has had a client, or somebody ends it; gives a result for each case. */
    List<CaseResult> await() throws InterruptedException {
        end.await();
        synchronized (this) {
            return cases.stream()
                    .map(test -> results.getOrDefault(
                            test.id(), CaseResult.inconclusive(test, "the client did not come here", new Transcript())))
                    .toList();
        }
    }

    @Override
    public void close() {
        index.close();
        stations.forEach(Station::close);
    }
}
