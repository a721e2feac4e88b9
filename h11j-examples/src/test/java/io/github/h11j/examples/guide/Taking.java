package io.github.h11j.examples.guide;

import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.NextEvent;
import io.github.h11j.Request;
import io.github.h11j.Signal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the exercises have in common: the helpers of docs/guide/README.md, with lists instead of lines. */
final class Taking {

    static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private Taking() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** All events until there is a signal or the end, and that. */
    static List<NextEvent> events(Connection connection) {
        List<NextEvent> events = new ArrayList<>();
        NextEvent next = connection.nextEvent();
        while (!(next instanceof Signal) && !(next instanceof ConnectionClosed)) {
            events.add(next);
            next = connection.nextEvent();
        }
        events.add(next);
        return events;
    }

    /** The names of the same. */
    static List<String> names(Connection connection) {
        return events(connection).stream()
                .map(next -> next instanceof Signal signal
                        ? signal.name()
                        : next.getClass().getSimpleName())
                .toList();
    }

    /** A server that has read a request. */
    static Connection asked(String request) {
        Connection server = Connection.server();
        server.receiveData(bytes(request));
        events(server);
        return server;
    }

    /** A client that has sent a request without a body. */
    static Connection asking(String method) {
        Connection client = Connection.client();
        client.send(new Request(method, "/", Headers.of("Host", "a")), new EndOfMessage());
        return client;
    }
}
