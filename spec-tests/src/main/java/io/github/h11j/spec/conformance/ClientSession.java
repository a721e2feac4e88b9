package io.github.h11j.spec.conformance;

import io.github.h11j.spec.conformance.Observation.Detail;
import io.github.h11j.spec.conformance.Observation.Sighting;
import io.github.h11j.spec.conformance.Observation.Word;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One run of a case against a client. */
final class ClientSession implements AutoCloseable {

    /** What a client may say about a response, if it does not hang or crash. */
    static final Set<String> LAST_WORDS = Set.of("accepted", "rejected");

    /** How long a cut lasts: unlike a server, a client cannot be asked for an exchange that proves it has read. */
    private static final Duration CUT = Duration.ofMillis(30);

    /** Programs need time to start. */
    private static final int START = 10;

    private static final byte[] AGAIN = Latin.bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nagain");

    private final ConformanceCase test;
    private final Duration timeout;
    private final Transcript transcript;
    private final Monitor monitor = new Monitor();
    private final OriginSide origin;
    private final Map<String, String> variables;
    private boolean requested;
    private boolean done;
    private boolean silent;

    ClientSession(ConformanceCase test, String id, String authority, Duration timeout, Transcript transcript) {
        this.test = test;
        this.timeout = timeout;
        this.transcript = transcript;
        this.variables = Map.of("host", authority, "id", id);
        this.origin = new OriginSide(test, transcript, monitor, request -> Optional.empty());
    }

    void adopt(Socket socket) {
        origin.adopt(socket);
    }

    /** Returns the URLs for the client to use. */
    static List<String> urls(ConformanceCase test, Map<String, String> variables) {
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < test.requests().size(); i++) {
            StringBuilder url = new StringBuilder("http://").append(variables.get("host"));
            if (i == 0) {
                test.path().render(variables).forEach(piece -> url.append(Latin.text(piece)));
            } else {
                url.append('/').append(variables.get("id")).append('/').append(i + 1);
            }
            urls.add(url.toString());
        }
        return urls;
    }

    /**
     * Runs the case against the client.
     *
     * @throws IOException if the client cannot do that
     */
    Observation run(Caller caller) throws IOException {
        Caller.Call call = caller.call(test, urls(test, variables), transcript);
        CompletableFuture<?> marked = call.done().whenComplete((result, failure) -> monitor.change(() -> done = true));
        // a client that does not read can block a write forever
        CompletableFuture.delayedExecutor(2L * START * timeout.toMillis(), TimeUnit.MILLISECONDS)
                .execute(origin::close);
        List<Sighting> ending = new ArrayList<>();
        try {
            test.steps().forEach(step -> take(step, call));
            // bytes from the client may still be unread here, and until it is done it may also be waiting for the kit
            origin.awaitRest(timeout, monitor.holds(() -> done));
            if (endingMatters()) {
                monitor.await(() -> done, timeout);
                origin.awaitEnd(timeout, () -> false);
            }
            monitor.change(() -> ending.addAll(ending()));
            origin.close();
        } catch (IllegalArgumentException e) {
            call.conclude(Duration.ZERO);
            throw e; // the case has a variable without a value
        }
        transcript.note(marked.isDone() ? "the client is done" : "the kit waits for the client");
        Optional<Caller.Said> said = call.conclude(timeout.multipliedBy(5));
        List<Sighting> sightings = new ArrayList<>(origin.sightings("garbage"));
        if (said.isPresent()) {
            sightings.addAll(ending);
            sightings.add(new Word(said.get().word(), said.get().facts()));
        } else if (ending.stream().anyMatch(sighting -> sighting.isNamed("closed"))) {
            sightings.addAll(ending); // it is not known whether the client was done, but it did end the connection
        }
        Observation observation = new Observation(sightings, variables);
        transcript.note("observed: " + observation);
        return observation;
    }

    private boolean endingMatters() {
        return test.outcomes().stream().anyMatch(outcome -> outcome.pattern().namesAny(Detail.ENDINGS));
    }

    private void take(Step step, Caller.Call call) {
        if (step instanceof Step.Send send) {
            origin.reply(send.bytes().render(variables), () -> LockSupport.parkNanos(CUT.toNanos()));
        } else if (step instanceof Step.End end) {
            origin.end(end.ending());
        } else if (step instanceof Step.Probe) {
            origin.honourClose();
            awaitRequest(false);
            origin.reply(List.of(AGAIN), () -> {});
        } else if (step instanceof Step.Next) {
            LockSupport.parkNanos(CUT.toNanos()); // a client that keeps reading has read what was sent before
            call.next();
        } else if (step instanceof Step.Await await) {
            if (await.event() == Step.Event.VERDICT) {
                call.awaitVerdict(timeout);
            } else if (await.event() == Step.Event.END) {
                origin.honourClose();
                silent = !origin.awaitEndOfAll(timeout, () -> done);
            } else {
                awaitRequest(await.event() == Step.Event.HEAD);
            }
        }
    }

    private void awaitRequest(boolean headOnly) {
        origin.awaitRequest(headOnly, requested ? timeout : timeout.multipliedBy(START), () -> done);
        requested = true;
    }

    private List<Sighting> ending() {
        if (origin.endedByPeer()) {
            return List.of(new Detail("closed", Detail.ENDINGS));
        }
        if (silent) {
            return List.of(new Word("silent"));
        }
        return origin.isOpen() ? List.of(new Detail("open", Detail.ENDINGS)) : List.of();
    }

    @Override
    public void close() {
        origin.close();
    }
}
