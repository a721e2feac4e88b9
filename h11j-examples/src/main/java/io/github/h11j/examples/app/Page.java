package io.github.h11j.examples.app;

import io.github.h11j.Bytes;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.explorer.Html;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the application: one file without scripts, which needs nothing from anywhere. */
final class Page {

    private static final String TEMPLATE = resource("page.html");

    private static final Pattern PLACE = Pattern.compile("@(TITLE|MAIN)@");

    /** The page may load nothing from elsewhere: markup that a file name or a request smuggles in can do no harm. */
    private static final Headers FIELDS = Headers.of(
            "Content-Type",
            "text/html; charset=utf-8",
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
            "X-Content-Type-Options",
            "nosniff");

    private Page() {}

    /**
     * Returns a page.
     *
     * @param title any text
     * @param main HTML
     * @return the response
     */
    static List<Event> of(String title, String main) {
        // in one pass: a folder may have the name of a placeholder
        Map<String, String> parts = Map.of("@TITLE@", Html.escape(title), "@MAIN@", main);
        String page = PLACE.matcher(TEMPLATE)
                .replaceAll(place -> Matcher.quoteReplacement(Objects.requireNonNull(parts.get(place.group()))));
        return Responses.of(200, FIELDS, Bytes.utf8(page));
    }

    /** Returns a text beside this class. */
    static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("this jar was built without " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
