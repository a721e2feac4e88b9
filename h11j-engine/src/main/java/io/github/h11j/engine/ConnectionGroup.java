package io.github.h11j.engine;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The open connections of a server that run on several threads, and the {@link Budget} of memory that they share. When there is
 * enough again, those that wait for it go on. When all together hold too much, those that hold most are broken off. Safe for
 * many threads.
 *
 * @param <M> what the adapter knows of a connection
 */
public final class ConnectionGroup<M extends ConnectionGroup.Member> {

    /** One connection. Any thread may call these methods; what is to be done is done on the connection's own. */
    public interface Member {

        /**
         * What its session holds.
         *
         * @return in bytes: the sum of all {@link Host#holds} so far
         */
        long held();

        /** There is enough memory again: a connection that {@linkplain Session#isStarved() is starved} can go on. */
        void relieved();

        /**
         * Breaks the connection off: the server holds too many bytes, and this connection most of them.
         *
         * @return whether that was not done before
         */
        boolean breakOff();
    }

    private final long most;
    private final Budget budget;
    private final Set<M> members = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean breaking = new AtomicBoolean();

    /**
     * A group without connections.
     *
     * @param most how many bytes the connections may hold
     */
    public ConnectionGroup(long most) {
        this.most = most;
        this.budget = new Budget(most);
    }

    /**
     * A connection was opened.
     *
     * @param member not in the group yet
     */
    public void opened(M member) {
        members.add(member);
        budget.opened();
    }

    /**
     * A connection was closed, and holds nothing any more.
     *
     * @param member was {@link #opened} once
     */
    public void closed(M member) {
        members.remove(member);
        budget.closed();
    }

    /**
     * How many connections are open.
     *
     * @return the number now
     */
    public int size() {
        return members.size();
    }

    /**
     * Does something with each connection that is open.
     *
     * @param action what; connections opened meanwhile may be left out
     */
    public void forEach(Consumer<? super M> action) {
        members.forEach(action);
    }

    /**
     * A connection holds more, or less: see {@link Host#holds}. {@link Member#held()} says so already.
     *
     * @param difference in bytes
     * @return how many connections were broken off because of it
     */
    public int holds(long difference) {
        if (budget.change(difference)) {
            members.forEach(Member::relieved);
        }
        if (difference <= 0 || !budget.isOver() || breaking.getAndSet(true)) {
            return 0;
        }
        try {
            return breakOffTheWorst();
        } finally {
            breaking.set(false);
        }
    }

    /**
     * Aborts the connections that hold most, until the rest holds little enough. Connections that were aborted earlier may
     * not have released their memory yet.
     */
    private int breakOffTheWorst() {
        long excess = budget.held() - most;
        int broken = 0;
        for (M worst : members.stream()
                .sorted(Comparator.comparingLong(Member::held).reversed())
                .toList()) {
            if (excess <= 0) {
                break;
            }
            excess -= worst.held();
            broken += worst.breakOff() ? 1 : 0;
        }
        return broken;
    }

    /**
     * How many bytes one connection may hold now: see {@link Host#share()}.
     *
     * @return in bytes
     */
    public long share() {
        return budget.share();
    }
}
