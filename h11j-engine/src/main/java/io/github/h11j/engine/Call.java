package io.github.h11j.engine;

import io.github.h11j.Data;
import io.github.h11j.handler.BodyHandler;

/**
 * A call of the application that is due: of a handler, a body, another protocol, a task or a listener. The
 * adapter that runs the session makes it, on a thread of its choice, and reports its end: {@link Session#called}.
 */
public class Call {

    /** What is called. */
    interface Step {
        void run() throws Exception;
    }

    /** Whose call it is. */
    interface Owner {
        /** What it is, for a log. */
        String description();

        /** Whether it has failed, so that no other call of it is due, and what is thrown now is only a consequence. */
        boolean isOver();

        /** Whether what the peer sends is not to be passed on now. */
        boolean isPaused();

        /** The call has thrown. */
        void thrown(Throwable thrown);
    }

    /** The owner of calls of listeners and observers. What they throw has no effect. */
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
        public void thrown(Throwable thrown) {
            // there is nothing left to be ended
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
     * @throws Exception whatever the application throws, an {@link Error} too
     */
    public final void run() throws Exception {
        step.run();
    }

    /**
     * Copies what the call borrows from the buffer that was {@linkplain Session#received received}, so that the call can
     * be made after {@link Session#release()}. To be called before {@link #run()}.
     */
    public void detach() {
        // most borrow nothing
    }

    /** It has returned, and has not thrown. Before the session goes on, and whatever has become of the connection meanwhile. */
    void returned() {
        // nothing follows from most
    }

    /** With a part of a body. */
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
