package io.github.h11j.spec.conformance;

import io.github.h11j.spec.conformance.Observation.Message;
import io.github.h11j.spec.conformance.Observation.Sighting;
import io.github.h11j.spec.conformance.Observation.Word;
import io.github.h11j.spec.conformance.Step.Event;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** The kit as a client in one run of a case: it sends, waits for responses, and says what came. */
final class ClientSide implements AutoCloseable {

    /** How long to wait for octets that should not come. */
    private static final Duration AFTERMATH = Duration.ofMillis(100);

    private final InetSocketAddress address;
    private final Duration timeout;
    private final ConformanceCase test;
    private final Transcript transcript;
    private final Monitor monitor;
    private volatile LiveConnection connection;
    private boolean gone;
    private final List<WireMessage> messages = new ArrayList<>();
    private final Set<Integer> silences = new HashSet<>();
    private final Set<Integer> closings = new HashSet<>();
    private int finals;
    private int finalsAwaited;
    private int messagesAwaited;
    private int finalsBeforeProbe = -1;
    private boolean timedOut;

    ClientSide(
            InetSocketAddress address, Duration timeout, ConformanceCase test, Transcript transcript, Monitor monitor)
            throws IOException {
        this.address = address;
        this.timeout = timeout;
        this.test = test;
        this.transcript = transcript;
        this.monitor = monitor;
        this.connection = connect();
        connection.start();
    }

    private LiveConnection connect() throws IOException {
        Link link = Link.connect(address, transcript, timeout);
        return new LiveConnection(link, WireReader.ofResponses(), monitor, this::parse);
    }

    private void parse(LiveConnection source) {
        if (source != connection) {
            return; // the case has given it up
        }
        WireReader reader = source.reader();
        for (WireMessage message = reader.next(test.method(finals), source.isEnded());
                message != null;
                message = reader.next(test.method(finals), source.isEnded())) {
            messages.add(message);
            finals += message.status() >= 200 || message.status() == 101 ? 1 : 0;
        }
    }

    /** A connection for what is sent next: another one if the kit has ended the last. */
    private LiveConnection usable() throws IOException {
        if (gone) {
            connection = connect();
            connection.start();
            gone = false;
        }
        return connection;
    }

    /**
     * Sends octets.
     *
     * @param between is done between the pieces
     */
    void send(List<byte[]> pieces, Runnable between) throws IOException {
        LiveConnection out = usable();
        boolean first = true;
        for (byte[] piece : pieces) {
            if (!first) {
                between.run();
            }
            first = false;
            out.send(piece, test.octetByOctet());
        }
    }

    void end(Step.Ending ending) throws IOException {
        LiveConnection out = usable();
        gone = ending != Step.Ending.HALF_CLOSE;
        if (gone) {
            monitor.change(() -> noteClosing(out));
        }
        out.end(ending);
    }

    /** A connection that the other side had ended before the kit goes over to another one. */
    private void noteClosing(LiveConnection out) {
        if (out.isEnded()) {
            closings.add(messages.size());
        }
    }

    void await(Event event) {
        switch (event) {
            case RESPONSE -> receive(timeout, ++finalsAwaited, 0);
            case INTERIM -> {
                receive(timeout, 0, messagesAwaited + 1);
                if (timedOut) {
                    silences.add(messagesAwaited);
                }
            }
            case HEAD -> {
                if (!awaitHead()) {
                    silences.add(messagesAwaited);
                }
            }
            default -> receive(timeout, Integer.MAX_VALUE, 0);
        }
    }

    /** Waits until both counts are reached, the connection ends, or nothing has come for some time. */
    private void receive(Duration patience, int finalsWanted, int messagesWanted) {
        LiveConnection in = connection;
        boolean enough = monitor.await(
                () -> in.isEnded() || (finals >= finalsWanted && messages.size() >= messagesWanted),
                in::received,
                patience);
        timedOut = !enough;
        monitor.change(() -> messagesAwaited = messages.size());
    }

    private boolean awaitHead() {
        LiveConnection in = connection;
        return monitor.await(
                () -> in.isEnded()
                        || messages.size() > messagesAwaited
                        || in.reader().head() != null,
                in::received,
                timeout);
    }

    /** Whether a final response has come that no step has waited for, or the connection has ended. */
    boolean hasAnswer() {
        return connection.isEnded() || finals > finalsAwaited;
    }

    /**
     * Sends a last request and waits for the end of the connection.
     *
     * @param closes whether the other side can be trusted to end it
     */
    void probe(byte[] request, boolean closes) throws IOException {
        LiveConnection out = usable();
        monitor.change(() -> finalsBeforeProbe = finals);
        out.send(request, false);
        if (!closes) {
            receive(timeout, finalsBeforeProbe + 1, 0);
        }
        receive(closes ? timeout : AFTERMATH, Integer.MAX_VALUE, 0);
    }

    /**
     * What was seen.
     *
     * @param answersProbe whether a response is the probe's
     * @param served whether a response to a method is one that an ordinary request gets
     */
    List<Sighting> sightings(Predicate<WireMessage> answersProbe, BiPredicate<String, WireMessage> served) {
        List<Sighting> sightings = new ArrayList<>();
        monitor.change(() -> describe(sightings, answersProbe, served));
        return sightings;
    }

    private void describe(
            List<Sighting> sightings, Predicate<WireMessage> answersProbe, BiPredicate<String, WireMessage> served) {
        int index = 0;
        boolean open = false;
        for (int i = 0; i < messages.size(); i++) {
            WireMessage message = messages.get(i);
            boolean last = i == messages.size() - 1;
            boolean isFinal = message.status() >= 200;
            if (closings.contains(i)) {
                sightings.add(new Word("closed"));
            }
            if (silences.contains(i)) {
                sightings.add(new Word("silent"));
            }
            if (last
                    && isFinal
                    && message.complete()
                    && finalsBeforeProbe >= 0
                    && finals > finalsBeforeProbe
                    && answersProbe.test(message)) {
                open = true;
            } else {
                sightings.add(new Message(message, isFinal && served.test(test.method(index), message)));
                if (!message.complete()) {
                    sightings.add(new Word("truncated"));
                }
            }
            index += isFinal ? 1 : 0;
        }
        WireReader reader = connection.reader();
        if (reader.isGarbage() && !reader.rest().isEmpty()) {
            sightings.add(new Word("garbage", Map.of("content", reader.rest())));
        } else if (open) {
            sightings.add(new Word("open"));
        } else if (connection.isEnded()) {
            sightings.add(new Word("closed"));
        } else if (timedOut) {
            sightings.add(new Word("silent"));
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
