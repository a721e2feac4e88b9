package io.github.h11j.spec.generators;

import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.HeadersBuilder;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Role;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Arbitraries of what a program passes to a connection: messages as events, and sequences of calls. */
public final class EventArbitraries {

    private EventArbitraries() {}

    /**
     * Header sections that do not affect the protocol.
     *
     * @return up to 4 fields
     */
    public static Arbitrary<Headers> headers() {
        return Combinators.combine(HttpArbitraries.fieldNames(), HttpArbitraries.fieldValues())
                .as(Headers.Field::new)
                .list()
                .ofMaxSize(4)
                .map(Headers::of);
    }

    /**
     * Complete messages that may be sent on a new connection. Before a response, its request has to arrive.
     *
     * @param sender {@link Role#CLIENT} for requests, {@link Role#SERVER} for final responses
     * @return framed by Content-Length or chunked
     */
    public static Arbitrary<Outgoing> outgoing(Role sender) {
        Arbitrary<Headers> trailers = headers();
        Arbitrary<List<ByteString>> parts = HttpArbitraries.contents(60).list().ofMaxSize(3);
        Arbitrary<Boolean> chunked = Arbitraries.of(false, true);
        if (sender == Role.CLIENT) {
            Arbitrary<String> methods = Arbitraries.of("GET", "POST", "OPTIONS", "HEAD");
            return Combinators.combine(
                            methods, HttpArbitraries.targets(TargetForm.ORIGIN), headers(), parts, chunked, trailers)
                    .as((method, target, fields, body, isChunked, end) -> {
                        Headers all = framed(Headers.of("Host", "a"), fields, body, isChunked);
                        return outgoing(sender, method, new Request(method, target, all), body, isChunked, end);
                    });
        }
        return Combinators.combine(Arbitraries.of(200, 404, 500), headers(), parts, chunked, trailers)
                .as((status, fields, body, isChunked, end) -> {
                    Headers all = framed(Headers.EMPTY, fields, body, isChunked);
                    return outgoing(sender, "GET", new Response(status, all), body, isChunked, end);
                });
    }

    private static Headers framed(Headers first, Headers fields, List<ByteString> body, boolean chunked) {
        HeadersBuilder all = first.toBuilder().add(fields);
        return chunked
                ? all.add("Transfer-Encoding", "chunked").build()
                : all.add("Content-Length", String.valueOf(ByteString.join(body).length()))
                        .build();
    }

    private static Outgoing outgoing(
            Role sender, String method, Event head, List<ByteString> body, boolean chunked, Headers trailers) {
        List<Event> events = new ArrayList<>(List.of(head));
        body.forEach(part -> events.add(Data.of(part.toByteArray())));
        events.add(new EndOfMessage(chunked ? trailers : Headers.EMPTY));
        return new Outgoing(sender, method, events, ByteString.join(body));
    }

    /**
     * Events of all kinds, legal or not.
     *
     * @return requests and responses of all framings, switches, closing, data and ends
     */
    public static Arbitrary<Event> events() {
        Arbitrary<Headers> framings = Arbitraries.of(
                Headers.EMPTY,
                Headers.of("Content-Length", "0"),
                Headers.of("Content-Length", "3"),
                Headers.of("Transfer-Encoding", "chunked"),
                Headers.of("Connection", "close"),
                Headers.of("Connection", "upgrade", "Upgrade", "a/1"),
                Headers.of("Expect", "100-continue", "Content-Length", "3"),
                Headers.of("Content-Length", "3", "Transfer-Encoding", "chunked"));
        Arbitrary<Event> requests = Combinators.combine(
                        Arbitraries.of("GET", "POST", "HEAD", "CONNECT"), Arbitraries.of("/", "a:1", "*"), framings)
                .as((method, target, headers) -> new Request(method, target, headers.withAdded("Host", "a")));
        Arbitrary<Event> responses = Combinators.combine(Arbitraries.of(200, 204, 304, 400), framings)
                .as(Response::new);
        Arbitrary<Event> interim =
                Combinators.combine(Arbitraries.of(100, 101, 103), framings).as(InformationalResponse::new);
        Arbitrary<Event> data = Arbitraries.of("", "a", "abc").map(Data::utf8);
        Arbitrary<Event> ends = Arbitraries.of(Headers.EMPTY, Headers.of("a", "b"), Headers.of("Content-Length", "3"))
                .map(EndOfMessage::new);
        return Arbitraries.oneOf(requests, responses, interim, data, ends, Arbitraries.just(new ConnectionClosed()));
    }

    /**
     * Bytes that may arrive: valid, with one fault, cut short, or noise.
     *
     * @param sender who sends them
     * @return possibly none
     */
    public static Arbitrary<ByteString> received(Role sender) {
        Arbitrary<ByteString> faulty = Arbitraries.of(Mutation.class)
                .filter(mutation -> mutation.concerns(sender))
                .flatMap(HttpArbitraries::nearValid)
                .map(NearValid::bytes);
        Arbitrary<ByteString> valid = HttpArbitraries.messages(sender).map(Message::bytes);
        Arbitrary<ByteString> cut = Combinators.combine(
                        valid, Arbitraries.integers().between(0, 60))
                .as((bytes, length) -> bytes.slice(0, Math.min(length, bytes.length())));
        return Arbitraries.frequencyOf(
                Tuple.of(3, valid), Tuple.of(2, faulty), Tuple.of(2, cut), Tuple.of(1, HttpArbitraries.contents(60)));
    }

    /**
     * Sequences of calls on a new connection.
     *
     * @param role whose connection
     * @return up to 12 calls
     */
    public static Arbitrary<Calls> calls(Role role) {
        Arbitrary<Call> call = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.just(new Call.Next())),
                Tuple.of(4, received(role.peer()).map(Call.Receive::new)),
                Tuple.of(2, events().list().ofMinSize(1).ofMaxSize(3).map(Call.Send::new)),
                Tuple.of(2, outgoing(role).map(message -> new Call.Send(message.events()))),
                Tuple.of(2, Arbitraries.just(new Call.NextCycle())),
                Tuple.of(1, Arbitraries.of(true, false).map(Call.ReceiveEnd::new)),
                Tuple.of(1, Arbitraries.just(new Call.SendFailed())));
        return call.list().ofMaxSize(12).map(calls -> new Calls(role, calls));
    }
}
