package io.github.h11j.spec.pair;

import io.github.h11j.Bytes;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.HttpVersion;
import io.github.h11j.InformationalResponse;
import io.github.h11j.NextEvent;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import io.github.h11j.spec.generators.ByteString;
import java.util.ArrayList;
import java.util.List;

/**
 * What a connection under test reports about its peer. These are plain records without validation, so that an
 * implementation that accepts more than h11j can report it. Strings have one character per byte (ISO-8859-1).
 */
public sealed interface Heard {

    /**
     * A field line.
     *
     * @param name as received
     * @param value without white space around it
     */
    record Field(String name, String value) {
        @Override
        public String toString() {
            return name + ": " + value;
        }
    }

    /**
     * The head of a request.
     *
     * @param method as received
     * @param target as received
     * @param fields in order
     * @param version such as {@code 1.1}
     */
    record RequestHead(String method, String target, List<Field> fields, String version) implements Heard {

        /**
         * The head of a request.
         *
         * @param method as received
         * @param target as received
         * @param fields in order
         * @param version such as {@code 1.1}
         */
        public RequestHead {
            fields = List.copyOf(fields);
        }
    }

    /**
     * The head of a response, interim or final. An interim response is complete with its head: no {@link End} follows.
     *
     * @param status below 200 for an interim response
     * @param reason the reason phrase, possibly empty
     * @param fields in order
     * @param version such as {@code 1.1}
     */
    record ResponseHead(int status, String reason, List<Field> fields, String version) implements Heard {

        /**
         * The head of a response.
         *
         * @param status below 200 for an interim response
         * @param reason the reason phrase, possibly empty
         * @param fields in order
         * @param version such as {@code 1.1}
         */
        public ResponseHead {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A part of the content, in pieces of any size.
     *
     * @param bytes the part, not empty
     */
    record Content(ByteString bytes) implements Heard {}

    /**
     * The message is complete.
     *
     * @param trailers in order, often none
     */
    record End(List<Field> trailers) implements Heard {

        /**
         * The message is complete.
         *
         * @param trailers in order, often none
         */
        public End {
            trailers = List.copyOf(trailers);
        }
    }

    /** The peer has closed the connection between messages. */
    record Closed() implements Heard {}

    /** There is nothing to report for now. */
    enum Waiting implements Heard {
        /** More bytes must come first. */
        NEED_DATA,
        /** Bytes must not be read now: the response to a request is due, or another protocol begins. */
        PAUSED
    }

    /**
     * Converts an event of h11j.
     *
     * @param next an event or a signal
     * @return the same as a record of the kit, without the chunk boundaries
     */
    static Heard of(NextEvent next) {
        if (next instanceof Request request) {
            return new RequestHead(
                    request.method(),
                    request.target(),
                    fields(request.headers()),
                    request.version().toString());
        } else if (next instanceof InformationalResponse response) {
            return new ResponseHead(
                    response.statusCode(),
                    response.reason(),
                    fields(response.headers()),
                    response.version().toString());
        } else if (next instanceof Response response) {
            return new ResponseHead(
                    response.statusCode(),
                    response.reason(),
                    fields(response.headers()),
                    response.version().toString());
        } else if (next instanceof Data data) {
            return new Content(ByteString.of(data.bytes().toByteArray()));
        } else if (next instanceof EndOfMessage end) {
            return new End(fields(end.trailers()));
        } else if (next instanceof ConnectionClosed) {
            return new Closed();
        }
        return next == Signal.PAUSED ? Waiting.PAUSED : Waiting.NEED_DATA;
    }

    private static List<Field> fields(Headers headers) {
        List<Field> fields = new ArrayList<>();
        headers.forEach(field -> fields.add(new Field(field.name(), field.value())));
        return fields;
    }

    /**
     * Returns the equivalent event of h11j, to be sent.
     *
     * @return the event
     * @throws io.github.h11j.LocalProtocolException if h11j has no such event: it breaks a rule that no policy
     *     tolerates
     * @throws IllegalArgumentException if it is {@link Waiting}, or its version is not two digits with a dot
     */
    default Event toEvent() {
        if (this instanceof RequestHead head) {
            return new Request(head.method(), head.target(), headers(head.fields()), version(head.version()));
        } else if (this instanceof ResponseHead head) {
            return head.status() < 200
                    ? new InformationalResponse(
                            head.status(), head.reason(), headers(head.fields()), version(head.version()))
                    : new Response(head.status(), head.reason(), headers(head.fields()), version(head.version()));
        } else if (this instanceof Content content) {
            return new Data(Bytes.wrap(content.bytes().toByteArray()));
        } else if (this instanceof End end) {
            return new EndOfMessage(headers(end.trailers()));
        } else if (this instanceof Closed) {
            return new ConnectionClosed();
        }
        throw new IllegalArgumentException(this + " is not an event");
    }

    private static Headers headers(List<Field> fields) {
        return Headers.of(fields.stream()
                .map(field -> new Headers.Field(field.name(), field.value()))
                .toList());
    }

    private static HttpVersion version(String text) {
        if (!text.matches("\\d\\.\\d")) {
            throw new IllegalArgumentException("not an HTTP version: " + text);
        }
        return new HttpVersion(text.charAt(0) - '0', text.charAt(2) - '0');
    }
}
