package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A client that is a program and is not started for each case: as many instances run as cases run at a time. All
 * requests of a case go to the same instance. An instance that hangs or ends is replaced.
 */
final class PersistentPrograms implements Caller, AutoCloseable {

    private final List<String> command;
    private final Deque<PersistentProgram> idle = new ArrayDeque<>();
    private boolean closed;

    PersistentPrograms(List<String> command) {
        this.command = List.copyOf(command);
    }

    @Override
    public Optional<String> lacks(ConformanceCase test) {
        return Optional.empty();
    }

    @Override
    public Call call(ConformanceCase test, List<String> urls, Transcript transcript) throws IOException {
        PersistentProgram program = program();
        return new Running(program, new MethodCaller(program).call(test, urls, transcript), transcript);
    }

    private synchronized PersistentProgram program() throws IOException {
        while (!idle.isEmpty()) {
            PersistentProgram program = idle.pop();
            if (program.isAlive()) {
                return program;
            }
            program.close();
        }
        return new PersistentProgram(command);
    }

    private synchronized void release(PersistentProgram program, boolean usable) {
        if (usable && !closed) {
            idle.push(program);
        } else {
            program.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(PersistentProgram::close);
    }

    private final class Running implements Call {

        private final PersistentProgram program;
        private final Call call;
        private final Transcript transcript;

        Running(PersistentProgram program, Call call, Transcript transcript) {
            this.program = program;
            this.call = call;
            this.transcript = transcript;
        }

        @Override
        public CompletableFuture<?> done() {
            return call.done();
        }

        @Override
        public boolean awaitVerdict(Duration limit) {
            return call.awaitVerdict(limit);
        }

        @Override
        public void next() {
            call.next();
        }

        @Override
        public Optional<Said> conclude(Duration limit) throws IOException {
            // its output does not concern the next case, and a late line would be taken for the answer there
            boolean answered = false;
            try {
                Optional<Said> said = call.conclude(limit);
                Programs.requireRun();
                answered = call.done().isDone();
                return said;
            } finally {
                String complaints = program.complaints();
                if (!complaints.isBlank()) {
                    transcript.note("standard error \""
                            + ByteTemplate.visible(Latin.bytes(complaints)).replace("\n", "") + "\"");
                }
                release(program, answered);
            }
        }
    }
}
