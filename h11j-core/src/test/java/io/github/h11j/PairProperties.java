package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What one connection sends, its peer reads as the same events, however the bytes were cut. */
class PairProperties {

    /** A message in either direction: the parts of its body, the way they are framed, other fields, trailers. */
    record Message(List<byte[]> parts, boolean chunked, Headers fields, Headers trailers) {

        int length() {
            return parts.stream().mapToInt(part -> part.length).sum();
        }

        Headers headers(String... before) {
            HeadersBuilder headers = Headers.of(before).toBuilder();
            for (Headers.Field field : fields) {
                headers.add("x-" + field.name(), field.value());
            }
            return chunked
                    ? headers.add("Transfer-Encoding", "chunked").build()
                    : headers.add("Content-Length", String.valueOf(length())).build();
        }

        List<Event> events(Event head) {
            List<Event> events = new ArrayList<>(List.of(head));
            parts.forEach(part -> events.add(Data.of(part)));
            events.add(new EndOfMessage(chunked ? trailers : Headers.EMPTY));
            return events;
        }

        byte[] body() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            parts.forEach(all::writeBytes);
            return all.toByteArray();
        }
    }

    @Provide
    Arbitrary<Headers> fields() {
        Arbitrary<String> names = Arbitraries.strings()
                .withChars("abcXYZ019!#$%&'*+-.^_`|~")
                .ofMinLength(1)
                .ofMaxLength(9)
                .map(name -> "q" + name);
        Arbitrary<String> values = Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('\u0080', '\u00ff')
                .ofMaxLength(20);
        return Combinators.combine(names, values)
                .as(Headers.Field::new)
                .list()
                .ofMaxSize(5)
                .map(Headers::of);
    }

    @Provide
    Arbitrary<Message> messages() {
        Arbitrary<byte[]> part = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        return Combinators.combine(part.list().ofMaxSize(4), Arbitraries.of(true, false), fields(), fields())
                .as(Message::new);
    }

    @Property(tries = 300)
    void requests_and_responses_arrive_as_they_were_sent(
            @ForAll("messages") Message asked,
            @ForAll("messages") Message answered,
            @ForAll("cuts") List<Integer> cuts) {
        for (Policy policy : List.of(Policy.STRICT, Policy.H11)) {
            Connection client = Connection.client(policy);
            Connection server = Connection.server(policy);
            for (int cycle = 0; cycle < 2; cycle++) {
                Request request = new Request("POST", "/?" + cycle, asked.headers("Host", "a"));
                travel(client, server, asked, request, cuts);
                Response response = new Response(200 + cycle, answered.headers());
                travel(server, client, answered, response, cuts);
                client.startNextCycle();
                server.startNextCycle();
            }
        }
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 60).list().ofMinSize(1).ofMaxSize(6);
    }

    private static void travel(Connection from, Connection to, Message message, Event head, List<Integer> cuts) {
        List<Event> events = message.events(head);
        from.check(events.get(0), events.subList(1, events.size()).toArray(Event[]::new));
        byte[] bytes = from.send(events);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        List<Event> arrived = new ArrayList<>();
        int at = 0;
        for (int i = 0; at < bytes.length; i++) {
            int next = Math.min(bytes.length, at + cuts.get(i % cuts.size()));
            to.receiveData(Arrays.copyOfRange(bytes, at, next));
            at = next;
            while (to.nextEvent() instanceof Event event) {
                if (event instanceof Data data) {
                    body.writeBytes(data.bytes().toByteArray());
                } else {
                    arrived.add(event);
                }
            }
        }
        assertThat(arrived).containsExactly(head, events.get(events.size() - 1));
        assertThat(body.toByteArray()).isEqualTo(message.body());
    }
}
