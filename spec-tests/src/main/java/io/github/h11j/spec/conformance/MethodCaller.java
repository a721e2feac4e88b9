package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client that is called in this JVM: it accepts a response by returning, and rejects it by throwing. */
final class MethodCaller implements Caller {

    /** The content of every request that has content. */
    private static final String CONTENT = "hello";

    private static final Set<String> WITH_CONTENT = Set.of("POST", "PUT", "PATCH");

    private final RequestMaker client;

    MethodCaller(RequestMaker client) {
        this.client = client;
    }

    @Override
    public Optional<String> lacks(ConformanceCase test) {
        return Optional.empty();
    }

    @Override
    public Call call(ConformanceCase test, List<String> urls, Transcript transcript) {
        CompletableFuture<Said> said = new CompletableFuture<>();
        Pace pace = new Pace(new Semaphore(0), new Semaphore(test.isPaced() ? 1 : urls.size()));
        Thread thread = Daemons.named("h11j-conformance-client").newThread(() -> {
            try {
                said.complete(all(test.requests(), urls, transcript, pace));
            } catch (UnsupportedOperationException | InterruptedException e) {
                said.completeExceptionally(e);
            }
        });
        thread.start();
        return new Running(said, thread, transcript, pace);
    }

    /**
     * When requests are made.
     *
     * @param verdicts a permit for each response that the client has accepted or rejected
     * @param turns a permit for each request that may be made
     */
    private record Pace(Semaphore verdicts, Semaphore turns) {}

    private Said all(List<String> methods, List<String> urls, Transcript transcript, Pace pace)
            throws InterruptedException {
        StringBuilder contents = new StringBuilder();
        Said last = new Said("accepted", Map.of());
        for (int i = 0; i < methods.size(); i++) {
            pace.turns().acquire();
            ClientRequest request = request(methods.get(i), urls.get(i));
            transcript.note("the client is to make: " + request.method() + " " + request.uri()
                    + (request.expectContinue() ? ", expecting 100" : ""));
            Map<String, String> facts = new HashMap<>();
            String word = "rejected";
            try {
                ClientAnswer answer = client.make(request);
                transcript.note("the client returned " + answer.status() + " \""
                        + ByteTemplate.visible(Latin.bytes(answer.content())).replace("\n", "") + "\"");
                contents.append(answer.content());
                if (answer.status() != 0) {
                    facts.put("status", Integer.toString(answer.status()));
                }
                word = "accepted";
            } catch (UnsupportedOperationException e) {
                throw e;
            } catch (ProgramEndedException e) {
                transcript.note("the client: " + e.getMessage());
                word = "crashed";
            } catch (Exception e) {
                transcript.note("the client threw " + e);
            } catch (Error e) {
                transcript.note("the client failed: " + e);
                word = "crashed";
            }
            if (!contents.isEmpty()) {
                facts.put("content", contents.toString());
            }
            last = new Said(word, facts);
            pace.verdicts().release();
        }
        return last;
    }

    private static ClientRequest request(String token, String url) {
        boolean expects = token.equals("EXPECT");
        String method = expects ? "POST" : token;
        return new ClientRequest(URI.create(url), method, WITH_CONTENT.contains(method) ? CONTENT : "", expects);
    }

    private record Running(CompletableFuture<Said> said, Thread thread, Transcript transcript, Pace pace)
            implements Call {

        @Override
        public CompletableFuture<?> done() {
            return said;
        }

        @Override
        public boolean awaitVerdict(Duration limit) {
            try {
                return pace.verdicts().tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void next() {
            pace.turns().release();
        }

        @Override
        public Optional<Said> conclude(Duration limit) throws IOException {
            try {
                return Optional.of(said.get(limit.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                transcript.note("the client was interrupted");
                return Optional.of(new Said("hung", Map.of()));
            } catch (ExecutionException e) {
                throw new IOException(String.valueOf(e.getCause()), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the run was stopped", e);
            } finally {
                thread.interrupt();
            }
        }
    }
}
