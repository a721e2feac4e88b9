package io.github.h11j.examples.app;

import io.github.h11j.Event;
import io.github.h11j.Request;
import io.github.h11j.explorer.Html;
import io.github.h11j.handler.Exchange;
import java.util.List;
import java.util.regex.Pattern;

/** What there is to try, with links and command lines. */
final class StartPage {

    private static final String TRIES = Page.resource("tries.html");

    private static final String MAIN = """
            <header><h1>This server speaks HTTP/1.1</h1>
            <p>It is <code>h11j serve</code>, a server for tries and tests. Follow a link, or copy a line into a shell.
            Each line works with any client; nothing is kept.</p></header>
            <main>
            <h2>What it serves</h2>
            @TRIES@</main>
            """;

    /** A host and port that mean the same in a shell as here: the lines are made to be copied. */
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9.-]+(:[0-9]+)?|\\[[0-9A-Fa-f:.]+\\](:[0-9]+)?");

    private StartPage() {}

    static List<Event> of(Request request, Exchange exchange) {
        return Page.of("h11j serve", MAIN.replace("@TRIES@", tries(request, exchange)));
    }

    /** Returns the part that lists what can be tried. */
    static String tries(Request request, Exchange exchange) {
        boolean tls = exchange.tls().isPresent();
        String host = request.headers()
                .first("Host")
                .filter(value -> HARMLESS.matcher(value).matches())
                .orElse("localhost");
        String url = (tls ? "https://" : "http://") + host;
        return TRIES.replace("@K@", tls ? " -k" : "").replace("@URL@", Html.escape(url));
    }
}
