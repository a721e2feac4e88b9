package io.github.h11j.spec.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Connection;
import io.github.h11j.Event;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.Option;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Role;
import io.github.h11j.spec.generators.ByteString;
import io.github.h11j.spec.generators.Call;
import io.github.h11j.spec.generators.Calls;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * {@link Connection#check(List)} judges as {@link Connection#send(List)} does, and changes nothing: of two connections
 * that take the same calls, one is asked about events before each, and both go the same way.
 */
class CheckProperties {

    private static final List<Policy> POLICIES = List.of(
            Policy.STRICT,
            Policy.H11,
            Policy.STRICT.without(Option.REFUSE_WITHOUT_CHANGE),
            Policy.STRICT.without(Option.CHECK_BEFORE_SENDING),
            Policy.TOLERANT_CLIENT);

    @Provide
    Arbitrary<Policy> policies() {
        return Arbitraries.of(POLICIES);
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void check_says_what_send_does_and_changes_nothing(@ForAll Calls calls, @ForAll("policies") Policy policy) {
        if (calls.role() == Role.SERVER && policy == Policy.TOLERANT_CLIENT) {
            return;
        }
        Connection asked = connection(calls.role(), policy);
        Connection other = connection(calls.role(), policy);
        List<List<Event>> sent = calls.calls().stream()
                .filter(Call.Send.class::isInstance)
                .map(call -> ((Call.Send) call).events())
                .toList();
        for (Call call : calls.calls()) {
            sent.forEach(events -> checked(asked, events)); // also what is not sent now, or may never be
            if (call instanceof Call.Send send) {
                String verdict = checked(asked, send.events());
                String result = made(asked, call);
                assertThat(verdict).isEqualTo(result.startsWith("sent ") ? "may be sent" : result);
                assertThat(made(other, call)).isEqualTo(result);
            } else {
                assertThat(made(asked, call)).isEqualTo(made(other, call));
            }
            assertThat(facts(asked)).as("after %s", call).isEqualTo(facts(other));
        }
    }

    private static Connection connection(Role role, Policy policy) {
        return role == Role.CLIENT ? Connection.client(policy) : Connection.server(policy);
    }

    private static String checked(Connection connection, List<Event> events) {
        List<Object> before = facts(connection);
        String verdict = "may be sent";
        try {
            connection.check(events);
        } catch (LocalProtocolException e) {
            verdict = refusal(e);
        }
        assertThat(facts(connection)).as("after check").isEqualTo(before);
        return verdict;
    }

    private static String refusal(LocalProtocolException e) {
        return e.violation() + ": " + e.getMessage();
    }

    /** Makes a call, and says what came of it. */
    private static String made(Connection connection, Call call) {
        try {
            if (call instanceof Call.Receive receive) {
                connection.receiveData(receive.bytes().toByteArray());
            } else if (call instanceof Call.ReceiveEnd end) {
                if (end.orderly()) {
                    connection.receiveEof();
                } else {
                    connection.receiveAbort();
                }
            } else if (call instanceof Call.Next) {
                return connection.nextEvent().toString();
            } else if (call instanceof Call.Send send) {
                return "sent " + ByteString.of(connection.send(send.events()));
            } else if (call instanceof Call.NextCycle) {
                connection.startNextCycle();
            } else {
                connection.sendFailed();
            }
            return "made";
        } catch (LocalProtocolException e) {
            return refusal(e);
        } catch (RemoteProtocolException e) {
            return e.violation() + " at " + e.offset();
        } catch (IllegalStateException e) {
            return e.toString();
        }
    }

    /** All that a connection says of itself. */
    private static List<Object> facts(Connection connection) {
        return new ArrayList<>(List.of(
                connection.ourState(),
                connection.theirState(),
                connection.closeReason(),
                connection.pauseReason(),
                connection.theirHttpVersion(),
                connection.trailingData(),
                connection.theirRemainingBodyLength(),
                connection.bufferedBytes(),
                connection.discardedBytes(),
                connection.receivedMessageBytes(),
                connection.sentBytes(),
                connection.sentMessageBytes(),
                connection.isReusable(),
                connection.isReusableOnceDrained(),
                connection.clientIsWaitingFor100Continue(),
                connection.theyAreWaitingFor100Continue()));
    }
}
