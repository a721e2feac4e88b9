package io.github.h11j.engine;

import io.github.h11j.Data;
import io.github.h11j.handler.BodyHandler;

/**
 * A call into the application that is due: a handler, a body, another protocol, a task or a listener. The adapter that
 * runs the session makes the call, on a thread of its choice, and reports its end with {@link Session#called}.
 */
public class Call {

    /** What is called. */
    interface Step {
        void run() throws Exception;
    }

    /** What the call belongs to. */
    interface Owner {
        /** Returns what it is, for a log. */
        String description();

        /**
         * Returns whether it has failed. Then no other call of it is due, and what is thrown now is only a consequence.
         */
        boolean isOver();

        /** Returns whether it is paused, so that what the peer sends is not passed on now. */
        boolean isPaused();

        /** Reports what a call that this session has made has thrown. */
        void thrown(Throwable thrown, Session caller);
    }

    /** The owner of calls to listeners and observers. What they throw has no effect. */
    enum Listener implements Owner {
        LISTENER("a listener of a failure"),
        OBSERVER("an observer");

        private final String description;

        Listener(String description) {
            this.description = description;
        }

        @Override
        public String description() {
            return description;
        }

        @Override
        public boolean isOver() {
            return false;
        }

        @Override
        public boolean isPaused() {
            return false;
        }

        @Override
        public void thrown(Throwable thrown, Session caller) {
            // there is nothing to end
        }
    }

    final Owner owner;
    private final Step step;

    Call(Owner owner, Step step) {
        this.owner = owner;
        this.step = step;
    }

    /**
     * Makes the call.
     *
     * @throws Exception whatever the application throws; it may also throw an {@link Error}
     */
    public final void run() throws Exception {
        step.run();
    }

    /**
     * Copies what the call borrows from the buffer that was {@linkplain Session#received received}, so that the call
     * can be made after {@link Session#release()}. Must be called before {@link #run()}.
     */
    public void detach() {
        // most calls borrow nothing
    }

    /** Returns how many bytes of a body it passes on. */
    int bytes() {
        return 0;
    }

    /**
     * Reports that the call has returned and not thrown. This comes before the session continues, even if the
     * connection has ended.
     */
    void returned() {
        // most calls have no further effect
    }

    /** A call with a part of a body. */
    static final class OfData extends Call {

        private final Part part;

        OfData(Owner owner, BodyHandler body, Data data) {
            this(owner, new Part(body, data));
        }

        private OfData(Owner owner, Part part) {
            super(owner, part);
            this.part = part;
        }

        @Override
        public void detach() {
            part.detach();
        }

        @Override
        int bytes() {
            return part.data.bytes().length();
        }
    }

    private static final class Part implements Step {
        private final BodyHandler body;
        private Data data;

        Part(BodyHandler body, Data data) {
            this.body = body;
            this.data = data;
        }

        void detach() {
            if (data.bytes().isBorrowed()) {
                data = new Data(data.bytes().detach(), data.chunkStart(), data.chunkEnd());
            }
        }

        @Override
        public void run() throws Exception {
            body.data(data);
        }
    }
}
