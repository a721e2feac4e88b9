package io.github.h11j.spec.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.Policy;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Role;
import io.github.h11j.spec.generators.Body;
import io.github.h11j.spec.generators.ByRole;
import io.github.h11j.spec.generators.ByteString;
import io.github.h11j.spec.generators.Message;
import io.github.h11j.spec.generators.Outgoing;
import io.github.h11j.spec.generators.Segmentation;
import io.github.h11j.spec.pair.ConnectionUnderTest;
import io.github.h11j.spec.pair.H11jConnection;
import io.github.h11j.spec.pair.Heard;
import io.github.h11j.spec.properties.Needs.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * What is sent is what is heard. An implementation that has only one side, or sends nothing, talks to h11j.
 */
public interface SerialisationProperties extends ConnectionSource {

    /**
     * Events to bytes to events.
     *
     * @param message to send
     * @param cuts how its bytes arrive
     */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    default void what_is_sent_is_heard(@ForAll("sentOrReceived") Outgoing message, @ForAll Segmentation cuts) {
        ByteString bytes = send(message.sender(), message.method(), message.events());
        Hearing heard = hear(message.sender(), message.method(), bytes, cuts);
        List<Heard> expected = new ArrayList<>(List.of(Heard.of(message.events().get(0))));
        if (message.content().length() > 0) {
            expected.add(new Heard.Content(message.content()));
        }
        expected.add(Heard.of(message.events().get(message.events().size() - 1)));
        assertThat(heard.verdict()).isEmpty();
        assertThat(heard.events()).isEqualTo(expected);
    }

    /**
     * Bytes to events to bytes to events, of requests. Only the place and the case of Host and of framing fields
     * may differ (RFC 9110 §7.2), and whether {@code Content-Length: 0} is present.
     *
     * @param message what a client sends
     */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    default void a_request_that_is_sent_on_stays_the_same(@ForAll @ByRole(Role.CLIENT) Message message) {
        checkSentOn(message);
    }

    /**
     * Bytes to events to bytes to events, of responses. Only the place and the case of framing fields may differ.
     *
     * @param message what a server sends
     */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    default void a_response_that_is_sent_on_stays_the_same(@ForAll @ByRole(Role.SERVER) Message message) {
        Assume.that(!(message.body() instanceof Body.UntilClose)); // it is chunked when it is sent on
        checkSentOn(message);
    }

    private void checkSentOn(Message message) {
        Role sender = message.sender();
        Hearing first = hear(sender, message.method(), message.bytes(), Segmentation.WHOLE);
        ByteString again = send(sender, message.method(), events(first));
        Hearing second = hear(sender, message.method(), again, Segmentation.WHOLE);
        assertThat(normal(events(second))).isEqualTo(normal(events(first)));
        ByteString third = send(sender, message.method(), events(second));
        assertThat(third).as("sent on once more").isEqualTo(again);
    }

    private static List<Event> events(Hearing heard) {
        return heard.events().stream().map(Heard::toEvent).toList();
    }

    /**
     * Equal events are written as equal bytes, whichever objects they are.
     *
     * @param message to send
     */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    @AddLifecycleHook(Needs.Hook.class)
    @Needs(What.SENDING)
    default void equal_events_give_equal_bytes(@ForAll("sentMessages") Outgoing message) {
        ByteString bytes = send(message.sender(), message.method(), message.events());
        List<Event> copies =
                message.events().stream().map(SerialisationProperties::copy).toList();
        assertThat(copies).isEqualTo(message.events());
        assertThat(send(message.sender(), message.method(), copies)).isEqualTo(bytes);
        if (isFramed(message.events().get(0))) { // a message that is sent whole may get a length from the library
            assertThat(sendOneByOne(message)).as("sent one by one").isEqualTo(bytes);
        }
    }

    private static boolean isFramed(Event head) {
        Headers headers = head instanceof Request request ? request.headers() : ((Response) head).headers();
        return headers.contains("Content-Length") || headers.contains("Transfer-Encoding");
    }

    private ByteString send(Role sender, String method, List<Event> events) {
        return ByteString.of(sender(sender, method).send(events));
    }

    private ByteString sendOneByOne(Outgoing message) {
        ConnectionUnderTest connection = sender(message.sender(), message.method());
        return ByteString.join(message.events().stream()
                .map(event -> ByteString.of(connection.send(List.of(event))))
                .toList());
    }

    /** Returns a connection that may send a message now: a server has heard the request. */
    private ConnectionUnderTest sender(Role sender, String method) {
        ConnectionUnderTest own = connectionOrOther(sender);
        ConnectionUnderTest connection = own.sends() ? own : H11jConnection.of(sender, Policy.STRICT);
        if (sender == Role.SERVER) {
            String target = method.equals("CONNECT") ? "a:1" : "/";
            connection.receive(ByteString.of(method + " " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")
                    .toByteArray());
            for (int i = 0; i < 2; i++) {
                connection.next();
            }
        }
        return connection;
    }

    private Hearing hear(Role sender, String method, ByteString bytes, Segmentation cuts) {
        Playback playback = new Playback(connectionOrOther(sender.peer()));
        if (sender == Role.SERVER) {
            playback.ask(method);
        }
        return playback.feed(bytes, cuts).hearing();
    }

    /** Returns an equal event that shares nothing with this one. */
    private static Event copy(Event event) {
        if (event instanceof Request request) {
            return new Request(request.method(), request.target(), copy(request.headers()), request.version());
        }
        if (event instanceof Response response) {
            return new Response(response.statusCode(), response.reason(), copy(response.headers()), response.version());
        }
        if (event instanceof Data data) {
            return Data.of(data.bytes().toByteArray());
        }
        return event instanceof EndOfMessage end ? new EndOfMessage(copy(end.trailers())) : new ConnectionClosed();
    }

    private static Headers copy(Headers headers) {
        List<Headers.Field> fields = new ArrayList<>();
        for (Headers.Field field : headers) {
            fields.add(new Headers.Field(
                    String.valueOf(field.name().toCharArray()),
                    String.valueOf(field.value().toCharArray())));
        }
        return Headers.of(fields);
    }

    /** Each event with what may have moved apart from what may not. */
    private static List<Object> normal(List<Event> events) {
        List<Object> all = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Request request) {
                all.add(request.method() + " " + request.target());
                Headers headers = request.headers();
                boolean none = headers.all("Content-Length").equals(List.of("0")); // as much as no field: no content
                all.addAll(normal(none ? headers.without("Content-Length") : headers));
            } else if (event instanceof Response response) {
                all.add(response.statusCode() + " " + response.reason());
                all.addAll(normal(response.headers()));
            } else {
                all.add(event);
            }
        }
        return all;
    }

    private static List<Object> normal(Headers headers) {
        Set<String> movable = new TreeSet<>();
        Headers rest = headers;
        for (String name : List.of("Host", "Content-Length", "Transfer-Encoding")) {
            headers.all(name).forEach(value -> movable.add(name + ": " + value.toLowerCase(Locale.ROOT)));
            rest = rest.without(name);
        }
        return List.of(movable, rest);
    }
}
