package io.github.h11j.examples.keepalive;

import io.github.h11j.examples.keepalive.Cell.Io;
import io.github.h11j.examples.keepalive.Cell.Mode;
import io.github.h11j.examples.keepalive.Cell.Variant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the measurement, on the loopback interface. */
public final class Bench {

    /** The programs that make calls, besides the client of this project. */
    public static final List<String> PROGRAMS = List.of("curl", "requests", "boto3");

    private static final int[] HANDLERS = {5, 0};

    private final OwnCaller own = new OwnCaller();
    private final List<Caller> callers = new ArrayList<>();
    private final int calls;

    /**
     * Creates a measurement.
     *
     * @param calls how many calls each cell makes
     */
    public Bench(int calls) {
        this.calls = calls;
        callers.add(own);
    }

    /**
     * Adds a program.
     *
     * @param name one of {@link #PROGRAMS}
     * @return whether it is installed
     * @throws IOException if the search for it fails
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean add(String name) throws IOException, InterruptedException {
        Optional<Caller> found = ProgramCaller.find(name);
        found.ifPresent(callers::add);
        return found.isPresent();
    }

    /**
     * Lets the JIT compiler compile the code before it is measured.
     *
     * @throws IOException if a call fails
     */
    public void warmUp() throws IOException {
        for (Io io : Io.values()) {
            for (Mode mode : Mode.values()) {
                try (MeasuredServer server = MeasuredServer.start(new Cell(Cell.OWN, io, Variant.FIXED, 0, mode))) {
                    own.call(server, 4 * calls);
                    own.post(server, calls);
                }
            }
        }
    }

    /**
     * Measures each cell once.
     *
     * @param number the number of the round, from 1; it determines which mode comes first
     * @return what was measured
     * @throws IOException if a call fails
     * @throws InterruptedException if the thread is interrupted
     */
    public Round round(int number) throws IOException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        for (Caller caller : callers) {
            for (Io io : Io.values()) {
                for (int handler : HANDLERS) {
                    for (Variant variant : Variant.values()) {
                        // in the trap, the calls of other programs take long and show the same with each handler
                        if (variant == Variant.FIXED || caller == own || handler == Verdict.TRAP_HANDLER) {
                            pair(caller, new Cell(caller.name(), io, variant, handler, first(number)), samples);
                        }
                    }
                }
            }
        }
        return new Round(number, samples, each(own::pipeline), each(own::post));
    }

    private static Mode first(int round) {
        return round % 2 == 0 ? Mode.CLOSE : Mode.KEEP_ALIVE;
    }

    private void pair(Caller caller, Cell first, List<Sample> samples) throws IOException, InterruptedException {
        samples.add(sample(caller, first));
        Mode other = first.mode() == Mode.CLOSE ? Mode.KEEP_ALIVE : Mode.CLOSE;
        samples.add(sample(caller, first.with(other)));
    }

    private Sample sample(Caller caller, Cell cell) throws IOException, InterruptedException {
        try (MeasuredServer server = MeasuredServer.start(cell)) {
            List<Double> millis = caller.call(server, calls);
            return new Sample(cell, millis, server.connections());
        }
    }

    private interface Calls {
        List<Double> make(MeasuredServer server, int calls) throws IOException;
    }

    /** Returns the median of calls to each fixed adapter, without a delay in the handler. */
    private Map<Io, Double> each(Calls made) throws IOException {
        Map<Io, Double> medians = new EnumMap<>(Io.class);
        for (Io io : Io.values()) {
            Cell cell = new Cell(Cell.OWN, io, Variant.FIXED, 0, Mode.KEEP_ALIVE);
            try (MeasuredServer server = MeasuredServer.start(cell)) {
                medians.put(io, new Sample(cell, made.make(server, calls), 1).median());
            }
        }
        return medians;
    }
}
