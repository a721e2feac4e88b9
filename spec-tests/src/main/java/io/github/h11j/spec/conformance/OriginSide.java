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
 * The kit as an origin server in one run of a case: it waits for requests on any connection, replies, and reports what
 * arrived.
 */
final class OriginSide implements AutoCloseable {

    /** How long bytes may still be in transit after the other side has said that it is done. */
    private static final Duration AFTERMATH = Duration.ofMillis(100);

    /** More requests than any case needs: a peer that sends this many never stops. */
    private static final int MESSAGES = 200;

    /**
     * What is sent immediately in response to a request.
     *
     * @param bytes the response, bytes as characters of the same value
     * @param hidden whether to leave the request out of the observation
     */
    record Answer(String bytes, boolean hidden) {}

    /** A request, from its first byte on. */
    private static final class Arrival {
        private final LiveConnection connection;
        private @Nullable WireMessage message;

        Arrival(LiveConnection connection) {
            this.connection = connection;
        }
    }

    private final ConformanceCase test;
    private final Transcript transcript;
    private final Monitor monitor;
    private final Function<WireMessage, Optional<Answer>> answers;
    private final List<LiveConnection> connections = new ArrayList<>();
    /** In the order in which they started. */
    private final List<Arrival> arrivals = new ArrayList<>();

    private int awaited;
    private @Nullable LiveConnection current;
    private boolean over;
    /** Whether a request on another connection is a repetition that no step answers. */
    private boolean ending;

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

    /** Accepts a connection. */
    void adopt(Socket socket) {
        try {
            Link link = Link.accepted(socket, transcript);
            LiveConnection connection = new LiveConnection(link, WireReader.ofRequests(), monitor, this::parse);
            monitor.change(() -> connections.add(connection));
            transcript.note("connection " + connections.size() + " to the kit");
            connection.start();
        } catch (IOException e) {
            transcript.note("a connection to the kit was closed immediately: " + e.getMessage());
        }
    }

    private void parse(LiveConnection source) {
        WireReader reader = source.reader();
        WireMessage message = reader.next("", source.isEndedByPeer());
        while (message != null && arrivals.size() < MESSAGES) {
            take(begun(source), message);
            message = reader.next("", source.isEndedByPeer());
        }
        if (message != null) {
            source.cutOff();
        }
        if (!reader.isGarbage() && !reader.rest().isEmpty() && !source.isEndedByPeer()) {
            begun(source);
        } else {
            arrivals.removeIf(arrival -> arrival.connection == source && arrival.message == null);
        }
    }

    /** Returns the request that is arriving on a connection. */
    private Arrival begun(LiveConnection source) {
        return arrivals.stream()
                .filter(arrival -> arrival.connection == source && arrival.message == null)
                .findFirst()
                .orElseGet(() -> {
                    Arrival arrival = new Arrival(source);
                    arrivals.add(arrival);
                    return arrival;
                });
    }

    private void take(Arrival arrival, WireMessage message) {
        Optional<Answer> answer = answers.apply(message);
        answer.ifPresent(ready -> arrival.connection.send(Latin.bytes(ready.bytes())));
        arrival.message = message;
        if (answer.map(Answer::hidden).orElse(false)) {
            arrivals.remove(arrival);
        }
        if (over || (ending && arrival.connection != latest())) {
            arrival.connection.close();
        }
    }

    /**
     * Waits for one more request, or for its head.
     *
     * @param patience after the last byte
     * @param givenUp whether the other side will send no more
     */
    void awaitRequest(boolean headOnly, Duration patience, BooleanSupplier givenUp) {
        BooleanSupplier there = () -> arrivals.size() > awaited && isThere(arrivals.get(awaited), headOnly);
        monitor.await(() -> there.getAsBoolean() || givenUp.getAsBoolean(), this::received, patience);
        if (monitor.await(there, this::received, AFTERMATH)) {
            monitor.change(() -> {
                current = arrivals.get(awaited).connection;
                awaited += headOnly ? 0 : 1;
            });
        }
    }

    private static boolean isThere(Arrival arrival, boolean headOnly) {
        return arrival.message != null
                || (headOnly && arrival.connection.reader().head() != null);
    }

    private long received() {
        return connections.stream().mapToLong(LiveConnection::received).sum();
    }

    /**
     * Sends bytes over the connection of the last awaited request.
     *
     * @param pieces each is sent separately
     * @param between lets the peer read; called between two pieces
     */
    void reply(List<byte[]> pieces, Runnable between) {
        LiveConnection out = latest();
        if (out == null) {
            transcript.note("there is no connection for the reply");
            return;
        }
        out.send(pieces, test.byteByByte(), between);
    }

    /** Does what a server does after its response: ends the connection if the last awaited request asked for that. */
    void honourClose() {
        if (monitor.holds(() -> awaited > 0 && saysClose(arrivals.get(awaited - 1).message))) {
            end(Step.Ending.HALF_CLOSE);
        }
    }

    private static boolean saysClose(@Nullable WireMessage request) {
        if (request == null) {
            return false;
        }
        List<String> options = request.members("Connection");
        return options.contains("close") || (request.version().equals("1.0") && !options.contains("keep-alive"));
    }

    void end(Step.Ending ending) {
        LiveConnection out = latest();
        if (out == null) {
            transcript.note("there is no connection to end");
        } else {
            out.end(ending);
        }
    }

    /** Waits for the end of the connection or for another condition, and returns whether either came. */
    boolean awaitEnd(Duration patience, BooleanSupplier orElse) {
        return monitor.await(() -> endedByPeer() || orElse.getAsBoolean(), this::received, patience);
    }

    /**
     * Does the same, and meanwhile closes each connection over which a request has come that no step answers. A client
     * may make its request again, and would wait for the response.
     */
    boolean awaitEndOfAll(Duration patience, BooleanSupplier orElse) {
        List<LiveConnection> repeated = new ArrayList<>();
        monitor.change(() -> {
            ending = true;
            arrivals.stream()
                    .skip(awaited)
                    .filter(arrival -> arrival.message != null && arrival.connection != latest())
                    .forEach(arrival -> repeated.add(arrival.connection));
        });
        repeated.forEach(LiveConnection::close);
        boolean ended = awaitEnd(patience, orElse);
        monitor.change(() -> ending = false);
        return ended;
    }

    /**
     * Waits until something has arrived on each open connection.
     *
     * @param patience after the last byte
     * @param whole whether to wait for complete requests
     */
    void awaitRest(Duration patience, boolean whole) {
        monitor.await(
                () -> connections.stream().noneMatch(connection -> isUnderWay(connection, whole)),
                this::received,
                patience);
    }

    private boolean isUnderWay(LiveConnection connection, boolean whole) {
        boolean begun =
                arrivals.stream().anyMatch(arrival -> arrival.connection == connection && arrival.message == null);
        return !connection.isEnded() && !connection.isEndedByKit() && ((whole && begun) || connection.received() == 0);
    }

    /** Returns whether the other side has ended the connection of the last awaited request. */
    boolean endedByPeer() {
        LiveConnection last = latest();
        return last != null && last.isEndedByPeer();
    }

    /** Returns whether that connection exists, and neither side has ended it. */
    boolean isOpen() {
        LiveConnection last = latest();
        return last != null && !last.isEnded() && !last.isEndedByKit();
    }

    /** Returns whether a request, or the beginning of one, has arrived. */
    boolean hasRequest() {
        return !arrivals.isEmpty();
    }

    private @Nullable LiveConnection latest() {
        if (current != null) {
            return current;
        }
        if (hasRequest()) {
            return arrivals.get(arrivals.size() - 1).connection;
        }
        return connections.isEmpty() ? null : connections.get(connections.size() - 1);
    }

    /** Closes all connections, and later ones as soon as a request has arrived on them. */
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
     * Returns the requests that arrived, and what else was seen.
     *
     * @param garbage the word for bytes that are not a request
     */
    List<Sighting> sightings(String garbage) {
        List<Sighting> sightings = new ArrayList<>();
        monitor.change(() -> describe(sightings, garbage));
        return sightings;
    }

    private void describe(List<Sighting> sightings, String garbage) {
        LiveConnection before = null;
        for (Arrival arrival : arrivals) {
            WireMessage message =
                    arrival.message == null ? arrival.connection.reader().next("", true) : arrival.message;
            if (message == null) {
                continue;
            }
            if (before != null) {
                sightings.add(new Detail(before == arrival.connection ? "same" : "new", Detail.CONNECTIONS));
            }
            sightings.add(new Message(message, false));
            if (!message.complete()) {
                sightings.add(new Word("truncated"));
            }
            before = arrival.connection;
        }
        for (LiveConnection connection : connections) {
            WireReader reader = connection.reader();
            if (reader.isGarbage() && !reader.rest().isEmpty()) {
                sightings.add(new Word(garbage, Map.of("content", reader.rest())));
            }
        }
    }
}
