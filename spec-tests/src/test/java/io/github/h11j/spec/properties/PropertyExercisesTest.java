package io.github.h11j.spec.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.NextEvent;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Role;
import io.github.h11j.Signal;
import io.github.h11j.spec.generators.ByRole;
import io.github.h11j.spec.generators.ByteString;
import io.github.h11j.spec.generators.Message;
import io.github.h11j.spec.generators.NearValid;
import io.github.h11j.spec.generators.Pipeline;
import io.github.h11j.spec.generators.Segmentation;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Solutions of the exercises of docs/guide/property-testing.md. */
class PropertyExercisesTest {

    private static Optional<RemoteProtocolException> fault(Connection connection) {
        try {
            NextEvent next = connection.nextEvent();
            while (!(next instanceof Signal) && !(next instanceof ConnectionClosed)) {
                next = connection.nextEvent();
            }
            return Optional.empty();
        } catch (RemoteProtocolException e) {
            return Optional.of(e);
        }
    }

    private static Optional<RemoteProtocolException> fault(NearValid faulty, Segmentation cuts) {
        Connection server = Connection.server();
        Optional<RemoteProtocolException> fault = Optional.empty();
        for (ByteString piece : cuts.cut(faulty.bytes())) {
            if (fault.isEmpty()) {
                server.receiveData(piece.toByteArray());
                fault = fault(server);
            }
        }
        if (fault.isEmpty() && faulty.mutation().endsStream()) {
            server.receiveEof();
            fault = fault(server);
        }
        return fault;
    }

    @Property(tries = 300)
    void exercise_1_each_fault_is_found_and_is_that_of_its_mutation(
            @ForAll @ByRole(Role.CLIENT) NearValid faulty, @ForAll Segmentation cuts) {
        assertThat(fault(faulty, cuts))
                .get()
                .extracting(RemoteProtocolException::violation)
                .isEqualTo(faulty.mutation().violation());
    }

    @Property(tries = 300)
    void exercise_2_the_byte_at_fault_does_not_depend_on_the_cuts(
            @ForAll @ByRole(Role.CLIENT) NearValid faulty, @ForAll Segmentation cuts) {
        assertThat(fault(faulty, cuts).orElseThrow().offset())
                .isEqualTo(fault(faulty, Segmentation.WHOLE).orElseThrow().offset());
    }

    @Property(tries = 300)
    void exercise_3_after_a_request_no_byte_is_left(@ForAll @ByRole(Role.CLIENT) Message request) {
        Connection server = Connection.server();
        server.receiveData(request.bytes().toByteArray());
        assertThat(fault(server)).isEmpty();
        assertThat(server.bufferedBytes()).isZero();
    }

    /** The next requests wait for startNextCycle(): a response must not go to the wrong one. */
    @Property(tries = 300)
    void exercise_3_after_the_first_request_of_a_pipeline_the_others_are_left(@ForAll Pipeline pipeline) {
        int first = pipeline.requests().get(0).bytes().length();
        Connection server = Connection.server();
        server.receiveData(pipeline.bytes().toByteArray());
        assertThat(fault(server)).isEmpty();
        assertThat(server.bufferedBytes()).isEqualTo(pipeline.bytes().length() - first);
    }
}
