package io.github.h11j;

import org.jspecify.annotations.Nullable;

/** Decides what becomes of a fault in what one peer sends: thrown, or tolerated and reported. */
abstract class ViolationHandler {

    final Policy policy;
    /** Who commits the faults. */
    final Role sender;

    ViolationHandler(Policy policy, Role sender) {
        this.policy = policy;
        this.sender = sender;
    }

    boolean has(Option option) {
        return policy.has(option);
    }

    /** Whether what is judged is to be sent. */
    abstract boolean isSending();

    /** How long a body may be, in bytes. */
    abstract long maxBody();

    /** A fault of a whole head that is never tolerated, to throw. */
    abstract ProtocolException exception(Violation violation, String text);

    /**
     * A fault of a whole head that may be tolerated: thrown, or reported and let pass.
     *
     * @param text what is at fault, possibly empty
     */
    abstract void report(Violation violation, String text);

    /** Judges what is received. */
    static final class Receiving extends ViolationHandler {

        /** Where faults of a whole head are: after it. */
        long headEnd;

        Receiving(Policy policy, Role sender) {
            super(policy, sender);
        }

        @Override
        boolean isSending() {
            return false;
        }

        @Override
        long maxBody() {
            return policy.limits().body();
        }

        @Override
        void report(Violation violation, String text) {
            report(violation, headEnd, Escaper.escape(text));
        }

        @Override
        RemoteProtocolException exception(Violation violation, String text) {
            return error(violation, headEnd, Escaper.escape(text), "");
        }

        RemoteProtocolException exception(Violation violation, long offset, byte[] bytes, int from, int to) {
            return error(violation, offset, Escaper.escape(bytes, from, to), "");
        }

        /** A fault at a byte of the stream; the excerpt is bytes of [from, to). */
        void report(Violation violation, long offset, byte[] bytes, int from, int to) {
            report(violation, offset, Escaper.escape(bytes, from, to));
        }

        private void report(Violation violation, long offset, String excerpt) {
            if (!policy.tolerates(sender, violation)) {
                throw error(violation, offset, excerpt, "");
            }
            Policy.@Nullable ToleranceListener listener = policy.listener();
            if (listener != null) {
                listener.tolerated(sender, violation, offset, excerpt);
            }
        }

        static RemoteProtocolException error(Violation violation, long offset, String excerpt, String detail) {
            return new RemoteProtocolException(violation, offset, excerpt, detail, -1);
        }
    }

    /** Judges what is to be sent. */
    static final class Sending extends ViolationHandler {

        Sending(Policy policy, Role sender) {
            super(policy, sender);
        }

        @Override
        boolean isSending() {
            return true;
        }

        @Override
        long maxBody() {
            return Long.MAX_VALUE;
        }

        @Override
        void report(Violation violation, String text) {
            if (policy.has(Option.CHECK_BEFORE_SENDING) || !policy.tolerates(sender, violation)) {
                throw exception(violation, text);
            }
        }

        @Override
        LocalProtocolException exception(Violation violation, String text) {
            return text.isEmpty()
                    ? new LocalProtocolException(violation, "")
                    : LocalProtocolException.of(violation, text);
        }
    }
}
