package io.github.h11j.explorer;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A short lesson: a script, and what to look at.
 *
 * @param key its name in links
 * @param title what it is about
 * @param lesson what it teaches, two or three sentences
 * @param policy as of {@link Explorer#run}
 * @param script as of {@link Session}
 */
record Scenario(String key, String title, String lesson, String policy, String script) {

    private static final String TWO_REQUESTS = """
            GET /one HTTP/1.1\r
            Host: h11j.example\r
            \r
            GET /two HTTP/1.1\r
            Host: h11j.example\r
            \r
            """;

    private static final String CL_TE = """
            POST / HTTP/1.1\r
            Host: h11j.example\r
            Content-Length: 37\r
            Transfer-Encoding: chunked\r
            \r
            0\r
            \r
            GET /admin HTTP/1.1\r
            Host: x\r
            \r
            """;

    // spotless:off
    static final List<Scenario> ALL = List.of(
            of("one", "One request, one response",
                "A message is a head, a body that may be empty, and an end. Even a GET passes through SEND_BODY: its fields, not"
                    + " its method, say whether a body follows. The exchange is over when both peers are DONE.",
                "c.get c.end s.ok s.data s.end"),
            of("keep-alive", "Keep-alive: the next exchange",
                "Both peers are DONE, and keep-alive is on: the connection can be used again. Each peer calls startNextCycle() for"
                    + " itself, because only the program knows when it has finished with the last exchange.",
                "c.get c.end s.ok s.data s.end s.next c.next c.get c.end s.nothing s.end"),
            of("views", "Two views of one connection",
                "Bytes take time. What the client has sent is on its way, and the server's view is still IDLE, IDLE. Both views"
                    + " are right: each says what its owner has sent and received. Compare the states of the client with those of the server.",
                "hold c.get c.end deliver s.ok s.data s.end"),
            of("pipelining", "Pipelining, and PAUSED",
                "The client sends two requests at once. The server gets the first, and then PAUSED: the second stays in the"
                    + " connection until startNextCycle(), so no response can go to the wrong request.",
                raw('c', TWO_REQUESTS) + " s.ok s.data s.end s.next s.nothing s.end"),
            of("continue", "Expect: 100-continue",
                "The client asks before it sends its body. The server is still in SEND_RESPONSE after 100: it is an interim"
                    + " response. Try to send 413 instead of 100.",
                "c.expect s.100 c.data c.end s.ok s.data s.end"),
            of("chunked", "A chunked body with trailers",
                "The length is not known beforehand. Each chunk begins with its own size, in hexadecimal. The last chunk has size 0,"
                    + " and trailer fields may follow it. Move the pointer over the bytes.",
                "c.chunked c.data c.data c.trailers s.ok s.data s.end"),
            of("head", "HEAD: a length without a body",
                "The response to HEAD has the fields that GET would have, and no body. The handler sends the same events; the"
                    + " library leaves the bytes of the body out.",
                "c.head c.end s.ok s.data s.end"),
            of("http10", "HTTP/1.0",
                "This HTTP/1.0 client does not ask for keep-alive, so keep-alive goes off with its request. A peer whose message is"
                    + " complete then goes on from DONE to MUST_CLOSE at once.",
                raw('c', "GET / HTTP/1.0\r\n\r\n") + " s.ok s.data s.end s.close c.close"),
            of("close", "Connection: close",
                "One field turns keep-alive off, for both peers and for good. It takes effect when a message is complete.",
                "c.last c.end s.bye s.data s.end s.close c.close"),
            of("upgrade", "Upgrade: the connection changes its protocol",
                "The request offers another protocol. Until the server answers, the client does not know what its next byte will"
                    + " mean: MIGHT_SWITCH_PROTOCOL. Go one move back and answer 200 instead.",
                "c.upgrade c.end s.101"),
            of("connect", "CONNECT: a tunnel",
                "A 2xx response accepts, and has no body: the tunnel begins right after its head.",
                "c.connect c.end s.tunnel"),
            of("early", "413 before the body has come",
                "The server may answer before the request is complete. It is DONE then, and the client is not. There is no next"
                    + " exchange before the rest of the body has come.",
                "c.post s.large s.end c.data c.end"),
            of("half-close", "Half-close",
                "The client has sent all that it will ever send, and closes its side. The response still comes: CLOSED is about"
                    + " sending only. The server knows that nothing follows, so it ends in MUST_CLOSE.",
                "c.get c.end c.close s.ok s.data s.end s.close"),
            of("truncated", "A truncated body",
                "Five bytes were announced, three came, and the stream ended. A truncated message is never complete: there is no"
                    + " EndOfMessage, and the client's state is ERROR. The server can still answer 400.",
                "c.post " + raw('c', "hel") + " c.eof s.bad s.end"),
            of("smuggling", "Request smuggling: CL.TE",
                "Two fields disagree about where the body ends. A proxy that believes Content-Length and a server that believes"
                    + " Transfer-Encoding see different requests: /admin is smuggled past the proxy. STRICT refuses it. Choose the"
                    + " policy H11 and look again.",
                raw('c', CL_TE)),
            of("trap", "The trap: one response in two writes",
                "Head and body, sent by two calls and written one by one, are two segments. Nagle's algorithm holds the second until"
                    + " the first is acknowledged, and a delayed acknowledgement takes 40 ms. Keep-alive looks slow, although"
                    + " nothing is wrong with the states. So send(head, data, end) returns one array.",
                "c.get c.end s.ok s.data s.end"));
    // spotless:on

    private static Scenario of(String key, String title, String lesson, String script) {
        return new Scenario(key, title, lesson, "strict", script);
    }

    /** A move that sends these characters, each as a byte. */
    static String raw(char peer, String bytes) {
        return peer + "=" + Escapes.text(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
}
