package io.github.h11j.spec.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.h11j.Event;
import io.github.h11j.Role;
import io.github.h11j.State;
import io.github.h11j.spec.generators.Call;
import io.github.h11j.spec.generators.Calls;
import io.github.h11j.spec.pair.ConnectionUnderTest;
import io.github.h11j.spec.pair.Heard;
import io.github.h11j.spec.pair.RefusedException;
import io.github.h11j.spec.properties.Needs.What;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Whatever arrives and whatever is called, only documented exceptions are thrown. */
public interface ExceptionProperties extends ConnectionSource {

    /**
     * Calls in any order, with bytes of any kind.
     *
     * @param calls on a new connection
     */
    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    default void calls_in_any_order_throw_only_what_is_documented(@ForAll("callsInAnyOrder") Calls calls) {
        ConnectionUnderTest connection = connection(calls.role());
        boolean ended = false;
        for (Call call : calls.calls()) {
            ended = make(connection, call, ended);
        }
    }

    /** Makes a call; whether the peer's stream has ended after it. Whatever else it throws ends the property. */
    private static boolean make(ConnectionUnderTest connection, Call call, boolean ended) {
        boolean sends = call instanceof Call.Send || call instanceof Call.NextCycle || call instanceof Call.SendFailed;
        if (sends && !connection.sends()) {
            return ended;
        }
        if (call instanceof Call.Receive receive) {
            receive(connection, receive, ended);
        } else if (call instanceof Call.ReceiveEnd end) {
            connection.receiveEnd(end.orderly());
            return true;
        } else if (call instanceof Call.Next) {
            next(connection);
        } else if (call instanceof Call.Send send) {
            send(connection, send);
        } else if (call instanceof Call.NextCycle) {
            nextCycle(connection);
        } else {
            connection.sendFailed();
            assertThat(connection.state(connection.role())).isEqualTo(State.ERROR);
        }
        return ended;
    }

    private static void receive(ConnectionUnderTest connection, Call.Receive receive, boolean ended) {
        try {
            connection.receive(receive.bytes().toByteArray());
        } catch (IllegalStateException e) {
            assertThat(ended).as("the peer's stream has ended: %s", e).isTrue();
        }
    }

    private static void next(ConnectionUnderTest connection) {
        Role peer = connection.role().peer();
        try {
            Heard next = connection.next();
            assertThat(next).isNotNull();
            assertThat(connection.state(peer)).as("after %s", next).isNotEqualTo(State.ERROR);
        } catch (RefusedException first) {
            assertThat(connection.state(peer)).as("after %s", first.verdict()).isEqualTo(State.ERROR);
            try {
                fail("accepted after " + first.verdict() + ": " + connection.next());
            } catch (RefusedException second) {
                assertThat(second.verdict()).isEqualTo(first.verdict());
            }
        }
    }

    private static void send(ConnectionUnderTest connection, Call.Send send) {
        State before = connection.state(connection.role());
        try {
            connection.send(send.events());
            assertThat(before).as("it may not send %s", send.events()).isNotEqualTo(State.ERROR);
        } catch (RefusedException e) {
            assertThat(connection.state(connection.role())).as(e.rule()).isIn(before, State.ERROR);
        }
    }

    private static void nextCycle(ConnectionUnderTest connection) {
        boolean reusable = connection.isReusable();
        try {
            connection.startNextCycle();
            assertThat(reusable).as("it is not reusable").isTrue();
        } catch (RefusedException e) {
            assertThat(reusable).as("it is reusable, but: %s", e.rule()).isFalse();
        }
    }

    /**
     * After {@code sendFailed()} no event produces bytes.
     *
     * @param role whose connection
     * @param event any
     */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    @AddLifecycleHook(Needs.Hook.class)
    @Needs(What.SENDING)
    default void a_failed_side_sends_nothing_more(@ForAll("ownRoles") Role role, @ForAll Event event) {
        ConnectionUnderTest connection = connection(role);
        connection.sendFailed();
        try {
            byte[] bytes = connection.send(List.of(event));
            fail("sent " + bytes.length + " bytes in state ERROR");
        } catch (RefusedException e) {
            assertThat(connection.state(role)).isEqualTo(State.ERROR);
        }
    }
}
