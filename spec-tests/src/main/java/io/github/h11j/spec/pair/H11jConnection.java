package io.github.h11j.spec.pair;

import io.github.h11j.Connection;
import io.github.h11j.Event;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Role;
import io.github.h11j.State;
import java.util.List;

/** h11j under test. */
public final class H11jConnection implements ConnectionUnderTest {

    private final Connection connection;

    /**
     * A connection under test.
     *
     * @param connection a new one
     */
    public H11jConnection(Connection connection) {
        this.connection = connection;
    }

    /**
     * Returns a new connection.
     *
     * @param role whose side
     * @param policy how to judge
     * @return both peers are {@link State#IDLE}
     */
    public static H11jConnection of(Role role, Policy policy) {
        return new H11jConnection(role == Role.CLIENT ? Connection.client(policy) : Connection.server(policy));
    }

    /**
     * Returns the connection itself.
     *
     * @return the connection, for what the interface does not offer
     */
    public Connection connection() {
        return connection;
    }

    @Override
    public Role role() {
        return connection.ourRole();
    }

    @Override
    public void receive(byte[] bytes) {
        connection.receiveData(bytes);
    }

    @Override
    public void receiveEnd(boolean orderly) {
        if (orderly) {
            connection.receiveEof();
        } else {
            connection.receiveAbort();
        }
    }

    @Override
    public Heard next() {
        try {
            return Heard.of(connection.nextEvent());
        } catch (RemoteProtocolException e) {
            throw new RefusedException(e.violation().name(), e.offset(), e);
        }
    }

    @Override
    public byte[] send(List<Event> events) {
        try {
            return connection.send(events);
        } catch (LocalProtocolException e) {
            throw refused(e);
        }
    }

    @Override
    public void sendFailed() {
        connection.sendFailed();
    }

    @Override
    public boolean isReusable() {
        return connection.isReusable();
    }

    @Override
    public void startNextCycle() {
        try {
            connection.startNextCycle();
        } catch (LocalProtocolException e) {
            throw refused(e);
        }
    }

    private static RefusedException refused(LocalProtocolException e) {
        return new RefusedException(e.violation().name(), e.offset(), e);
    }

    @Override
    public State state(Role peer) {
        return connection.state(peer);
    }
}
