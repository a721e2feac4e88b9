package io.github.h11j.spec.properties;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.HeadersBuilder;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Role;
import io.github.h11j.State;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;

/** What can be done to a {@link ModelledPair}, and sequences of it. */
final class ModelActions {

    private static final List<Event> OF_BOTH = List.of(
            EndOfMessage.NO_TRAILERS,
            Data.utf8("abc"),
            Data.utf8("a"),
            Data.utf8(""),
            Data.utf8("0\r\n\r\n"),
            new EndOfMessage(Headers.of("x", "y")),
            new EndOfMessage(Headers.of("Host", "forbidden")));

    private static final List<Event> OF_CLIENT = List.of(
            request("GET", "/"),
            request("HEAD", "/"),
            request("POST", "/", "Content-Length", "3"),
            request("POST", "/", "Transfer-Encoding", "chunked"),
            request("GET", "/last", "Connection", "close"),
            request("CONNECT", "a:1"),
            request("GET", "/", "Connection", "upgrade", "Upgrade", "a/1"),
            request("POST", "/", "Expect", "100-continue", "Content-Length", "3"),
            new Request("GET", "/no-host", Headers.EMPTY));

    private static final List<Event> OF_SERVER = List.of(
            response(200, "Content-Length", "0"),
            response(200, "Content-Length", "3"),
            response(200, "Transfer-Encoding", "chunked"),
            response(200, "Server", "unframed"),
            response(204),
            response(304, "Content-Length", "3"),
            response(400, "Content-Length", "0"),
            response(408, "Content-Length", "0", "Connection", "close"),
            new InformationalResponse(100, Headers.EMPTY),
            new InformationalResponse(103, Headers.of("Link", "a")),
            new InformationalResponse(101, Headers.of("Connection", "upgrade", "Upgrade", "a/1")));

    private ModelActions() {}

    private static Request request(String method, String target, String... more) {
        HeadersBuilder headers = Headers.builder().add("Host", "a");
        for (int i = 0; i < more.length; i += 2) {
            headers.add(more[i], more[i + 1]);
        }
        return new Request(method, target, headers.build());
    }

    private static Response response(int status, String... headers) {
        return new Response(status, Headers.of(headers));
    }

    /** Sequences of actions on pairs with all kinds of wires. */
    static ActionChainArbitrary<ModelledPair> chains(Supplier<ModelledPair> start) {
        return ActionChain.startWith(start)
                .withAction(36, sending(Role.CLIENT))
                .withAction(42, sending(Role.SERVER))
                .withAction(1, sendingAnything(Role.CLIENT))
                .withAction(1, sendingAnything(Role.SERVER))
                .withAction(24, ends(Role.CLIENT))
                .withAction(24, ends(Role.SERVER))
                .withAction(42, delivering())
                .withAction(24, Action.just("everything arrives", mutating("everything arrives", ModelledPair::run)))
                .withAction(18, nextCycles())
                .withAction(1, either("starts the next cycle", ModelledPair::startNextCycle))
                .withAction(1, either("half-closes", ModelledPair::halfClose))
                .withAction(1, either("ends its stream", ModelledPair::endStream))
                .withAction(1, either("resets", ModelledPair::reset))
                .withAction(1, either("fails to send", ModelledPair::sendFailed))
                .withMaxTransformations(24);
    }

    /** Sends something that it may send, if there is anything. */
    private static Action<ModelledPair> sending(Role from) {
        return new Action.Dependent<>() {
            @Override
            public boolean precondition(ModelledPair pair) {
                return !legal(pair, from).isEmpty();
            }

            @Override
            public Arbitrary<Transformer<ModelledPair>> transformer(ModelledPair pair) {
                return Arbitraries.of(legal(pair, from)).map(event -> send(from, event));
            }
        };
    }

    private static List<Event> legal(ModelledPair pair, Role from) {
        return candidates(pair, from).stream()
                .filter(event -> pair.side(from).judge(event) == ModelledSide.Verdict.SENT)
                .filter(event ->
                        !(isServerIdle(pair, from) && event instanceof Response)) // legal, and too often the end
                .toList();
    }

    /** Sends something that it may or may not send. */
    private static Action<ModelledPair> sendingAnything(Role from) {
        return new Action.Dependent<>() {
            @Override
            public Arbitrary<Transformer<ModelledPair>> transformer(ModelledPair pair) {
                return Arbitraries.of(candidates(pair, from)).map(event -> send(from, event));
            }
        };
    }

    /** Continues to the end of its message if it can. */
    private static Action<ModelledPair> ends(Role from) {
        Event end = EndOfMessage.NO_TRAILERS;
        return Action.<ModelledPair>when(pair -> pair.side(from).judge(end) == ModelledSide.Verdict.SENT)
                .just(send(from, end));
    }

    private static Transformer<ModelledPair> send(Role from, Event event) {
        return mutating(name(from) + " sends " + event, pair -> pair.send(from, event));
    }

    private static List<Event> candidates(ModelledPair pair, Role from) {
        List<Event> own = from == Role.CLIENT ? OF_CLIENT : OF_SERVER;
        return Stream.concat(own.stream(), OF_BOTH.stream())
                .filter(event -> !(isServerIdle(pair, from) && isFramed(event)))
                .toList();
    }

    private static boolean isServerIdle(ModelledPair pair, Role at) {
        return pair.side(at).states.state(Role.SERVER) == State.IDLE;
    }

    /** Before a request the server cannot know how to frame a response: it sends none with a body. */
    private static boolean isFramed(Event event) {
        return event instanceof Response response
                && !response.headers().all("Content-Length").contains("0");
    }

    private static Action<ModelledPair> delivering() {
        Arbitrary<Integer> pieces = Arbitraries.integers().between(1, 12);
        return new Action.Independent<>() {
            @Override
            public Arbitrary<Transformer<ModelledPair>> transformer() {
                return Combinators.combine(Arbitraries.of(Role.class), pieces)
                        .as((at, count) ->
                                mutating(count + " pieces arrive at the " + name(at), pair -> pair.deliver(at, count)));
            }
        };
    }

    private static Action<ModelledPair> nextCycles() {
        return Action.<ModelledPair>when(pair -> pair.pair().state(Role.SERVER, Role.SERVER) == State.DONE
                        || pair.pair().state(Role.CLIENT, Role.CLIENT) == State.DONE)
                .just(mutating("the next cycle starts where it can", pair -> {
                    for (Role role : Role.values()) {
                        if (pair.side(role).mayStartNextCycle()) {
                            pair.startNextCycle(role);
                        }
                    }
                }));
    }

    private static Action<ModelledPair> either(String what, BiConsumer<ModelledPair, Role> action) {
        return new Action.Independent<>() {
            @Override
            public Arbitrary<Transformer<ModelledPair>> transformer() {
                return Arbitraries.of(Role.class)
                        .map(role -> mutating(name(role) + " " + what, pair -> action.accept(pair, role)));
            }
        };
    }

    private static Transformer<ModelledPair> mutating(String name, Consumer<ModelledPair> mutation) {
        return Transformer.mutate(name, mutation);
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
