package io.github.h11j;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** Decides what happens after a fault in what one peer sends: it is thrown, or tolerated and reported. */
abstract class ViolationHandler {

    final Policy policy;
    /** The peer that commits the faults. */
    final Role sender;

    ViolationHandler(Policy policy, Role sender) {
        this.policy = policy;
        this.sender = sender;
    }

    boolean has(Option option) {
        return policy.has(option);
    }

    /** Returns whether the message is to be sent. */
    abstract boolean isSending();

    /** Returns the limit on the length of a body, in bytes. */
    abstract long maxBody();

    /** Returns the exception for a fault of a whole head that is never tolerated. */
    final ProtocolException exception(Violation violation, String text) {
        return exception(violation, LineExcerpt.of(text), LineExcerpt.NOWHERE);
    }

    /**
     * Returns the exception for a fault of a whole head that is never tolerated.
     *
     * @param at where in the line, or {@link LineExcerpt#NOWHERE}
     */
    final ProtocolException exception(Violation violation, LineExcerpt line, int at) {
        return exceptionShowing(violation, line.around(at));
    }

    /** Returns the exception for a fault of two fields of a head. */
    final ProtocolException exception(Violation violation, Headers headers, int first, int second) {
        return exceptionShowing(violation, excerpt(headers, first, second));
    }

    private static String excerpt(Headers headers, int first, int second) {
        return first == second
                ? headers.excerpt(first).around(LineExcerpt.NOWHERE)
                : LineExcerpt.both(headers.excerpt(first), headers.excerpt(second));
    }

    abstract ProtocolException exceptionShowing(Violation violation, String excerpt);

    /** Throws a fault of a whole head, or reports it if it is tolerated. */
    final void report(Violation violation, LineExcerpt line, int at) {
        if (isOfInterest(violation)) {
            reportShowing(violation, line.around(at));
        }
    }

    /** Throws a fault of two fields of a head, or reports it if it is tolerated. */
    final void report(Violation violation, Headers headers, int first, int second) {
        if (isOfInterest(violation)) {
            reportShowing(violation, excerpt(headers, first, second));
        }
    }

    /** Returns whether a violation has an effect: it is thrown, or there is a listener. */
    abstract boolean isOfInterest(Violation violation);

    abstract void reportShowing(Violation violation, String excerpt);

    /** For received messages. */
    static final class Receiving extends ViolationHandler {

        /**
         * After these, another recipient may see the end of the message, or the start of the next one, somewhere else.
         */
        private static final Set<Violation> AMBIGUOUS =
                EnumSet.of(Violation.WHITESPACE_BEFORE_COLON, Violation.MISSING_COLON, Violation.BAD_CHUNK_LINE_END);

        /** The position of faults of a whole head, which is after the head. */
        long headEnd;
        /** Whether something was tolerated after which the connection is not used again. */
        boolean ambiguous;

        /** Whether the listener threw something. */
        boolean listenerFailed;

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
        RemoteProtocolException exceptionShowing(Violation violation, String excerpt) {
            return error(violation, headEnd, excerpt, "");
        }

        /** Returns the exception for a fault at a byte of the stream. */
        RemoteProtocolException exception(Violation violation, long offset, LineExcerpt line, int at) {
            return error(violation, offset, line.around(at), "");
        }

        /** Throws a fault at a byte of the stream, or reports it if it is tolerated. */
        void report(Violation violation, long offset, LineExcerpt line, int at) {
            ambiguous |= AMBIGUOUS.contains(violation);
            if (isOfInterest(violation)) {
                report(violation, offset, line.around(at));
            }
        }

        @Override
        boolean isOfInterest(Violation violation) {
            return policy.listener() != null || !policy.tolerates(sender, violation);
        }

        @Override
        void reportShowing(Violation violation, String excerpt) {
            report(violation, headEnd, excerpt);
        }

        /** For a fault that {@linkplain #isOfInterest has an effect}: if it is tolerated, there is a listener. */
        private void report(Violation violation, long offset, String excerpt) {
            if (!policy.tolerates(sender, violation)) {
                throw error(violation, offset, excerpt, "");
            }
            tell(Objects.requireNonNull(policy.listener()), violation, offset, excerpt);
        }

        /**
         * What a listener throws is never the peer's fault, even if it is a RemoteProtocolException of another
         * connection.
         */
        private void tell(Policy.ToleranceListener listener, Violation violation, long offset, String excerpt) {
            try {
                listener.tolerated(sender, violation, offset, excerpt);
            } catch (Throwable e) { // an Error, or an undeclared checked exception
                listenerFailed = true;
                throw e;
            }
        }

        static RemoteProtocolException error(Violation violation, long offset, String excerpt, String detail) {
            return new RemoteProtocolException(violation, offset, excerpt, detail, -1);
        }
    }

    /** For messages to send. */
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
        boolean isOfInterest(Violation violation) {
            return !policy.allowsToSend(violation);
        }

        @Override
        void reportShowing(Violation violation, String excerpt) {
            throw exceptionShowing(violation, excerpt);
        }

        @Override
        LocalProtocolException exceptionShowing(Violation violation, String excerpt) {
            return new LocalProtocolException(violation, '"' + excerpt + '"');
        }
    }
}
