package io.github.h11j.examples.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** A command that serves, in a thread of this JVM, until it is closed. */
final class Started implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("(?:listening on|open) \\S+:([0-9]+)");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Thread thread;
    private final int port;

    Started(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        thread = new Thread(() -> line.execute(arguments), "command");
        thread.start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Matcher listening = LISTENING.matcher(out.toString());
        while (!listening.find()) {
            if (!thread.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("it does not listen: " + out + err);
            }
            LockSupport.parkNanos(1_000_000);
            listening = LISTENING.matcher(out.toString());
        }
        port = Integer.parseInt(listening.group(1));
    }

    int port() {
        return port;
    }

    String out() {
        return out.toString();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new AssertionError("it does not stop: " + out);
        }
    }
}
