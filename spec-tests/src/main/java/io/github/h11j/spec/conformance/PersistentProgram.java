package io.github.h11j.spec.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A client that is a program and serves many cases: it reads one line per request, and prints one line that says
 * whether it accepted the response.
 *
 * <p>{@code GET http://...} on its standard input; {@code accepted}, {@code accepted STATUS}, {@code accepted STATUS
 * CONTENT}, {@code rejected} or {@code unsupported} on its standard output. The content is percent-encoded, byte by
 * byte.
 */
final class PersistentProgram implements RequestMaker, AutoCloseable {

    /** Longer than any line a case needs, so that endless output does not fill the memory. */
    private static final int LONGEST_LINE = 8 << 20;

    private static final int KEPT_COMPLAINTS = 1000;

    private static final String ENDED = "";

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    /** Guarded by itself. */
    private final StringBuilder complaints = new StringBuilder();

    PersistentProgram(List<String> command) throws IOException {
        this.process = Programs.start(command);
        Daemons.start("h11j-conformance-output", () -> readLines(process.getInputStream()));
        Daemons.start("h11j-conformance-errors", () -> readComplaints(process.getErrorStream()));
    }

    private void readLines(InputStream in) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1))) {
            StringBuilder line = new StringBuilder();
            for (int next = reader.read(); next >= 0 && line.length() < LONGEST_LINE; next = reader.read()) {
                if (next == '\n') {
                    lines.add(line.toString().strip() + " ");
                    line.setLength(0);
                } else {
                    line.append((char) next);
                }
            }
        } catch (IOException e) {
            complain(e.toString());
        }
        lines.add(ENDED);
    }

    private void readComplaints(InputStream in) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                complain(line);
            }
        } catch (IOException e) {
            complain(e.toString());
        }
    }

    private void complain(String line) {
        synchronized (complaints) {
            if (complaints.length() < KEPT_COMPLAINTS) {
                complaints.append(line).append('\n');
            }
        }
    }

    /** Returns what it has written to standard error since the last call, as far as it is kept. */
    String complaints() {
        synchronized (complaints) {
            String text = complaints.toString();
            complaints.setLength(0);
            return text;
        }
    }

    /** Returns whether it can accept another request. */
    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public ClientAnswer make(ClientRequest request) throws IOException, InterruptedException {
        // a second line in response to the last request is not an answer to this one
        lines.removeIf(line -> !line.equals(ENDED));
        String method = request.expectContinue() ? "EXPECT" : request.method();
        try {
            process.getOutputStream()
                    .write((method + " " + request.uri() + "\n").getBytes(StandardCharsets.ISO_8859_1));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new ProgramEndedException("the program ended: " + e.getMessage());
        }
        String line = lines.take();
        if (line.equals(ENDED)) {
            lines.add(ENDED); // for the next request
            throw new ProgramEndedException("the program ended, or wrote a line of more than 8 MiB");
        }
        return answer(line);
    }

    private static ClientAnswer answer(String line) throws IOException {
        String[] words = line.split(" ", 3);
        switch (words[0]) {
            case "accepted" -> {
                String status = words[1].isEmpty() ? "0" : words[1];
                if (!status.matches("\\d{1,3}")) {
                    throw new UnsupportedOperationException("the program said \"" + shown(line) + "\": no status");
                }
                return new ClientAnswer(Integer.parseInt(status), decoded(words.length > 2 ? words[2].strip() : ""));
            }
            case "rejected" -> throw new IOException(shown(line));
            case "unsupported" -> throw new UnsupportedOperationException("the program said: " + shown(line));
            default ->
                throw new UnsupportedOperationException("the program said \"" + shown(line)
                        + "\", which does not begin with accepted, rejected or unsupported");
        }
    }

    /** Only %HH is decoded: a plus stays a plus. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw new UnsupportedOperationException("the program's content is not percent-encoded: " + shown(text), e);
        }
    }

    private static String shown(String line) {
        String text = line.strip();
        return text.length() > 200 ? text.substring(0, 200) + "..." : text;
    }

    /** Stops it and the processes it has started. */
    @Override
    public void close() {
        Programs.stop(process);
    }
}
