package io.github.h11j.examples;

import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.NextEvent;
import io.github.h11j.Role;
import io.github.h11j.Signal;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.Socket;
import java.util.Locale;

/** One side of the {@link Demo}: a connection, its socket, and a pen. */
final class DemoPeer {

    private static final int READ_SIZE = 4096;

    private final String name;
    private final Connection connection;
    private final Socket socket;
    private final PrintWriter out;

    private DemoPeer(String name, Connection connection, Socket socket, PrintWriter out) {
        this.name = name;
        this.connection = connection;
        this.socket = socket;
        this.out = out;
    }

    static DemoPeer client(Socket socket, PrintWriter out) {
        return new DemoPeer("client", Connection.client(), socket, out);
    }

    static DemoPeer server(Socket socket, PrintWriter out) {
        return new DemoPeer("server", Connection.server(), socket, out);
    }

    /** Sends events, as many as are at hand, in one write. */
    void send(Event first, Event... more) throws IOException {
        byte[] octets = connection.send(first, more);
        StringBuilder events = new StringBuilder(Visible.title(first));
        for (Event event : more) {
            events.append(", ").append(Visible.title(event));
        }
        line("sends " + events);
        for (String text : Visible.lines(octets)) {
            out.println("          > " + text);
        }
        socket.getOutputStream().write(octets);
    }

    /** Reads until the message, or the stream, has ended. */
    void receiveMessage() throws IOException {
        byte[] buffer = new byte[READ_SIZE];
        while (true) {
            NextEvent next = connection.nextEvent();
            if (next == Signal.NEED_DATA) {
                int length = socket.getInputStream().read(buffer);
                if (length < 0) {
                    connection.receiveEof();
                } else {
                    connection.receiveData(buffer, 0, length);
                }
                continue;
            }
            line("< " + Visible.title(next));
            for (String field : Visible.fields((Event) next)) {
                out.println("            " + field);
            }
            if (next instanceof EndOfMessage || next instanceof ConnectionClosed) {
                return;
            }
        }
    }

    void startNextCycle() {
        connection.startNextCycle();
        line("startNextCycle()");
    }

    void explainClose() {
        connection.closeReason().ifPresent(reason -> line("closeReason(): " + reason.explanation()));
    }

    /** Says that no more will come, and says so to the socket. */
    void close(ConnectionClosed event) throws IOException {
        connection.send(event);
        line("sends " + Visible.title(event) + ": no bytes, the socket's output is shut down");
        socket.shutdownOutput();
    }

    private void line(String text) {
        String left = "  " + name + "  " + text;
        String states = connection.state(Role.CLIENT) + " / " + connection.state(Role.SERVER);
        out.printf(Locale.ROOT, "%-84s %s%n", left, states);
    }
}
