package io.github.h11j;

/** What happens on a connection before the peer's bytes come. */
enum Setup {
    NOTHING(""),
    GET_SENT("after GET"),
    POST_SENT("after POST"),
    HEAD_SENT("after HEAD"),
    CONNECT_SENT("after CONNECT"),
    UPGRADE_SENT("after an offer of a/1, b/2"),
    UPGRADE_AND_EXPECT_SENT("after an offer and Expect: 100-continue"),
    ANSWERED_EARLY("after an early 408");

    /** For people; empty for nothing. */
    final String text;

    Setup(String text) {
        this.text = text;
    }

    void prepare(Connection connection) {
        switch (this) {
            case NOTHING -> {}
            case GET_SENT -> connection.send(request("GET", "/"), new EndOfMessage());
            case HEAD_SENT -> connection.send(request("HEAD", "/"), new EndOfMessage());
            case POST_SENT -> connection.send(request("POST", "/", "Content-Length", "3"));
            case CONNECT_SENT -> connection.send(request("CONNECT", "a:443"), new EndOfMessage());
            case UPGRADE_SENT ->
                connection.send(
                        request("GET", "/", "Connection", "upgrade", "Upgrade", "a/1, b/2"), new EndOfMessage());
            case UPGRADE_AND_EXPECT_SENT ->
                connection.send(request(
                        "POST",
                        "/",
                        "Connection",
                        "upgrade",
                        "Upgrade",
                        "a/1",
                        "Expect",
                        "100-continue",
                        "Content-Length",
                        "3"));
            case ANSWERED_EARLY ->
                connection.send(
                        new Response(408, Headers.of("Content-Length", "0", "Connection", "close")),
                        new EndOfMessage());
        }
    }

    private static Request request(String method, String target, String... more) {
        HeadersBuilder headers = Headers.builder().add("Host", "a");
        for (int i = 0; i < more.length; i += 2) {
            headers.add(more[i], more[i + 1]);
        }
        return new Request(method, target, headers.build());
    }
}
