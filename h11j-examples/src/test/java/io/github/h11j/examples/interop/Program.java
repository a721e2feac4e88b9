package io.github.h11j.examples.interop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * A process of another program. What it prints is kept for the message of whatever fails; when this is closed, the
 * process and its children have ended.
 */
final class Program implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ATTEMPTS = 3;

    private final List<String> command;
    private final Process process;
    private final Output out;
    private final Output err;

    /**
     * What a program did.
     *
     * @param command what was run
     * @param status its exit status
     * @param out what it printed
     * @param err what it printed as errors
     */
    record Result(List<String> command, int status, String out, String err) {

        /** This, if the status is 0. */
        Result orFail() {
            if (status != 0) {
                throw new AssertionError(this);
            }
            return this;
        }

        @Override
        public String toString() {
            return String.join(" ", command) + "\nstatus " + status + "\n" + excerpt(out) + "\n" + excerpt(err);
        }
    }

    private Program(Path directory, List<String> command) {
        this.command = command;
        try {
            process = new ProcessBuilder(command).directory(directory.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out = new Output(process.getInputStream(), command.get(0) + " out");
        err = new Output(process.getErrorStream(), command.get(0) + " err");
    }

    /**
     * Runs a program to its end.
     *
     * @param limit how long it may take
     * @param command the program and its arguments
     * @return what it did
     */
    static Result run(Duration limit, List<String> command) {
        return run(limit, command, "");
    }

    /**
     * Runs a program to its end.
     *
     * @param limit how long it may take
     * @param command the program and its arguments
     * @param input what it is given to read
     * @return what it did
     */
    static Result run(Duration limit, List<String> command, String input) {
        try (Program program = new Program(Path.of("").toAbsolutePath(), command)) {
            program.write(input);
            return program.result(limit);
        }
    }

    /** A program that listens on a port of the loopback interface. */
    record Listening(Program program, int port) implements AutoCloseable {
        @Override
        public void close() {
            program.close();
        }
    }

    /**
     * Starts a program that listens and cannot choose a free port itself, and waits until it accepts connections.
     *
     * @param directory where it runs
     * @param command for a port that was free a moment ago; asked again if somebody else was faster
     * @return it listens
     */
    static Listening listen(Path directory, IntFunction<List<String>> command) {
        AssertionError failure = new AssertionError();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = freePort();
            Program program = new Program(directory, command.apply(port));
            try {
                program.await("it listens on port " + port, () -> accepts(port));
                return new Listening(program, port);
            } catch (AssertionError e) {
                program.close();
                failure = e;
            }
        }
        throw failure;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Waits for a condition, as long as the program runs.
     *
     * @param what the condition, for the message
     * @param condition looked at again and again
     */
    void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not in time: " + what + "\n" + this);
            }
            if (ended(Duration.ofMillis(10))) {
                throw new AssertionError("ended before " + what + "\n" + this);
            }
        }
    }

    /** Whether the process ends within this time. */
    private boolean ended(Duration limit) {
        try {
            return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void write(String input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Result result(Duration limit) {
        if (!ended(limit)) {
            throw new AssertionError("not ended in " + limit + "\n" + this);
        }
        return new Result(command, process.exitValue(), out.end(), err.end());
    }

    /** What the program has printed so far, errors too. */
    String printed() {
        return out.soFar() + err.soFar();
    }

    @Override
    public String toString() {
        return String.join(" ", command) + "\n" + excerpt(printed());
    }

    private static String excerpt(String text) {
        int most = 8192;
        return text.length() <= most ? text : text.substring(0, most) + "... (" + text.length() + " characters)";
    }

    /** Ends the process and its children: politely, and if that takes long, by force. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        if (!ended(Duration.ofSeconds(5))) {
            process.destroyForcibly();
            ended(Duration.ofSeconds(5));
        }
        children.forEach(ProcessHandle::destroyForcibly);
        out.end();
        err.end();
    }

    /** Reads a stream to its end, so that the process never waits. */
    private static final class Output {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread reader;

        Output(InputStream stream, String name) {
            reader = new Thread(() -> copy(stream), name);
            reader.setDaemon(true);
            reader.start();
        }

        private void copy(InputStream stream) {
            try (stream) {
                stream.transferTo(bytes);
            } catch (IOException e) {
                // the process was ended
            }
        }

        String soFar() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        String end() {
            try {
                reader.join(Duration.ofSeconds(5).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return soFar();
        }
    }
}
