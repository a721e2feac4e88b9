package io.github.h11j.spec.conformance;

import io.github.h11j.spec.conformance.Observation.Detail;
import io.github.h11j.spec.conformance.Observation.Message;
import io.github.h11j.spec.conformance.Observation.Sighting;
import io.github.h11j.spec.conformance.Observation.Word;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The kit as an origin server in one run of a case: it waits for requests on any connection, replies, and says what
 * came.
 */
final class OriginSide implements AutoCloseable {

    /** How long something may still be under way when the other side has said that it is done. */
    private static final Duration AFTERMATH = Duration.ofMillis(100);

    /**
     * What is sent at once in answer to a request.
     *
     * @param octets the response, octets as characters of the same value
     * @param hidden whether the request is no part of what was seen
     */
    record Answer(String octets, boolean hidden) {}

    private record Arrival(LiveConnection connection, WireMessage message) {}

    private final ConformanceCase test;
    private final Transcript transcript;
    private final Monitor monitor;
    private final Function<WireMessage, Optional<Answer>> answers;
    private final List<LiveConnection> connections = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private int awaited;
    private @Nullable LiveConnection current;
    private boolean over;

    OriginSide(
            ConformanceCase test,
            Transcript transcript,
            Monitor monitor,
            Function<WireMessage, Optional<Answer>> answers) {
        this.test = test;
        this.transcript = transcript;
        this.monitor = monitor;
        this.answers = answers;
    }

    /** Takes a connection. */
    void adopt(Socket socket) {
        try {
            Link link = Link.accepted(socket, transcript);
            LiveConnection connection = new LiveConnection(link, WireReader.ofRequests(), monitor, this::parse);
            monitor.change(() -> connections.add(connection));
            transcript.note("connection " + connections.size() + " to the kit");
            connection.start();
        } catch (IOException e) {
            transcript.note("a connection to the kit was gone at once: " + e.getMessage());
        }
    }

    private void parse(LiveConnection source) {
        for (WireMessage message = source.reader().next("", source.isEnded());
                message != null;
                message = source.reader().next("", source.isEnded())) {
            Optional<Answer> answer = answers.apply(message);
            answer.ifPresent(ready -> source.send(Latin.bytes(ready.octets()), false));
            if (!answer.map(Answer::hidden).orElse(false)) {
                arrivals.add(new Arrival(source, message));
            }
            if (over) {
                source.close();
            }
        }
    }

    /**
     * Waits for one more request, or for its head.
     *
     * @param patience after the last octet
     * @param givenUp whether the other side will send none
     */
    void awaitRequest(boolean headOnly, Duration patience, BooleanSupplier givenUp) {
        BooleanSupplier there = () -> arrivals.size() > awaited || (headOnly && withHead() != null);
        monitor.await(() -> there.getAsBoolean() || givenUp.getAsBoolean(), this::received, patience);
        if (!monitor.await(there, this::received, AFTERMATH)) {
            return;
        }
        monitor.change(() -> {
            if (arrivals.size() > awaited) {
                current = arrivals.get(awaited).connection();
                awaited += headOnly ? 0 : 1;
            } else {
                current = withHead();
            }
        });
    }

    /** The connection with the head of a request that is not complete. */
    private @Nullable LiveConnection withHead() {
        return connections.stream()
                .filter(connection -> connection.reader().head() != null)
                .findFirst()
                .orElse(null);
    }

    private long received() {
        return connections.stream().mapToLong(LiveConnection::received).sum();
    }

    /**
     * Sends octets over the connection of the request that was awaited last.
     *
     * @param between is done between the pieces
     */
    void reply(List<byte[]> pieces, Runnable between) {
        LiveConnection out = latest();
        if (out == null) {
            transcript.note("there is no connection for the reply");
            return;
        }
        boolean first = true;
        for (byte[] piece : pieces) {
            if (!first) {
                between.run();
            }
            first = false;
            out.send(piece, test.octetByOctet());
        }
    }

    void end(Step.Ending ending) {
        LiveConnection out = latest();
        if (out == null) {
            transcript.note("there is no connection to end");
        } else {
            out.end(ending);
        }
    }

    /** Waits for the end of the connection, or for something else; gives whether either came. */
    boolean awaitEnd(Duration patience, BooleanSupplier orElse) {
        return monitor.await(() -> endedByPeer() || orElse.getAsBoolean(), this::received, patience);
    }

    /** Whether the other side has ended the connection of the request that was awaited last. */
    boolean endedByPeer() {
        LiveConnection last = latest();
        return last != null && last.isEnded() && !last.isEndedByKit();
    }

    /** Whether that connection is there, and neither side has ended it. */
    boolean isOpen() {
        LiveConnection last = latest();
        return last != null && !last.isEnded() && !last.isEndedByKit();
    }

    private @Nullable LiveConnection latest() {
        LiveConnection last = current;
        return last == null && !connections.isEmpty() ? connections.get(connections.size() - 1) : last;
    }

    /** Closes all connections; further ones, too, once a request has come on them. */
    @Override
    public void close() {
        List<LiveConnection> open = new ArrayList<>();
        monitor.change(() -> {
            over = true;
            open.addAll(connections);
        });
        open.forEach(LiveConnection::close);
    }

    /**
     * The requests that came, and what else.
     *
     * @param garbage the word for octets that are no request
     */
    List<Sighting> sightings(String garbage) {
        List<Sighting> sightings = new ArrayList<>();
        monitor.change(() -> describe(sightings, garbage));
        return sightings;
    }

    private void describe(List<Sighting> sightings, String garbage) {
        List<Arrival> all = new ArrayList<>(arrivals);
        for (LiveConnection connection : connections) {
            WireMessage rest = connection.reader().next("", true);
            if (rest != null) {
                all.add(new Arrival(connection, rest));
            }
        }
        for (int i = 0; i < all.size(); i++) {
            Arrival arrival = all.get(i);
            if (i > 0) {
                boolean same = arrival.connection() == all.get(i - 1).connection();
                sightings.add(new Detail(same ? "same" : "new", Detail.CONNECTIONS));
            }
            sightings.add(new Message(arrival.message(), false));
            if (!arrival.message().complete()) {
                sightings.add(new Word("truncated"));
            }
        }
        for (LiveConnection connection : connections) {
            WireReader reader = connection.reader();
            if (reader.isGarbage() && !reader.rest().isEmpty()) {
                sightings.add(new Word(garbage, Map.of("content", reader.rest())));
            }
        }
    }
}
