package io.github.h11j;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

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
    final ProtocolException exception(Violation violation, String text) {
        return exception(violation, LineExcerpt.of(text), LineExcerpt.NOWHERE);
    }

    /**
     * A fault of a whole head that is never tolerated, to throw.
     *
     * @param at where in the line, or {@link LineExcerpt#NOWHERE}
     */
    final ProtocolException exception(Violation violation, LineExcerpt line, int at) {
        return exceptionShowing(violation, line.around(at));
    }

    /** A fault of two fields of a head, to throw. */
    final ProtocolException exception(Violation violation, Headers headers, int first, int second) {
        return exceptionShowing(violation, excerpt(headers, first, second));
    }

    private static String excerpt(Headers headers, int first, int second) {
        return first == second
                ? headers.excerpt(first).around(LineExcerpt.NOWHERE)
                : LineExcerpt.both(headers.excerpt(first), headers.excerpt(second));
    }

    abstract ProtocolException exceptionShowing(Violation violation, String excerpt);

    /** A fault of a whole head that may be tolerated: thrown, or reported and accepted. */
    final void report(Violation violation, LineExcerpt line, int at) {
        if (isOfInterest(violation)) {
            reportShowing(violation, line.around(at));
        }
    }

    /** A fault of two fields of a head that may be tolerated. */
    final void report(Violation violation, Headers headers, int first, int second) {
        if (isOfInterest(violation)) {
            reportShowing(violation, excerpt(headers, first, second));
        }
    }

    /** Whether a violation matters to anybody: it is thrown, or there is a listener. */
    abstract boolean isOfInterest(Violation violation);

    abstract void reportShowing(Violation violation, String excerpt);

    /** Judges what is received. */
    static final class Receiving extends ViolationHandler {

        /** After these another recipient may see the message end, or the next begin, somewhere else. */
        private static final Set<Violation> AMBIGUOUS =
                EnumSet.of(Violation.WHITESPACE_BEFORE_COLON, Violation.MISSING_COLON, Violation.BAD_CHUNK_LINE_END);

        /** Where faults of a whole head are: after it. */
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

        /** A fault at a byte of the stream, to throw. */
        RemoteProtocolException exception(Violation violation, long offset, LineExcerpt line, int at) {
            return error(violation, offset, line.around(at), "");
        }

        /** A fault at a byte of the stream that may be tolerated. */
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

        /** A fault that is {@linkplain #isOfInterest of interest}: what is tolerated has a listener then. */
        private void report(Violation violation, long offset, String excerpt) {
            if (!policy.tolerates(sender, violation)) {
                throw error(violation, offset, excerpt, "");
            }
            tell(Objects.requireNonNull(policy.listener()), violation, offset, excerpt);
        }

        /** Whatever a listener throws is no fault of the peer, be it a RemoteProtocolException of another connection. */
        private void tell(Policy.ToleranceListener listener, Violation violation, long offset, String excerpt) {
            try {
                listener.tolerated(sender, violation, offset, excerpt);
            } catch (Throwable e) { // an Error, or a checked exception that a language without them let out
                listenerFailed = true;
                throw e;
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
