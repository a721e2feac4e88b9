package io.github.h11j.examples.cli;

import io.github.h11j.Bytes;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.RequestTarget;
import io.github.h11j.explorer.Html;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code h11j explore}: the explorer of the state machine, served by h11j itself. */
@Command(
        name = "explore",
        description = {
            "Serves a page that shows HTTP/1.1 move by move: two peers, the bytes between them and the state machine.",
            "The library runs in the page itself, which makes no network requests: --write saves it as a file."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ExploreCommand implements Callable<Integer> {

    @Mixin
    private final AddressOptions where = new AddressOptions();

    @Option(names = "--write", paramLabel = "FILE", description = "write the page to a file instead, to open from disk")
    private @Nullable Path file;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (file != null) {
            Inapplicable.refuse(commandSpec(), "is for a server, and --write starts none", "--port", "--host");
            byte[] page = page();
            try {
                Files.write(file, page);
            } catch (IOException e) {
                throw Reasons.because("--write: cannot write " + file, e);
            }
            return 0;
        }
        InetSocketAddress address = where.address();
        PrintWriter out = commandSpec().commandLine().getOut();
        try (Serving server = start(address)) {
            String url = "http://" + AddressOptions.text((InetSocketAddress) server.address()) + "/";
            out.println("open " + url + " (Ctrl-C ends it)");
            out.flush();
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private static Serving start(InetSocketAddress address) throws IOException {
        Handler handler = handler();
        try {
            return Serving.start(Serving.Settings.at(address), handler);
        } catch (Serving.UnsupportedException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw Reasons.because("cannot listen on " + AddressOptions.text(address), e);
        }
    }

    /** Returns the page, as it was built. */
    static byte[] page() throws IOException {
        try (InputStream in = ExploreCommand.class.getResourceAsStream("/io/github/h11j/explorer/explorer.html")) {
            if (in == null) {
                throw new IOException("this jar has no explorer, because it was built with -Dh11j.explorer.phase=none;"
                        + " build it without this option");
            }
            return in.readAllBytes();
        }
    }

    /** Returns the page, open at these moves. */
    static byte[] page(String policy, String script) throws IOException {
        String start = "<body data-start=\"" + Html.escape(link(policy, script)) + "\">";
        String page =
                new String(page(), StandardCharsets.UTF_8).replaceFirst("<body>", Matcher.quoteReplacement(start));
        return page.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns what makes the address of the page a link to these moves. */
    static String link(String policy, String script) {
        int moves = script.isEmpty() ? 0 : script.split(" ", -1).length;
        return "#p=" + policy + "&at=" + moves + "&m=" + URLEncoder.encode(script, StandardCharsets.UTF_8);
    }

    /** Returns the page at {@code /}, and nothing else. */
    static Handler handler() throws IOException {
        Bytes page = Bytes.wrap(page());
        return (request, exchange) -> serve(request, exchange, page);
    }

    private static void serve(Request request, Exchange exchange, Bytes page) throws IOException {
        if (!isForPage(request)) {
            exchange.send(Responses.text(404, "the page is at /\n"));
        } else if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            exchange.send(Responses.empty(405, Headers.of("Allow", "GET, HEAD")));
        } else {
            Headers headers =
                    Headers.of("Content-Type", "text/html; charset=utf-8", "X-Content-Type-Options", "nosniff");
            exchange.send(Responses.of(200, headers, page));
        }
    }

    /** Returns whether the path is {@code /}, in origin-form or in absolute-form, whose path may be empty. */
    private static boolean isForPage(Request request) {
        return RequestTarget.parse(request.method(), request.target())
                .flatMap(RequestTarget::originForm)
                .filter(target -> target.equals("/") || target.startsWith("/?"))
                .isPresent();
    }

    private CommandSpec commandSpec() {
        return Objects.requireNonNull(spec);
    }
}
