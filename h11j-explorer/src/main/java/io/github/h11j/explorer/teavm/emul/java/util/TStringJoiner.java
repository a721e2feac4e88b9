package io.github.h11j.explorer.teavm.emul.java.util;

/** {@code java.util.StringJoiner}, as far as the library uses it. */
public final class TStringJoiner {

    private final String delimiter;
    private final String suffix;
    private final StringBuilder text;
    private boolean any;

    public TStringJoiner(CharSequence delimiter, CharSequence prefix, CharSequence suffix) {
        this.delimiter = delimiter.toString();
        this.suffix = suffix.toString();
        this.text = new StringBuilder(prefix.toString());
    }

    public TStringJoiner add(CharSequence element) {
        if (any) {
            text.append(delimiter);
        }
        any = true;
        text.append(element);
        return this;
    }

    @Override
    public String toString() {
        return text + suffix;
    }
}
