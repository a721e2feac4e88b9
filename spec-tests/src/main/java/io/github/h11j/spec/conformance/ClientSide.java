package io.github.h11j.spec.conformance;

import io.github.h11j.spec.conformance.Observation.Detail;
import io.github.h11j.spec.conformance.Observation.Message;
import io.github.h11j.spec.conformance.Observation.Sighting;
import io.github.h11j.spec.conformance.Observation.Word;
import io.github.h11j.spec.conformance.Step.Event;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kit as a client in one run of a case: it sends, waits for responses, and reports what arrived. */
final class ClientSide implements AutoCloseable {

    /** How long to wait for bytes that should not arrive. */
    private static final Duration AFTERMATH = Duration.ofMillis(100);

    /** How often to connect again when a new connection is closed at once. */
    private static final int NEW_CONNECTIONS = 3;

    /** More messages than any case needs: a peer that sends this many never stops. */
    private static final int MESSAGES = 200;

    /** What is known about the software under test. */
    interface Judge {

        /** Returns whether a response to a request with this method is one that an ordinary request gets. */
        boolean isServed(String method, WireMessage response);

        /** Returns whether a response to a request with this method echoes the content of the request. */
        boolean echoes(String method);

        /** Returns whether a response can be the response to the probe. */
        boolean answersProbe(WireMessage response);

        /** Returns whether only the response to the probe looks like this one. */
        boolean provesProbe();

        /** Returns a text that only the probe contains; empty if it cannot come back. */
        String token();

        /** Returns whether the connection persists after an ordinary request. */
        boolean persists();
    }

    /**
     * What was seen.
     *
     * @param likely the most likely reading
     * @param other another reading, if the last response may answer either the probe or what was sent before it
     */
    record Seen(List<Sighting> likely, Optional<List<Sighting>> other) {}

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
    private int messagesBeforeProbe;
    private boolean probeAlone;
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
            return; // the case has given up the connection
        }
        WireReader reader = source.reader();
        WireMessage message = reader.next(test.method(finals), source.isEndedByPeer());
        while (message != null && messages.size() < MESSAGES) {
            messages.add(message);
            finals += isFinal(message) ? 1 : 0;
            message = reader.next(test.method(finals), source.isEndedByPeer());
        }
        if (message != null) {
            source.cutOff();
        }
    }

    /** Returns whether it is the last response to its request. As far as the order of responses goes, 101 is one. */
    private static boolean isFinal(WireMessage message) {
        return message.status() >= 200 || message.status() == 101;
    }

    /** Returns the connection for what is sent next: a new one if the kit has ended the last. */
    private LiveConnection usable() throws IOException {
        if (gone) {
            connection = connect();
            connection.start();
            gone = false;
        }
        return connection;
    }

    /**
     * Sends bytes.
     *
     * @param between lets the peer read; called between two pieces
     */
    void send(List<byte[]> pieces, Runnable between) throws IOException {
        usable().send(pieces, test.byteByByte(), between);
    }

    void end(Step.Ending ending) throws IOException {
        LiveConnection out = usable();
        gone = ending != Step.Ending.HALF_CLOSE;
        if (gone) {
            monitor.change(() -> noteClosing(out));
        }
        out.end(ending);
    }

    /** A connection that the other side had ended before the kit switched to another one. */
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

    /** Waits until both counts are reached, the connection ends, or nothing has arrived for some time. */
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

    /** Returns whether a final response has arrived that no step has waited for, or the connection has ended. */
    boolean hasAnswer() {
        return connection.isEnded() || finals > finalsAwaited;
    }

    /**
     * Sends a last request and waits for the end of the connection.
     *
     * @param closes whether the other side can be trusted to end it
     */
    void probe(byte[] request, boolean closes) throws IOException {
        probeAlone = gone;
        LiveConnection out = usable();
        monitor.change(() -> {
            messagesBeforeProbe = messages.size();
            WireMessage begun = out.reader().head();
            finalsBeforeProbe = finals + (begun != null && isFinal(begun) ? 1 : 0);
        });
        out.send(request);
        if (!closes) {
            receive(timeout, finalsBeforeProbe + 1, 0);
        }
        receive(closes ? timeout : AFTERMATH, Integer.MAX_VALUE, 0);
    }

    /** Returns what was seen. */
    Seen seen(Judge judge) {
        List<Sighting> likely = new ArrayList<>();
        List<Sighting> other = new ArrayList<>();
        boolean[] ambiguous = {false};
        monitor.change(() -> {
            boolean answered = isProbeAnswered(judge);
            ambiguous[0] = answered && !judge.provesProbe() && !probeAlone && finalsBeforeProbe == 0 && finals == 1;
            WireReader reader = connection.reader();
            boolean garbage = reader.isGarbage() && !reader.rest().isEmpty();
            WireMessage broken = connection.isEnded() && !connection.isEndedByPeer() && !garbage
                    ? reader.next(test.method(finals), true)
                    : null;
            describe(likely, judge, answered, broken);
            describe(other, judge, false, broken);
        });
        noteEnd(likely);
        return new Seen(likely, ambiguous[0] ? Optional.of(other) : Optional.empty());
    }

    /**
     * A crash looks like a connection that is closed without a response, which is often permitted. But then nobody
     * listens any more.
     */
    private void noteEnd(List<Sighting> sightings) {
        int last = sightings.size() - 1;
        if (messages.isEmpty() && last >= 0 && sightings.get(last).isNamed("closed") && !isListening()) {
            sightings.set(last, new Word("gone"));
        }
    }

    private boolean isListening() {
        try {
            int closed = 0;
            while (closed < NEW_CONNECTIONS && !staysOpen()) {
                closed++;
            }
            return true; // even if each was closed at once: they were accepted
        } catch (ConnectException e) {
            transcript.note("a new connection was refused");
            return false;
        } catch (IOException e) {
            transcript.note("no second connection: " + e.getMessage());
            return true; // not known
        }
    }

    /**
     * Returns whether a new connection stays open at first. If the other side is about to end, it may have closed the
     * connection of the case, but still have the port, so that the system accepts a connection, and resets it.
     */
    private boolean staysOpen() throws IOException {
        try (Link link = Link.connect(address, new Transcript(), timeout)) {
            return link.read(WireReader.ofResponses(), System.nanoTime() + AFTERMATH.toNanos()) != Link.Read.ENDED;
        }
    }

    private boolean isProbeAnswered(Judge judge) {
        if (messages.isEmpty() || finalsBeforeProbe < 0 || finals <= finalsBeforeProbe) {
            return false;
        }
        WireMessage last = messages.get(messages.size() - 1);
        return last.status() >= 200 && last.complete() && judge.answersProbe(last);
    }

    /**
     * Adds what was seen.
     *
     * @param answered whether the last message is the response to the probe
     * @param broken the part that arrived of a message in the middle of which the kit stopped reading
     */
    private void describe(List<Sighting> sightings, Judge judge, boolean answered, @Nullable WireMessage broken) {
        int index = 0;
        int ordinal = 0;
        boolean outOfStep = false;
        List<WireMessage> own = answered ? withoutProbe() : messages;
        for (int i = 0; i < messages.size(); i++) {
            if (closings.contains(i)) {
                sightings.add(new Word("closed"));
            }
            if (silences.contains(i)) {
                sightings.add(new Word("silent"));
            }
            if (i < own.size()) {
                WireMessage message = own.get(i);
                String method = test.method(index);
                boolean served = message.status() >= 200 && judge.isServed(method, message);
                boolean late =
                        finalsBeforeProbe >= 0 && ordinal >= finalsBeforeProbe && isFinal(message) && !probeAlone;
                if (late) {
                    sightings.add(new Detail("late", Detail.TIMES));
                }
                sightings.add(new Message(message, served, message.status() / 100 == 2 && judge.echoes(method)));
                if (!message.complete()) {
                    sightings.add(new Word("truncated"));
                }
                outOfStep |= isOutOfStep(message, late && served, judge);
                index += message.status() >= 200 ? 1 : 0;
                ordinal += isFinal(message) ? 1 : 0;
            }
        }
        if (broken != null) {
            sightings.add(new Message(broken, broken.status() >= 200 && judge.isServed(test.method(index), broken)));
        }
        ending(answered, outOfStep).ifPresent(sightings::add);
    }

    /** Returns all messages but the response to the probe and the interim responses that came directly before it. */
    private List<WireMessage> withoutProbe() {
        int end = messages.size() - 1;
        while (end > messagesBeforeProbe && !isFinal(messages.get(end - 1))) {
            end--;
        }
        return messages.subList(0, end);
    }

    /**
     * Returns whether a response shows that the probe was taken for part of what was sent before it. Either the
     * response has the probe in its content, or it came only after the probe was sent, and the probe itself got no
     * response although the connection would have been kept open.
     */
    private boolean isOutOfStep(WireMessage message, boolean lateAndServed, Judge judge) {
        return (!judge.token().isEmpty() && message.content().contains(judge.token()))
                || (lateAndServed && message.complete() && finalsBeforeProbe == 0 && judge.persists());
    }

    private Optional<Sighting> ending(boolean answered, boolean outOfStep) {
        WireReader reader = connection.reader();
        if (reader.isGarbage() && !reader.rest().isEmpty()) {
            return Optional.of(new Word("garbage", Map.of("content", reader.rest())));
        }
        if (answered) {
            return Optional.of(new Word("open"));
        }
        if (outOfStep) {
            return Optional.of(new Word("desynchronised"));
        }
        if (connection.isEndedByPeer()) {
            return Optional.of(new Word("closed"));
        }
        if (connection.isEnded() && !gone) {
            return Optional.of(new Word("endless"));
        }
        return timedOut ? Optional.of(new Word("silent")) : Optional.empty();
    }

    @Override
    public void close() {
        connection.close();
    }
}
