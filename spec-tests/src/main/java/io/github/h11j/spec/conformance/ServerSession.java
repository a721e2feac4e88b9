package io.github.h11j.spec.conformance;

import io.github.h11j.spec.conformance.Observation.Message;
import io.github.h11j.spec.conformance.Observation.Sighting;
import io.github.h11j.spec.conformance.Observation.Word;
import io.github.h11j.spec.conformance.Step.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One case on one connection to a server. */
final class ServerSession implements AutoCloseable {

    /** How long to wait for octets that should not come. */
    private static final Duration AFTERMATH = Duration.ofMillis(100);

    private final ServerTarget target;
    private final Calibration calibration;
    private final ConformanceCase test;
    private final Map<String, String> variables;
    private final Bystander bystander;
    private final Transcript transcript;
    private final Future<?> watchdog;
    private volatile Link link;
    private boolean gone;
    private final WireReader reader = WireReader.ofResponses();
    private final List<WireMessage> messages = new ArrayList<>();
    private final Set<Integer> silences = new HashSet<>();
    private int finals;
    private int finalsAwaited;
    private int finalsBeforeProbe = -1;
    private boolean timedOut;

    ServerSession(
            ServerTarget target,
            Calibration calibration,
            ConformanceCase test,
            String id,
            Bystander bystander,
            Transcript transcript,
            ScheduledExecutorService timer)
            throws IOException {
        this.target = target;
        this.calibration = calibration;
        this.test = test;
        this.variables = target.variables(id);
        this.bystander = bystander;
        this.transcript = transcript;
        this.link = Link.connect(target.address(), transcript, target.timeout());
        // a server that does not read can block a write for ever
        this.watchdog = timer.schedule(() -> link.close(), 10 * target.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    Observation run() throws IOException {
        for (Step step : test.steps()) {
            take(step);
        }
        return observation();
    }

    private void take(Step step) throws IOException {
        if (gone && !(step instanceof Step.Await)) {
            link = Link.connect(target.address(), transcript, target.timeout());
            gone = false;
        }
        if (step instanceof Step.Send send) {
            send(send.octets());
        } else if (step instanceof Step.Await await) {
            await(await.event());
        } else if (step instanceof Step.End end) {
            link.end(end.ending());
            gone = end.ending() != Step.Ending.HALF_CLOSE;
        } else {
            probe();
        }
    }

    private void send(Octets octets) {
        boolean first = true;
        for (byte[] piece : octets.render(variables)) {
            if (!first) {
                bystander.roundTrip();
            }
            first = false;
            if (!test.octetByOctet()) {
                link.send(piece);
                continue;
            }
            for (byte octet : piece) {
                link.send(new byte[] {octet});
            }
        }
    }

    private void await(Event event) {
        switch (event) {
            case RESPONSE -> receive(target.timeout(), ++finalsAwaited, 0);
            case INTERIM -> {
                receive(target.timeout(), 0, messages.size() + 1);
                if (timedOut) {
                    silences.add(messages.size());
                }
            }
            default -> receive(target.timeout(), Integer.MAX_VALUE, 0);
        }
    }

    /** Receives until both counts are reached, the connection ends, or nothing has come for some time. */
    private void receive(Duration patience, int finalsWanted, int messagesWanted) {
        timedOut = false;
        parse();
        while (finals < finalsWanted || messages.size() < messagesWanted) {
            Link.Read read = link.read(reader, System.nanoTime() + patience.toNanos());
            parse();
            if (read != Link.Read.OCTETS) {
                timedOut = read == Link.Read.TIMED_OUT;
                return;
            }
        }
    }

    private void parse() {
        for (WireMessage message = reader.next(test.method(finals), link.isEnded());
                message != null;
                message = reader.next(test.method(finals), link.isEnded())) {
            messages.add(message);
            if (message.status() >= 200 || message.status() == 101) {
                finals++;
            }
        }
    }

    private void probe() {
        finalsBeforeProbe = finals;
        link.send(Latin.bytes("GET " + target.getPath() + " HTTP/1.1\r\nHost: " + target.host()
                + "\r\nUser-Agent: h11j-conformance\r\nConnection: close\r\n\r\n"));
        if (!calibration.honoursClose()) {
            receive(target.timeout(), finals + 1, 0);
            receive(AFTERMATH, Integer.MAX_VALUE, 0);
        } else {
            receive(target.timeout(), Integer.MAX_VALUE, 0);
        }
    }

    private Observation observation() {
        List<Sighting> sightings = new ArrayList<>();
        int index = 0;
        boolean open = false;
        for (int i = 0; i < messages.size(); i++) {
            WireMessage message = messages.get(i);
            boolean last = i == messages.size() - 1;
            boolean isFinal = message.status() >= 200;
            if (silences.contains(i)) {
                sightings.add(new Word("silent"));
            }
            if (last
                    && isFinal
                    && message.complete()
                    && finalsBeforeProbe >= 0
                    && finals > finalsBeforeProbe
                    && calibration.isUsualGet(message.status())) {
                open = true;
            } else {
                sightings.add(
                        new Message(message, isFinal && calibration.isServed(test.method(index), message.status())));
                if (!message.complete()) {
                    sightings.add(new Word("truncated"));
                }
            }
            index += isFinal ? 1 : 0;
        }
        if (reader.isGarbage() && !reader.rest().isEmpty()) {
            sightings.add(new Word("garbage"));
        } else if (open) {
            sightings.add(new Word("open"));
        } else if (link.isEnded()) {
            sightings.add(new Word("closed"));
        } else if (timedOut) {
            sightings.add(new Word("silent"));
        }
        transcript.note("observed: " + new Observation(sightings));
        return new Observation(sightings);
    }

    @Override
    public void close() {
        watchdog.cancel(false);
        link.close();
    }
}
