package io.github.h11j.explorer;

/** Text in HTML and XML. */
public final class Html {

    private Html() {}

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
