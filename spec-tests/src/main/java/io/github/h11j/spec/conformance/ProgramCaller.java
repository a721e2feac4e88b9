package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that is a program: it is started once for each run of a case, and its exit status says whether it accepted
 * the response.
 */
final class ProgramCaller implements Caller {

    private static final Pattern STATUS = Pattern.compile("\\n?status: (\\d{3})\\s*\\z");

    /** Why a case in which the kit controls when the next request is made cannot be run. */
    static final String PACED = "the kit must control when the client makes its next request: use --persistent";

    /** How much of its output is kept. */
    private static final int LIMIT = 1 << 20;

    private final Map<String, List<String>> commands;

    /**
     * A program.
     *
     * @param commands the command line for each comma-separated list of methods, with {@code {url}},
     *     {@code {url2}} and so on
     */
    ProgramCaller(Map<String, List<String>> commands) {
        this.commands = Map.copyOf(commands);
    }

    @Override
    public Optional<String> lacks(ConformanceCase test) {
        if (test.isPaced()) {
            return Optional.of(PACED);
        }
        String key = String.join(",", test.requests());
        return commands.containsKey(key)
                ? Optional.empty()
                : Optional.of("no command makes the client do this: use --exec-for " + key + "='...'");
    }

    @Override
    public Call call(ConformanceCase test, List<String> urls, Transcript transcript) throws IOException {
        List<String> words = new ArrayList<>();
        for (String word : commands.getOrDefault(String.join(",", test.requests()), List.of())) {
            words.add(filled(word, urls));
        }
        transcript.note("the kit runs: " + String.join(" ", words));
        return new Running(Programs.start(words), transcript);
    }

    private static String filled(String word, List<String> urls) {
        String filled = word.replace("{url}", urls.get(0));
        for (int i = 1; i < urls.size(); i++) {
            filled = filled.replace("{url" + (i + 1) + "}", urls.get(i));
        }
        return filled;
    }

    private static final class Running implements Call {

        private final Process process;
        private final Transcript transcript;
        private final CompletableFuture<byte[]> output;
        private final CompletableFuture<byte[]> errors;
        private final CompletableFuture<Integer> exit;

        Running(Process process, Transcript transcript) throws IOException {
            this.process = process;
            this.transcript = transcript;
            process.getOutputStream().close();
            this.output = reading(process.getInputStream());
            this.errors = reading(process.getErrorStream());
            this.exit = process.onExit().thenApply(Process::exitValue);
        }

        private static CompletableFuture<byte[]> reading(InputStream in) {
            CompletableFuture<byte[]> all = new CompletableFuture<>();
            Daemons.start("h11j-conformance-output", () -> {
                try (in) {
                    byte[] kept = in.readNBytes(LIMIT);
                    in.skip(Long.MAX_VALUE);
                    all.complete(kept);
                } catch (IOException e) {
                    all.complete(new byte[0]); // it was stopped
                }
            });
            return all;
        }

        @Override
        public CompletableFuture<?> done() {
            return exit;
        }

        @Override
        public Optional<Said> conclude(Duration limit) throws IOException {
            try {
                int status = exit.get(limit.toMillis(), TimeUnit.MILLISECONDS);
                Programs.requireRun();
                String text = Latin.text(output.get(limit.toMillis(), TimeUnit.MILLISECONDS));
                note(status, text);
                return Optional.of(new Said(status == 0 ? "accepted" : "rejected", facts(text)));
            } catch (TimeoutException e) {
                transcript.note("the client was stopped");
                return Optional.of(new Said("hung", Map.of()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the run was stopped", e);
            } catch (ExecutionException e) {
                throw new IOException("the program could not be waited for", e);
            } finally {
                Programs.stop(process);
            }
        }

        private void note(int status, String text) {
            transcript.note("the client: exit status " + status + ", standard output " + shown(text));
            String complaints = Latin.text(errors.getNow(new byte[0]));
            if (!complaints.isBlank()) {
                transcript.note("standard error " + shown(complaints));
            }
        }

        private static String shown(String text) {
            String start = text.length() > 1000 ? text.substring(0, 1000) : text;
            return "\"" + ByteTemplate.visible(Latin.bytes(start)).replace("\n", "") + "\""
                    + (text.length() > 1000 ? " and more" : "");
        }

        /** The content is the output without a last line with the status and without one line break at the end. */
        private static Map<String, String> facts(String text) {
            Map<String, String> facts = new HashMap<>();
            String content = text;
            Matcher status = STATUS.matcher(text);
            if (status.find()) {
                facts.put("status", status.group(1));
                content = text.substring(0, status.start());
            }
            content = content.replaceFirst("\\r?\\n\\z", "");
            if (!content.isEmpty()) {
                facts.put("content", content);
            }
            return facts;
        }
    }
}
