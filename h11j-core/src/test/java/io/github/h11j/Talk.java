package io.github.h11j;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Shorthand for tests that talk to a connection: bytes as ISO-8859-1 text, events as short strings. */
final class Talk {

    private Talk() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static Connection serverAfter(String received) {
        return serverAfter(Policy.STRICT, received);
    }

    static Connection serverAfter(Policy policy, String received) {
        Connection server = Connection.server(policy);
        server.receiveData(bytes(received));
        return server;
    }

    /** A client that has sent a whole request. */
    static Connection clientAfter(Policy policy, String method, String received) {
        Connection client = Connection.client(policy);
        String target = method.equals("CONNECT") ? "a:1" : "/";
        client.send(new Request(method, target, Headers.of("Host", "a")), new EndOfMessage());
        client.receiveData(bytes(received));
        return client;
    }

    static Connection clientAfter(String method, String received) {
        return clientAfter(Policy.STRICT, method, received);
    }

    /** All events up to a signal or the end, adjacent data joined; then the signal, or the violation. */
    static List<String> drain(Connection connection) {
        List<String> events = new ArrayList<>();
        StringBuilder data = new StringBuilder();
        while (true) {
            String next;
            boolean last;
            try {
                NextEvent event = connection.nextEvent();
                if (event instanceof Data part) {
                    data.append(part.bytes().toString(StandardCharsets.ISO_8859_1));
                    continue;
                }
                next = name(event);
                last = event instanceof Signal || event instanceof ConnectionClosed;
            } catch (RemoteProtocolException e) {
                next = e.violation() + "@" + e.offset().orElse(-1);
                last = true;
            }
            if (data.length() > 0) {
                events.add("Data " + data);
                data.setLength(0);
            }
            events.add(next);
            if (last) {
                return events;
            }
        }
    }

    private static String name(NextEvent event) {
        if (event instanceof Request request) {
            return "Request " + request.method();
        }
        if (event instanceof Response response) {
            return "Response " + response.statusCode();
        }
        if (event instanceof InformationalResponse response) {
            return "Informational " + response.statusCode();
        }
        if (event instanceof EndOfMessage end) {
            return end.trailers().isEmpty() ? "End" : "End " + end.trailers();
        }
        return event instanceof ConnectionClosed ? "Closed" : event.toString();
    }

    static String states(Connection connection) {
        return connection.state(Role.CLIENT) + " " + connection.state(Role.SERVER);
    }
}
