package io.github.h11j.engine;

import io.github.h11j.BodyFrame;
import io.github.h11j.Connection;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.Response;
import io.github.h11j.State;
import io.github.h11j.handler.Responses;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;

/** Queues what a server sends, with the fields that it adds: step 4 of the numbered driving loop. */
final class ResponseWriter {

    private final ServerSession session;
    private final ServerRules rules;
    private final Connection http;

    ResponseWriter(ServerSession session, Connection http) {
        this.session = session;
        this.rules = session.rules;
        this.http = http;
    }

    /** Queues events. If the connection is to close, a response among them says so. */
    void write(List<? extends Event> events, boolean close) {
        EventWriter.write(http, session.output, Arrays.asList(rules.fields().complete(events, close)));
        session.watch.response(events);
    }

    /**
     * Returns whether a response must say that the connection closes: it does not wait for the rest of the request,
     * which is, or may be, more than is dropped (RFC 9112 §9.6, RFC 9110 §10.1.1).
     */
    boolean mustClose(List<? extends Event> events, boolean bodyWanted) {
        return session.isLast() || (leavesTooMuch() && (!bodyWanted || Responses.mayComeEarly(events)));
    }

    private boolean leavesTooMuch() {
        return http.theirState() == State.SEND_BODY
                && (http.theyAreWaitingFor100Continue()
                        || http.theirRemainingBodyLength().orElse(Long.MAX_VALUE) > rules.dropBytes());
    }

    /** Queues a complete response whose body is a part of a file. */
    void file(Response head, FileChannel file, long position, long length, boolean bodyWanted) {
        List<Event> whole = List.of(framed(head, length), EndOfMessage.NO_TRAILERS);
        Event[] response = rules.fields().complete(whole.subList(0, 1), mustClose(whole, bodyWanted));
        BodyFrame frame = http.sendBody(length, response);
        byte[] end = end();
        session.watch.response(List.of(head));
        session.watch.content(frame.length());
        session.output.add(frame.before().asByteBuffer());
        session.output.add(file, position, frame.length());
        session.output.add(frame.after().asByteBuffer());
        session.output.add(ByteBuffer.wrap(end));
    }

    private byte[] end() {
        try {
            return http.send(EndOfMessage.NO_TRAILERS);
        } catch (LocalProtocolException e) { // the head announces another length, and counts as sent
            session.lose(e);
            throw e;
        }
    }

    /** Returns a response that announces its length, unless it already has framing. */
    private static Response framed(Response head, long length) {
        Headers headers = head.headers();
        if (headers.contains("Content-Length") || headers.contains("Transfer-Encoding")) {
            return head;
        }
        Headers framed = headers.with("Content-Length", Long.toString(length));
        return new Response(head.statusCode(), head.reason(), framed, head.version());
    }
}
