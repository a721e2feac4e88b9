package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Runs cases against a client: first the calibration, then the cases. Each run of a case has its own port. */
public final class ClientRunner extends ConformanceRunner {

    private final Caller caller;
    private final Duration timeout;
    private final Set<String> abilities;

    /**
     * A runner for a client in this JVM, after calibration.
     *
     * @param client the client
     * @param timeout how long the kit waits for something that should arrive
     * @param parallel how many cases at a time
     * @throws IOException if the client does not accept a plain response; the message says what happened
     */
    public ClientRunner(RequestMaker client, Duration timeout, int parallel) throws IOException {
        this(new MethodCaller(client), timeout, parallel);
    }

    ClientRunner(Caller caller, Duration timeout, int parallel) throws IOException {
        super("client", parallel);
        this.caller = caller;
        this.timeout = timeout;
        this.abilities = calibrate();
    }

    private Set<String> calibrate() throws IOException {
        Set<String> found = new TreeSet<>();
        for (ConformanceCase plain : CaseFile.calibration(CaseKind.CLIENT)) {
            if (caller.lacks(plain).isPresent()) {
                continue;
            }
            CaseResult result = once(plain);
            if (result.verdict() == Verdict.PASS) {
                found.add(plain.id());
            } else if (plain.id().equals("get")) {
                throw new IOException(
                        "the client does not accept a plain response\n" + result.transcript() + result.explanation());
            }
        }
        return Set.copyOf(found);
    }

    /**
     * Returns what the client can do, in the terms of a case's {@code needs}.
     *
     * @return the abilities that were found
     */
    public Set<String> abilities() {
        return abilities;
    }

    @Override
    public String setting() {
        return String.join(", ", new TreeSet<>(abilities));
    }

    @Override
    Optional<String> missing(ConformanceCase test) {
        return caller.lacks(test)
                .or(() -> needs(test).stream()
                        .filter(need -> !abilities.contains(need))
                        .findFirst()
                        .map(need -> "the client lacks what the case needs: " + need));
    }

    /** Returns what a case needs: what it lists, and what its requests and patterns imply. */
    static Set<String> needs(ConformanceCase test) {
        Set<String> needs = new TreeSet<>(test.needs());
        for (Outcome outcome : test.outcomes()) {
            for (String fact : Set.of("content", "status")) {
                if (outcome.pattern().asks("accepted", fact)) {
                    needs.add(fact);
                }
            }
        }
        boolean mustReject = test.outcomes().stream()
                .filter(outcome -> outcome.verdict() == Verdict.PASS)
                .noneMatch(outcome -> outcome.pattern().namesAny(Set.of("accepted")));
        if (mustReject) {
            needs.add("rejects");
        }
        if (test.requests().contains("EXPECT")) {
            needs.add("expect");
        }
        return needs;
    }

    @Override
    CaseResult once(ConformanceCase test) {
        Transcript transcript = new Transcript();
        long start = System.nanoTime();
        // connections can arrive as soon as the kit listens, and its port is known only then
        CompletableFuture<Consumer<Socket>> accepted = new CompletableFuture<>();
        try (Listener listener = new Listener(
                        InetAddress.getLoopbackAddress(),
                        0,
                        socket -> accepted.join().accept(socket));
                ClientSession session = new ClientSession(test, newId(), listener.authority(), timeout, transcript)) {
            accepted.complete(session::adopt);
            Observation observation = session.run(caller);
            return CaseResult.of(test, observation, transcript, Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException e) {
            return CaseResult.inconclusive(test, String.valueOf(e.getMessage()), transcript);
        }
    }
}
