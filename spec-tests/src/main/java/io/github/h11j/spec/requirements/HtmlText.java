package io.github.h11j.spec.requirements;

/** Text in the HTML of reports. */
public final class HtmlText {

    private HtmlText() {}

    /**
     * Escapes a text, for the content of an element and for the value of an attribute in double quotes.
     *
     * @param text any
     * @return without markup of its own
     */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
