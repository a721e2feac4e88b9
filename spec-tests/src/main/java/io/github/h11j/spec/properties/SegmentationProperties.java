package io.github.h11j.spec.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Role;
import io.github.h11j.spec.generators.ByteString;
import io.github.h11j.spec.generators.Conversation;
import io.github.h11j.spec.generators.Exchange;
import io.github.h11j.spec.generators.Message;
import io.github.h11j.spec.generators.NearValid;
import io.github.h11j.spec.generators.Pipeline;
import io.github.h11j.spec.generators.Segmentation;
import io.github.h11j.spec.properties.Needs.What;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * The answer never depends on how the bytes were cut: the same events, adjacent data joined, the same breach at the
 * same offset, the same states.
 */
public interface SegmentationProperties extends ConnectionSource {

    /**
     * A pipeline of requests.
     *
     * @param pipeline what a client sends
     * @param cuts how it arrives
     */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    @AddLifecycleHook(Needs.Hook.class)
    @Needs(What.SERVER)
    default void a_pipeline_is_heard_the_same_however_it_is_cut(@ForAll Pipeline pipeline, @ForAll Segmentation cuts) {
        Hearing whole = hear(pipeline, Segmentation.WHOLE);
        assertThat(hear(pipeline, Segmentation.BYTE_BY_BYTE)).as("byte by byte").isEqualTo(whole);
        assertThat(hear(pipeline, cuts)).isEqualTo(whole);
        assertThat(whole.messages()).isEqualTo(pipeline.requests().size());
    }

    private Hearing hear(Pipeline pipeline, Segmentation cuts) {
        return new Playback(connection(Role.SERVER))
                .feed(pipeline.bytes(), cuts)
                .hearing();
    }

    /**
     * A client's side of a conversation: it hears the answers to one request after the other.
     *
     * @param conversation what the server sends
     * @param cuts how each answer arrives
     */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    @AddLifecycleHook(Needs.Hook.class)
    @Needs(What.CLIENT)
    default void answers_are_heard_the_same_however_they_are_cut(
            @ForAll Conversation conversation, @ForAll Segmentation cuts) {
        Hearing whole = hear(conversation, Segmentation.WHOLE);
        assertThat(hear(conversation, Segmentation.BYTE_BY_BYTE))
                .as("byte by byte")
                .isEqualTo(whole);
        assertThat(hear(conversation, cuts)).isEqualTo(whole);
        assertThat(whole.messages()).isEqualTo(conversation.exchanges().size());
    }

    private Hearing hear(Conversation conversation, Segmentation cuts) {
        Playback client = new Playback(connection(Role.CLIENT));
        for (Exchange exchange : conversation.exchanges()) {
            client.ask(exchange.request().method());
            client.feed(exchange.answer(), cuts);
            client.nextCycle();
        }
        return client.hearing();
    }

    /**
     * Messages with one fault, and what follows them.
     *
     * @param faulty what the peer sends
     * @param cuts how it arrives
     */
    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    default void a_fault_is_found_at_the_same_byte_however_it_is_cut(
            @ForAll("receivedFaults") NearValid faulty, @ForAll Segmentation cuts) {
        Hearing whole = hear(faulty, Segmentation.WHOLE);
        assertThat(hear(faulty, Segmentation.BYTE_BY_BYTE)).as("byte by byte").isEqualTo(whole);
        assertThat(hear(faulty, cuts)).isEqualTo(whole);
    }

    private Hearing hear(NearValid faulty, Segmentation cuts) {
        Playback playback = Playback.of(this, faulty.original()).feed(faulty.bytes(), cuts);
        return faulty.mutation().endsStream() ? playback.end(true).hearing() : playback.hearing();
    }

    /**
     * Valid messages are accepted, and every single cut leads to the same result.
     *
     * @param message what the peer sends
     */
    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    default void every_single_cut_of_a_valid_message_gives_the_same(@ForAll("receivedMessages") Message message) {
        ByteString bytes = message.bytes();
        Hearing whole = Playback.of(this, message)
                .feed(bytes, Segmentation.WHOLE)
                .end(true)
                .hearing();
        assertThat(whole.verdict()).isEmpty();
        assertThat(whole.messages()).isOne();
        assertThat(whole.content()).isEqualTo(message.body().content());
        for (Segmentation cut : Segmentation.everySingleCut(bytes.length())) {
            assertThat(Playback.of(this, message).feed(bytes, cut).end(true).hearing())
                    .as("%s", cut)
                    .isEqualTo(whole);
        }
    }
}
