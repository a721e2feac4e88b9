package io.github.h11j.engine;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The open connections of a server that run on several threads, and the {@link Budget} of memory that they share. When
 * there is enough memory again, connections that wait for it continue. When all together hold too much, those that hold
 * most are aborted. Thread-safe.
 *
 * @param <M> the adapter's object for a connection
 */
public final class ConnectionGroup<M extends ConnectionGroup.Member> {

    /** One connection. Any thread may call these methods; the connection does its work on its own thread. */
    public interface Member {

        /**
         * Returns how many bytes the session holds.
         *
         * @return in bytes: the sum of all {@link Host#holds} so far
         */
        long held();

        /**
         * Called when there is enough memory again, or when this connection may hold more, because others were closed:
         * if it {@linkplain Session#isStarved() was starved}, it may be able to continue. It is called while a method of
         * some session runs, possibly of this one, or within {@link ConnectionGroup#closed}: do not call the session
         * here, but only schedule that.
         */
        void relieved();

        /**
         * Aborts the connection: the server holds too many bytes, and this connection most of them. It is called as
         * {@link #relieved()} is.
         *
         * @return false if that was done before
         */
        boolean breakOff();
    }

    private final long most;
    private final Budget budget;
    private final Set<M> members = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean breaking = new AtomicBoolean();

    /**
     * Creates a group without connections.
     *
     * @param most how many bytes the connections may hold, 0 or more
     */
    public ConnectionGroup(long most) {
        this.most = most;
        this.budget = new Budget(most);
    }

    /**
     * Adds a connection that was opened.
     *
     * @param member not in the group yet
     */
    public void opened(M member) {
        members.add(member);
        budget.opened();
    }

    /**
     * Removes a connection that was closed and no longer holds anything.
     *
     * @param member was passed to {@link #opened}, and not to this method before: that is not checked
     */
    public void closed(M member) {
        members.remove(member);
        if (budget.closed()) {
            members.forEach(Member::relieved);
        }
    }

    /**
     * Returns how many connections are open.
     *
     * @return the number now
     */
    public int size() {
        return members.size();
    }

    /**
     * Runs an action for each open connection.
     *
     * @param action the action; connections that are opened meanwhile may be left out
     */
    public void forEach(Consumer<? super M> action) {
        members.forEach(action);
    }

    /**
     * Reports that a connection holds more or fewer bytes: see {@link Host#holds}. Before this call,
     * {@link Member#held()} must already include them.
     *
     * @param difference in bytes
     * @return how many connections were aborted because of it
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
     * Aborts the connections that hold most, until the rest hold little enough. Connections that were aborted earlier
     * may not have released their memory yet.
     */
    private int breakOffTheWorst() {
        long excess = budget.held() - most;
        int broken = 0;
        // each is asked once: what they hold changes meanwhile, and an order that changes cannot be sorted by
        for (Holding worst : members.stream()
                .map(member -> new Holding(member, member.held()))
                .sorted(Comparator.comparingLong(Holding::bytes).reversed())
                .toList()) {
            if (excess <= 0) {
                break;
            }
            excess -= worst.bytes;
            broken += worst.member.breakOff() ? 1 : 0;
        }
        return broken;
    }

    private record Holding(Member member, long bytes) {}

    /**
     * Returns how many bytes one connection may hold now: see {@link Host#share()}.
     *
     * @return in bytes
     */
    public long share() {
        return budget.share();
    }
}
