package io.github.h11j.engine.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Many worlds, one on each processor at a time: they have nothing in common. */
final class Worlds {

    /** A long run prints a line after so many. */
    private static final int MANY = 20_000;

    private final AtomicLong next;
    private final long to;
    private final AtomicLong broken = new AtomicLong(Long.MAX_VALUE);
    final long count;
    final int threads = Runtime.getRuntime().availableProcessors();
    double seconds;
    double processorSeconds;

    Worlds(long from, long to) {
        this.next = new AtomicLong(from);
        this.to = to;
        this.count = to - from;
    }

    /** What has happened in all of them. The first that breaks is played again, and tells its story. */
    Stats run() throws Exception {
        long begin = System.nanoTime();
        double before = processorTime();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        Stats all = new Stats();
        try {
            Callable<Stats> some = this::some;
            List<Callable<Stats>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                tasks.add(some);
            }
            for (Future<Stats> done : executor.invokeAll(tasks)) {
                all.add(done.get());
            }
        } finally {
            executor.shutdown();
        }
        seconds = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
        processorSeconds = processorTime() - before;
        if (broken.get() != Long.MAX_VALUE) {
            new World(broken.get(), new Stats(), true).run();
            throw new IllegalStateException("the world " + broken.get() + " has broken once, and not again");
        }
        return all;
    }

    private Stats some() {
        Stats stats = new Stats();
        for (long seed = next.getAndIncrement(); seed < to; seed = next.getAndIncrement()) {
            if (seed > 0 && seed % MANY == 0) {
                System.out.printf(Locale.ROOT, "world %,d of %,d%n", seed, to);
            }
            try {
                new World(seed, stats, false).run();
            } catch (Broken e) {
                broken.accumulateAndGet(seed, Math::min);
                next.set(to);
            }
        }
        return stats;
    }

    /** Of all threads of the process. */
    private static double processorTime() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1000.0;
    }
}
