package io.github.h11j.engine.simulation;

import io.github.h11j.Policy;
import io.github.h11j.engine.Budget;
import io.github.h11j.engine.ServerFields;
import io.github.h11j.engine.ServerRules;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A server and its clients in one thread, in a time of their own, all of it made from one number: the same number, the same
 * story, to the byte.
 */
final class World {

    static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    /** More events than this are a loop that makes no progress. */
    private static final int MOST_EVENTS = 2_000_000;

    private final long seed;
    private final SplittableRandom random;
    private final boolean told;
    private final StringBuilder story = new StringBuilder();
    private final PriorityQueue<Happening> future =
            new PriorityQueue<>((a, b) -> a.at == b.at ? Long.compare(a.order, b.order) : Long.compare(a.at, b.at));

    /** Since the world began; the clock of the sessions began at another time, near its overflow maybe. */
    private long now;

    private final long clockStart;
    private int happenings;

    /** What did not hold first: what is thrown in a call may be caught. */
    private Broken broken;

    final Stats stats;
    final ServerRules rules;

    /** What the fields of a response say. */
    final Clock dates = new Dates();

    final String serverName;
    final long memory;
    final Budget budget;
    final boolean tightMemory;
    final boolean throwingPolicy;
    final List<SimServer> servers = new ArrayList<>();
    final Map<SocketAddress, SimServer> peers = new HashMap<>();
    final List<SimClient> clients = new ArrayList<>();
    final List<SimUser> users = new ArrayList<>();
    final Application application;
    final SimObserver observer;
    boolean stopped;
    int openFiles;

    /** The time of this world since 1970. */
    private final class Dates extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(0, now);
        }
    }

    private record Happening(long at, long order, Runnable what) {}

    World(long seed, Stats stats, boolean told) {
        this.seed = seed;
        this.stats = stats;
        this.told = told;
        this.random = new SplittableRandom(seed);
        this.clockStart = pick(0L, Long.MAX_VALUE - 3 * SECOND, -70 * SECOND, 5 * SECOND);
        this.tightMemory = chance(5);
        this.throwingPolicy = chance(8);
        this.memory = tightMemory ? 40_000 : 1L << 30;
        this.budget = new Budget(memory);
        this.serverName = chance(50) ? "h11j" : "";
        this.observer = new SimObserver(this, true);
        this.rules = chance(70) ? rules().withObserver(observer) : rules();
        this.application = new Application(this);
        int connections = 1 + below(4);
        for (int i = 0; i < connections; i++) {
            if (chance(60)) {
                new SimClient(this, i).begin();
            } else {
                new SimUser(this, i).begin();
            }
        }
        if (chance(50)) {
            after(below(20) == 0 ? 0 : below((int) (10 * SECOND / MILLI)) * MILLI, this::stop);
        }
    }

    private ServerRules rules() {
        ServerRules.Timeouts timeouts = ServerRules.Timeouts.DEFAULT;
        Policy policy = chance(80) ? Policy.STRICT : Policy.H11;
        if (throwingPolicy) {
            policy = Policy.H11.with((sender, violation, offset, excerpt) -> {
                throw new AssertionError("the listener of the policy, on purpose");
            });
        }
        return new ServerRules(
                policy,
                new ServerFields(dates, serverName),
                pick(1, 1000, 20_000, 256 * 1024),
                pick(0, 100, 16 * 1024),
                pick(0L, 1000L, 256 * 1024L, 256 * 1024L),
                pick(0L, 2000L, 64L << 20),
                new ServerRules.Timeouts(
                        Duration.ofSeconds(60),
                        timeouts.head(),
                        timeouts.transfer(),
                        timeouts.linger(),
                        timeouts.stop()),
                Optional.empty());
    }

    // ---- Chance

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    @SafeVarargs
    final <T> T pick(T... of) {
        return of[random.nextInt(of.length)];
    }

    // ---- Time

    long now() {
        return now;
    }

    /** What the sessions take for the time. */
    long clock() {
        return clockStart + now;
    }

    /** From the sessions' clock to ours. */
    long fromClock(long clock) {
        return clock - clockStart;
    }

    void after(long delay, Runnable what) {
        future.add(new Happening(now + Math.max(0, delay), random.nextLong(), what));
    }

    /** Records what happens. The text is only built if the story is wanted. */
    void tell(Object... what) {
        if (told) {
            story.append(String.format(Locale.ROOT, "%12.6f s  ", now / (double) SECOND));
            for (Object part : what) {
                story.append(part);
            }
            story.append('\n');
        }
    }

    /** The server stops, if it does not yet. Each connection hears of it at once or, from another thread, later. */
    void stop() {
        if (stopped) {
            return;
        }
        tell("the server stops");
        stats.count("stops");
        stopped = true;
        for (SimServer server : List.copyOf(servers)) {
            if (chance(70)) {
                server.stop();
            } else {
                after(below(1000) * MILLI, server::stop);
            }
        }
        after(4 * SECOND, () -> servers.forEach(SimServer::requireToldToStop));
        after(
                1500 * SECOND,
                () -> { // a client that pauses takes its time, within that for the whole
                    for (SimServer server : List.copyOf(servers)) {
                        server.requireOwing();
                        server.giveUp("the server stops");
                    }
                });
    }

    /** From the beginning to the end; returns the story, empty if it was not wanted. */
    String run() {
        try {
            while (!future.isEmpty()) {
                step();
            }
            // nothing else will happen: what is left waits for an application that never answers, and has no deadline
            for (SimServer server : List.copyOf(servers)) {
                server.requireOwing();
                server.giveUp("the end of the world");
            }
            while (!future.isEmpty()) {
                step();
            }
            clients.forEach(SimClient::requireDone);
            users.forEach(SimUser::requireDone);
            observer.requireDone();
            require(servers.isEmpty(), "a session has not ended");
            require(budget.held() == 0, "bytes are held by nobody: ", budget.held());
            require(openFiles == 0, "files are open: ", openFiles);
            return story.toString();
        } catch (RuntimeException | Error e) {
            throw new Broken("seed " + seed + ": " + e + "\n" + story, e);
        }
    }

    private void step() {
        Happening next = future.remove();
        now = next.at;
        require(++happenings < MOST_EVENTS, "no end");
        next.what.run();
        requireUnbroken();
    }

    /** Something that did not hold may have been caught since. */
    void requireUnbroken() {
        if (broken != null) {
            throw broken;
        }
    }

    void require(boolean holds, Object... otherwise) {
        if (!holds) {
            StringBuilder what = new StringBuilder();
            for (Object part : otherwise) {
                what.append(part);
            }
            throw broken(what.toString());
        }
    }

    /** Something must not be. */
    Broken broken(String what) {
        if (broken == null) {
            broken = new Broken(what);
        }
        return broken;
    }

    /** What a program must not do is refused. That it changes nothing is seen by what follows. */
    void requireRefused(String what, Runnable misuse, Class<?>... expected) {
        try {
            misuse.run();
        } catch (Broken e) {
            throw e;
        } catch (RuntimeException e) {
            require(List.of(expected).contains(e.getClass()), what, ", and is refused with ", e);
            return;
        }
        throw broken(what);
    }
}
