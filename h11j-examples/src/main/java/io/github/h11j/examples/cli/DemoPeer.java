package io.github.h11j.examples.cli;

import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Event;
import io.github.h11j.NextEvent;
import io.github.h11j.PauseReason;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Role;
import io.github.h11j.Signal;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One side of the {@link Demo}: a connection and its socket. */
final class DemoPeer {

    private final String name;
    private final Connection connection;
    private final Socket socket;
    private final DemoPaper paper;

    private DemoPeer(String name, Connection connection, Socket socket, DemoPaper paper) {
        this.name = name;
        this.connection = connection;
        this.socket = socket;
        this.paper = paper;
    }

    static DemoPeer client(Socket socket, DemoPaper paper) {
        return new DemoPeer("client", Connection.client(), socket, paper);
    }

    static DemoPeer server(Socket socket, DemoPaper paper) {
        return new DemoPeer("server", Connection.server(), socket, paper);
    }

    /** Sends events in one write, and returns the number of bytes. */
    int send(Event first, Event... more) throws IOException {
        byte[] bytes = connection.send(first, more);
        line("sends", Visible.title(first), more.length == 0 ? states() : "");
        for (int i = 0; i < more.length; i++) {
            line("", Visible.title(more[i]), i == more.length - 1 ? states() : "");
        }
        for (String line : Visible.lines(bytes)) {
            paper.bytes(line);
        }
        socket.getOutputStream().write(bytes);
        return bytes.length;
    }

    /** Reads just what the other side has written, so that the output does not depend on how TCP cut it. */
    void receive(int count) throws IOException {
        connection.receiveData(socket.getInputStream().readNBytes(count));
        drain();
    }

    /** Writes text to the socket without the connection, and returns the number of bytes. */
    int sendByHand(String text) throws IOException {
        line("writes", "by hand, past its connection:", "");
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (String line : Visible.lines(bytes)) {
            paper.bytes(line);
        }
        socket.getOutputStream().write(bytes);
        return bytes.length;
    }

    /** Reads bytes that break the protocol, answers them, and returns the length of the answer. */
    int receiveFault(int count) throws IOException {
        try {
            receive(count);
            throw new IllegalStateException("no fault was found");
        } catch (RemoteProtocolException e) {
            line(
                    "finds",
                    e.violation() + " at byte " + e.offset().orElseThrow() + ": "
                            + e.violation().text(),
                    states());
            List<Event> answer = connection.errorResponse(e);
            return send(answer.get(0), answer.subList(1, answer.size()).toArray(Event[]::new));
        }
    }

    void explainWaiting() {
        if (connection.theyAreWaitingFor100Continue()) {
            line("knows", "that the client waits for 100 (Continue)", states());
        }
    }

    /** Reads the end of the stream. */
    void receiveEnd() throws IOException {
        if (socket.getInputStream().read() < 0) {
            connection.receiveEof();
            drain();
        }
    }

    private void drain() {
        NextEvent next = connection.nextEvent();
        while (!(next instanceof Signal)) {
            line("receives", Visible.title(next), states());
            for (String field : Visible.fields((Event) next)) {
                paper.field(field);
            }
            if (next instanceof ConnectionClosed) {
                return; // it would be returned again and again
            }
            next = connection.nextEvent();
        }
        connection.pauseReason().ifPresent(reason -> line("gets", next(reason), states()));
    }

    private static String next(PauseReason reason) {
        return Signal.PAUSED + ", because of " + reason;
    }

    void startNextCycle() {
        connection.startNextCycle();
        line("calls", "startNextCycle()", states());
    }

    /** Continues with bytes that have been received and are waiting. */
    void proceed() {
        drain();
    }

    void explainClose() {
        connection.closeReason().ifPresent(reason -> line("asks why", reason.explanation(), states()));
    }

    /** Says that no more will come, and says so to the socket. */
    void close() throws IOException {
        connection.send(new ConnectionClosed());
        line("sends", "ConnectionClosed (no bytes: the socket's output ends)", states());
        socket.shutdownOutput();
    }

    private void line(String verb, String text, String states) {
        paper.act(name.equals("client"), verb.isEmpty() ? "" : name + " " + verb, text, states);
    }

    private String states() {
        return connection.state(Role.CLIENT) + " / " + connection.state(Role.SERVER);
    }
}
