package io.github.h11j.benchmarks;

import io.github.h11j.Connection;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Connections in the state that a workload begins with; what brings them there is not timed. */
public final class Prepared {

    static final int COUNT = 16;

    static final Request GET = new Request("GET", "/", Headers.of("Host", "example.com"));

    private Prepared() {}

    /** Clients that have sent a request, not their first. */
    @State(Scope.Thread)
    public static class Clients {
        final Connection[] connections = new Connection[COUNT];

        public Clients() {
            Arrays.setAll(connections, i -> Connection.client());
        }

        @Setup(Level.Invocation)
        public void prepare() {
            for (Connection connection : connections) {
                if (connection.isReusable()) {
                    connection.startNextCycle();
                }
                connection.send(GET, new EndOfMessage());
            }
        }
    }

    /** Servers between two requests. */
    @State(Scope.Thread)
    public static class IdleServers {
        private final Event response = new Response(204, Headers.EMPTY);
        private final Event end = new EndOfMessage();
        final Connection[] connections = new Connection[COUNT];

        public IdleServers() {
            Arrays.setAll(connections, i -> Connection.server());
        }

        @Setup(Level.Invocation)
        public void prepare() {
            for (Connection connection : connections) {
                if (connection.ourState() == io.github.h11j.State.SEND_RESPONSE) {
                    connection.send(response, end);
                    connection.startNextCycle();
                }
            }
        }
    }

    /** Servers that have received a request, not their first. */
    @State(Scope.Thread)
    public static class Servers {
        final Connection[] connections = new Connection[COUNT];

        public Servers() {
            Arrays.setAll(connections, i -> Connection.server());
        }

        @Setup(Level.Invocation)
        public void prepare() {
            for (Connection connection : connections) {
                if (connection.isReusable()) {
                    connection.startNextCycle();
                }
                connection.receiveData(Workloads.W2);
                connection.nextEvent();
                connection.nextEvent();
            }
        }
    }
}
