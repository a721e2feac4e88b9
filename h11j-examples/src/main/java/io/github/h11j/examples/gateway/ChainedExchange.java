package io.github.h11j.examples.gateway;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.ForwardingExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The server's exchange as the application behind a {@link Gateway} sees it: responses and exceptions go through the
 * chain.
 */
final class ChainedExchange extends ForwardingExchange {

    private final Gateway gateway;
    private final Request request;
    private boolean begun;

    ChainedExchange(Gateway gateway, Request request, Exchange exchange) {
        super(exchange);
        this.gateway = gateway;
        this.request = request;
    }

    /** A call into the application. */
    interface Call {
        void run() throws Exception;
    }

    void guard(Call call) throws Exception {
        try {
            call.run();
        } catch (Exception e) {
            if (begun || !isAnswered(e)) {
                throw e; // the server responds with 500, or aborts the response it has begun
            }
        }
    }

    private boolean isAnswered(Exception failure) {
        try {
            for (ExceptionHandler handler : gateway.exceptionHandlers()) {
                Optional<List<Event>> answer = handler.handle(request, failure);
                if (answer.isPresent()) {
                    send(answer.get());
                    return true;
                }
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
        return false;
    }

    private void guardTask(Runnable task) {
        try {
            guard(task::run);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e); // a Runnable throws no other
        }
    }

    @Override
    public void send(List<? extends Event> events) {
        List<Event> changed = new ArrayList<>(events.size());
        boolean begins = false;
        for (Event event : events) {
            boolean isFinal = event instanceof Response;
            changed.add(isFinal ? gateway.answer(request, (Response) event) : event);
            begins |= isFinal;
        }
        super.send(changed);
        begun |= begins;
    }

    @Override
    public void sendFile(Response head, FileChannel file, long position, long length) {
        Response changed;
        try {
            changed = gateway.answer(request, head);
        } catch (RuntimeException e) {
            closeQuietly(file, e);
            throw e;
        }
        super.sendFile(changed, file, position, length);
        begun = true;
    }

    private static void closeQuietly(FileChannel file, RuntimeException cause) {
        try {
            file.close();
        } catch (IOException e) {
            cause.addSuppressed(new UncheckedIOException(e));
        }
    }

    @Override
    public void receiveBody(BodyHandler handler) {
        super.receiveBody(new BodyHandler() {
            @Override
            public void data(Data data) throws Exception {
                guard(() -> handler.data(data));
            }

            @Override
            public void end(EndOfMessage end) throws Exception {
                guard(() -> handler.end(end));
            }
        });
    }

    @Override
    public void execute(Runnable task) {
        super.execute(() -> guardTask(task));
    }

    @Override
    public void onWritable(Runnable task) {
        super.onWritable(() -> guardTask(task));
    }
}
