package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The laws of receiving, for generated octets. */
class ReceiveProperties {

    private static final Policy SMALL = Policy.STRICT.with(Limits.ofHead(40)
            .withFieldSection(60)
            .withFields(4)
            .withChunkLine(8)
            .withChunkExtensions(12)
            .withTrailerSection(20)
            .withTrailers(2)
            .withLeadingEmptyLines(2)
            .withInformationalResponses(1)
            .withBody(10));

    private static List<Policy> policiesFor(Role sender) {
        return sender == Role.SERVER
                ? List.of(Policy.STRICT, Policy.H11, Policy.TOLERANT_CLIENT, SMALL)
                : List.of(Policy.STRICT, Policy.H11, SMALL);
    }

    /** Whatever else leaves {@code nextEvent()} ends the property. */
    private static Transcript play(Role sender, Policy policy, Setup setup, byte[] octets, Ending ending, int... cuts) {
        return Playback.play(sender, policy, setup, octets, ending, cuts);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void arbitrary_octets_give_events_or_a_remote_protocol_exception_however_they_are_cut(
            @ForAll("noise") byte[] octets, @ForAll Setup setup, @ForAll Ending ending, @ForAll long seed) {
        Role sender = setup == Setup.NOTHING || setup == Setup.ANSWERED_EARLY ? Role.CLIENT : Role.SERVER;
        for (Policy policy : policiesFor(sender)) {
            checkCuts(sender, policy, setup, octets, ending, seed);
        }
        if (setup == Setup.NOTHING) {
            policiesFor(Role.SERVER).forEach(policy -> checkCuts(Role.SERVER, policy, setup, octets, ending, seed));
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void mutated_messages_give_the_same_however_they_are_cut(
            @ForAll("mutations") Messages.Message message, @ForAll Ending ending, @ForAll long seed) {
        for (Policy policy : policiesFor(message.sender())) {
            checkCuts(message.sender(), policy, message.setup(), message.bytes(), ending, seed);
        }
    }

    private static void checkCuts(Role sender, Policy policy, Setup setup, byte[] octets, Ending ending, long seed) {
        Transcript whole = play(sender, policy, setup, octets, ending);
        assertThat(play(sender, policy, setup, octets, ending, Wire.everyOctet(octets.length)))
                .isEqualTo(whole);
        Random random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            int[] cuts = IntStream.range(1, Math.max(1, octets.length))
                    .filter(cut -> random.nextInt(8) == 0)
                    .toArray();
            assertThat(play(sender, policy, setup, octets, ending, cuts))
                    .as("cut at %s", Arrays.toString(cuts))
                    .isEqualTo(whole);
        }
        assertThat(whole.violation().isPresent()).isEqualTo(whole.theirs() == State.ERROR);
        whole.offset().ifPresent(offset -> assertThat(offset).isBetween(0L, (long) octets.length));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void valid_messages_are_accepted_by_every_policy(@ForAll("messages") Messages.Message message) {
        for (Policy policy : List.of(Policy.STRICT, Policy.H11)) {
            Transcript transcript = play(message.sender(), policy, message.setup(), message.bytes(), Ending.EOF);

            assertThat(transcript.verdict()).isEqualTo("accepted");
            assertThat(transcript.has(EndOfMessage.class)).isTrue();
            assertThat(transcript.events(EndOfMessage.class))
                    .hasSameSizeAs(
                            message.sender() == Role.CLIENT
                                    ? transcript.events(Request.class)
                                    : transcript.events(Response.class));
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void a_message_cut_short_is_never_reported_as_complete(@ForAll("messages") Messages.Message message) {
        byte[] octets = message.bytes();
        int messages = play(message.sender(), Policy.STRICT, message.setup(), octets, Ending.EOF)
                .events(EndOfMessage.class)
                .size();
        for (int length = 0; length < octets.length; length++) {
            for (Ending ending : Ending.values()) {
                Transcript part =
                        play(message.sender(), Policy.STRICT, message.setup(), Arrays.copyOf(octets, length), ending);
                boolean mayEnd = message.untilClose() && ending == Ending.EOF;
                assertThat(part.events(EndOfMessage.class).size())
                        .as("%d of %d, %s", length, octets.length, ending)
                        .isLessThan(mayEnd ? messages + 1 : messages);
            }
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void what_is_read_is_read_again_from_what_is_sent(@ForAll("messages") Messages.Message message) {
        Transcript first = play(message.sender(), Policy.STRICT, message.setup(), message.bytes(), Ending.EOF);
        for (Request request : first.events(Request.class)) {
            if (request.version().equals(HttpVersion.HTTP_1_1)) {
                byte[] sent = Connection.client().send(request);
                Transcript again = play(Role.CLIENT, Policy.STRICT, Setup.NOTHING, sent, Ending.OPEN);

                assertThat(again.events(Request.class)).containsExactly(request);
            }
        }
    }

    @Provide
    Arbitrary<Messages.Message> messages() {
        return Messages.any();
    }

    /** Messages with an octet changed, removed or added, or cut short. */
    @Provide
    Arbitrary<Messages.Message> mutations() {
        return Messages.any()
                .flatMap(message -> Heads.mutated(Arbitraries.just(message.octets()))
                        .map(octets ->
                                new Messages.Message(message.sender(), Wire.text(octets), message.untilClose())));
    }

    /** Octets that are often those of the protocol. */
    @Provide
    Arbitrary<byte[]> noise() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                Arbitraries.of(
                        "\r\n", "\r\n\r\n", " ", ":", "\n", "\r", ";", "0\r\n", "5", "\t", "\0", "\26\3", "PRI * "),
                Arbitraries.of("GET / HTTP/1.1\r\n", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 101 \r\n", "HTTP/1.0 204 \r\n"),
                Arbitraries.of(
                        "Host: a\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n",
                        "Content-Length: 3\r\n\r\n",
                        "Connection: upgrade\r\n",
                        "Connection: close\r\n",
                        "Upgrade: a/1\r\n"),
                Arbitraries.strings().withCharRange('\0', '\377').ofMaxLength(4));
        return Combinators.combine(piece.list().ofMaxSize(12), Arbitraries.of("", "\r\n\r\n"))
                .as((pieces, end) -> Latin1.bytes(String.join("", pieces) + end));
    }
}
