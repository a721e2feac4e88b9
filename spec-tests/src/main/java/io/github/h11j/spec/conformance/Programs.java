package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The programs that the kit has started and that still run. When the kit ends, also by Ctrl-C or SIGTERM, they are
 * stopped: nobody else would.
 */
final class Programs {

    private static final Set<Process> RUNNING = new HashSet<>();
    private static boolean over;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Programs::stopAll, "h11j-conformance-programs"));
    }

    private Programs() {}

    /**
     * Starts a program.
     *
     * @throws IOException if it cannot be started, or the kit is ending
     */
    static synchronized Process start(List<String> command) throws IOException {
        requireRun();
        ProcessBuilder builder = new ProcessBuilder(command);
        // both the kit and the program run on this machine
        builder.environment().put("no_proxy", "*");
        builder.environment().put("NO_PROXY", "*");
        Process process = builder.start();
        RUNNING.removeIf(other -> !other.isAlive());
        RUNNING.add(process);
        return process;
    }

    /**
     * Checks that the end of a program is its own doing.
     *
     * @throws IOException if the kit is ending, and so stops all programs
     */
    static synchronized void requireRun() throws IOException {
        if (over) {
            throw new IOException("the run was stopped");
        }
    }

    /** Stops a program and the processes it has started. */
    static void stop(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static synchronized void stopAll() {
        over = true;
        RUNNING.forEach(Programs::stop);
    }
}
