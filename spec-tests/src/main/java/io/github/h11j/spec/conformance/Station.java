package io.github.h11j.spec.conformance;

import io.github.h11j.spec.conformance.Observation.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A case that waits at a port of its own for a client that nobody starts. Each time the client comes is a run. */
final class Station implements AutoCloseable {

    private final ConformanceCase test;
    private final Duration timeout;
    private final Consumer<CaseResult> done;
    private final Listener listener;
    private @Nullable ClientSession active;

    /**
     * Listens.
     *
     * @param done gets the result of each run
     */
    Station(ConformanceCase test, InetAddress address, int port, Duration timeout, Consumer<CaseResult> done)
            throws IOException {
        this.test = test;
        this.timeout = timeout;
        this.done = done;
        this.listener = new Listener(address, port, this::accept);
    }

    /** What the client is to do: methods and URLs. */
    String task() {
        Map<String, String> variables = Map.of("host", listener.authority(), "id", test.id());
        return String.join(",", test.requests()) + " " + String.join(" ", ClientSession.urls(test, variables));
    }

    private synchronized void accept(Socket socket) {
        ClientSession current = active;
        if (current != null) {
            current.adopt(socket);
            return;
        }
        Transcript transcript = new Transcript();
        ClientSession session = new ClientSession(test, test.id(), listener.authority(), timeout, transcript);
        active = session;
        session.adopt(socket);
        Daemons.start("h11j-conformance-station", () -> run(session, transcript));
    }

    private void run(ClientSession session, Transcript transcript) {
        long start = System.nanoTime();
        CaseResult result;
        try (session) {
            Observation observation = session.run(new Nobody());
            if (observation.sightings().stream().noneMatch(Message.class::isInstance)) {
                return; // somebody only knocked
            }
            result = judge(observation, transcript, Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException e) {
            result = CaseResult.inconclusive(test, String.valueOf(e.getMessage()), transcript);
        } finally {
            leave();
        }
        done.accept(result);
    }

    private synchronized void leave() {
        active = null;
    }

    private CaseResult judge(Observation observation, Transcript transcript, Duration duration) {
        List<String> told = test.requests().stream()
                .map(method -> method.equals("EXPECT") ? "POST" : method)
                .toList();
        List<String> seen = new ArrayList<>();
        observation.sightings().stream()
                .filter(Message.class::isInstance)
                .forEach(sighting -> seen.add(((Message) sighting).message().method()));
        if (seen.size() < told.size() || !seen.subList(0, told.size()).equals(told)) {
            return CaseResult.inconclusive(
                    test,
                    "the case wants " + String.join(",", test.requests()) + ", but " + String.join(",", seen) + " came",
                    transcript);
        }
        return CaseResult.unsaid(test, observation, transcript, duration);
    }

    @Override
    public void close() {
        listener.close();
    }

    /** Makes no client do anything, and knows of none what it makes of a response. */
    private static final class Nobody implements Caller {

        @Override
        public Optional<String> lacks(List<String> methods) {
            return Optional.empty();
        }

        @Override
        public Call call(List<String> methods, List<String> urls, Transcript transcript) {
            return new Call() {
                @Override
                public CompletableFuture<?> done() {
                    return new CompletableFuture<>();
                }

                @Override
                public Optional<Said> conclude(Duration limit) {
                    return Optional.empty();
                }
            };
        }
    }
}
