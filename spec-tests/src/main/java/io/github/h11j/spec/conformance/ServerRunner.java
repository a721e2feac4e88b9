package io.github.h11j.spec.conformance;

import io.github.h11j.spec.conformance.Observation.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Runs cases against a server: first the calibration, then the cases, several at a time. A case that fails is run once
 * more, alone: only what fails twice is a fail.
 */
public final class ServerRunner implements AutoCloseable {

    private final ServerTarget target;
    private final ExecutorService workers;
    private final ScheduledExecutorService timer;
    private final ReadWriteLock alone = new ReentrantReadWriteLock();
    private final AtomicInteger runs = new AtomicInteger();
    private final String runName = Long.toString(System.nanoTime(), 36);
    private final Calibration calibration;

    /**
     * A runner for a server, after calibration.
     *
     * @param target the server
     * @param parallel how many cases at a time
     * @throws IOException if the server does not answer a plain GET; the message tells what happened
     */
    public ServerRunner(ServerTarget target, int parallel) throws IOException {
        this.target = target;
        this.workers = Executors.newFixedThreadPool(parallel, daemons("h11j-conformance"));
        this.timer = Executors.newScheduledThreadPool(1, daemons("h11j-conformance-timer"));
        this.calibration = calibrate();
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * What the server does with plain requests.
     *
     * @return the measure for the cases
     */
    public Calibration calibration() {
        return calibration;
    }

    /**
     * Runs cases in the background.
     *
     * @param cases server cases
     * @return a result for each, in the same order
     */
    public List<CompletableFuture<CaseResult>> start(List<ConformanceCase> cases) {
        return cases.stream()
                .map(test -> CompletableFuture.supplyAsync(() -> runTwice(test), workers))
                .toList();
    }

    /**
     * Runs a case, and once more if it fails.
     *
     * @param test a server case
     * @return what became of it
     */
    public CaseResult run(ConformanceCase test) {
        return start(List.of(test)).get(0).join();
    }

    private CaseResult runTwice(ConformanceCase test) {
        Optional<String> missing = test.needs().stream()
                .filter(need -> !calibration.abilities().contains(need))
                .sorted()
                .findFirst();
        if (missing.isPresent()) {
            return CaseResult.inconclusive(
                    test, "the server lacks what the case needs: " + missing.get(), new Transcript());
        }
        CaseResult first = locked(alone.readLock(), test);
        if (first.verdict() == Verdict.PASS || first.verdict() == Verdict.TOLERATED) {
            return first;
        }
        CaseResult second = locked(alone.writeLock(), test);
        return second.verdict() == first.verdict()
                ? second
                : CaseResult.inconclusive(
                        test,
                        "the server is not steady: first " + first.observation() + ", then " + second.observation(),
                        second.transcript());
    }

    private CaseResult locked(Lock lock, ConformanceCase test) {
        lock.lock();
        try {
            return once(test, calibration);
        } finally {
            lock.unlock();
        }
    }

    private CaseResult once(ConformanceCase test, Calibration measure) {
        Transcript transcript = new Transcript();
        long start = System.nanoTime();
        Bystander bystander = new Bystander(target, measure.abilities().contains("parallel"));
        String id = runName + runs.incrementAndGet();
        try (ServerSession session = new ServerSession(target, measure, test, id, bystander, transcript, timer)) {
            Observation observation = session.run();
            return CaseResult.of(test, observation, transcript, Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException e) {
            return CaseResult.inconclusive(test, "no connection: " + e.getMessage(), transcript);
        }
    }

    private Calibration calibrate() throws IOException {
        Map<String, Integer> statuses = new TreeMap<>();
        Set<String> abilities = new TreeSet<>();
        Calibration measure = new Calibration(Map.of(), Set.of(), true);
        for (ConformanceCase plain : CaseFile.calibration()) {
            CaseResult result = once(plain, measure);
            if (plain.mutation().equals("baseline")) {
                int status = status(result.observation());
                statuses.put(plain.position().toUpperCase(Locale.ROOT), status);
                if (status == 0 && plain.id().equals("close")) {
                    throw new IOException("the server at " + target.address() + " does not answer a plain GET of "
                            + target.getPath() + "\n" + result.transcript() + result.explanation());
                }
            }
            if (result.verdict() == Verdict.PASS) {
                abilities.add(plain.id());
            }
            measure = new Calibration(statuses, abilities, abilities.contains("close"));
        }
        if (servesTwoAtATime()) {
            abilities.add("parallel");
        }
        return new Calibration(statuses, abilities, abilities.contains("close"));
    }

    private static int status(Observation observation) {
        return observation.sightings().stream()
                .filter(Message.class::isInstance)
                .map(sighting -> ((Message) sighting).message().status())
                .filter(status -> status >= 200)
                .findFirst()
                .orElse(0);
    }

    private boolean servesTwoAtATime() throws IOException {
        try (Link link = Link.connect(target.address(), new Transcript(), target.timeout())) {
            link.send(Latin.bytes("GET"));
            return new Bystander(target, true).roundTrip();
        }
    }

    /** Stops what is running. */
    @Override
    public void close() {
        workers.shutdownNow();
        timer.shutdownNow();
    }
}
