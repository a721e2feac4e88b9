package io.github.h11j.spec.conformance;

import io.github.h11j.spec.conformance.Observation.Message;
import io.github.h11j.spec.conformance.Observation.Unsaid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A case that waits on its own port for a client that the kit does not start. Each visit of the client is a run.
 * Whether the client accepted the response is unknown unless it is reported.
 */
final class Station implements AutoCloseable {

    private final ConformanceCase test;
    private final Duration timeout;
    private final Consumer<CaseResult> done;
    private final Listener listener;
    private @Nullable Visit active;
    private @Nullable Visit last;

    /**
     * Listens.
     *
     * @param done receives the result of each run
     */
    Station(ConformanceCase test, InetAddress address, int port, Duration timeout, Consumer<CaseResult> done)
            throws IOException {
        this.test = test;
        this.timeout = timeout;
        this.done = done;
        this.listener = new Listener(address, port, this::accept);
    }

    /** Returns what the client is to do: methods and URLs. */
    String task() {
        Map<String, String> variables = Map.of("host", listener.authority(), "id", test.id());
        return String.join(",", test.requests()) + " " + String.join(" ", ClientSession.urls(test, variables));
    }

    private synchronized void accept(Socket socket) {
        if (active == null) {
            Visit visit = new Visit();
            active = visit;
            visit.session.adopt(socket);
            Daemons.start("h11j-conformance-station", visit::run);
        } else {
            active.session.adopt(socket);
        }
    }

    /**
     * Records whether the client accepted the response, in the current run or, if there is none, in the last one.
     *
     * @param word accepted or rejected
     * @param facts what else is known
     */
    void say(String word, Map<String, String> facts) {
        Unsaid said = new Unsaid(Set.of(word), facts);
        Visit over;
        synchronized (this) {
            if (active != null) {
                active.said.complete(said);
                return;
            }
            over = last;
        }
        if (over != null) {
            done.accept(over.result(said));
        }
    }

    private synchronized Optional<Unsaid> leave(Visit visit) {
        active = null;
        last = visit;
        return Optional.ofNullable(visit.said.getNow(null));
    }

    @Override
    public void close() {
        listener.close();
    }

    /** One run. */
    private final class Visit implements Caller, Caller.Call {

        private final Transcript transcript = new Transcript();
        private final ClientSession session =
                new ClientSession(test, test.id(), listener.authority(), timeout, transcript);
        private final CompletableFuture<Unsaid> said = new CompletableFuture<>();
        private final long start = System.nanoTime();
        private Observation observation = new Observation(List.of());
        private Duration duration = Duration.ZERO;

        void run() {
            Optional<Unsaid> word = Optional.empty();
            try (session) {
                observation = session.run(this);
            } catch (IOException e) {
                throw new IllegalStateException("the client has nothing to do", e);
            } finally {
                duration = Duration.ofNanos(System.nanoTime() - start);
                word = leave(this);
            }
            if (observation.sightings().stream().anyMatch(Message.class::isInstance)) {
                done.accept(result(word.orElse(new Unsaid(ClientSession.LAST_WORDS, Map.of()))));
            }
        }

        private CaseResult result(Unsaid word) {
            List<String> told = test.requests().stream()
                    .map(method -> method.equals("EXPECT") ? "POST" : method)
                    .toList();
            List<String> seen = new ArrayList<>();
            observation.sightings().stream()
                    .filter(Message.class::isInstance)
                    .forEach(sighting -> seen.add(((Message) sighting).message().method()));
            if (seen.size() < told.size() || !seen.subList(0, told.size()).equals(told)) {
                String wanted = String.join(",", test.requests());
                return CaseResult.inconclusive(
                        test, "the case wants " + wanted + ", but " + String.join(",", seen) + " came", transcript);
            }
            return CaseResult.unsaid(test, observation, word, transcript, duration);
        }

        @Override
        public Optional<String> lacks(ConformanceCase of) {
            return Optional.empty();
        }

        @Override
        public Call call(ConformanceCase of, List<String> urls, Transcript notes) {
            return this;
        }

        @Override
        public CompletableFuture<?> done() {
            return said;
        }

        @Override
        public Optional<Said> conclude(Duration limit) {
            return Optional.empty();
        }
    }
}
