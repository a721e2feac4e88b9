package io.github.h11j.spec.conformance;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes in a notation that people can read and write, with variables that are filled in when a case runs.
 *
 * <table>
 * <caption>The notation</caption>
 * <tr><th>written</th><th>stands for</th></tr>
 * <tr><td>a printable US-ASCII character other than the backslash</td><td>itself</td></tr>
 * <tr><td>a line break</td><td>nothing, so text can be laid out freely; blanks before it are refused</td></tr>
 * <tr><td>{@code \r}, {@code \n}, {@code \t}, {@code \0}, {@code \\}</td><td>CR, LF, HTAB, NUL, a backslash</td></tr>
 * <tr><td>{@code \xHH}</td><td>the byte with that hexadecimal value</td></tr>
 * <tr><td>{@code \(text*N)}</td><td>the text N times; no repeat within a repeat</td></tr>
 * <tr><td>{@code \{name}}</td><td>the value of a variable</td></tr>
 * <tr><td>{@code \|}</td><td>a cut: what follows is sent separately, after the other side has had time to read what
 *     came before</td></tr>
 * </table>
 */
public final class ByteTemplate {

    private static final Pattern REPEAT = Pattern.compile("\\\\\\((.*?)\\*(\\d{1,7})\\)", Pattern.DOTALL);
    private static final Pattern VARIABLE = Pattern.compile("\\\\\\{([a-z][a-z0-9-]*)}");

    private sealed interface Part {}

    private record Literal(String bytes) implements Part {}

    private record Variable(String name) implements Part {}

    private record Repeat(List<Part> parts, int times) implements Part {}

    private record Cut() implements Part {}

    private final String notation;
    private final List<Part> parts;

    private ByteTemplate(String notation, List<Part> parts) {
        this.notation = notation;
        this.parts = parts;
    }

    /**
     * Reads the notation.
     *
     * @param notation as above
     * @return what it stands for
     * @throws IllegalArgumentException if it is not well-formed; the message says where
     */
    public static ByteTemplate parse(String notation) {
        return new ByteTemplate(notation, parts(notation, true));
    }

    private static List<Part> parts(String notation, boolean repeats) {
        List<Part> parts = new ArrayList<>();
        ByteArrayOutputStream literal = new ByteArrayOutputStream();
        Matcher repeat = REPEAT.matcher(notation);
        Matcher variable = VARIABLE.matcher(notation);
        int i = 0;
        while (i < notation.length()) {
            if (repeats
                    && notation.startsWith("\\(", i)
                    && repeat.region(i, notation.length()).lookingAt()) {
                flush(literal, parts);
                parts.add(new Repeat(parts(repeat.group(1), false), Integer.parseInt(repeat.group(2))));
                i = repeat.end();
            } else if (notation.startsWith("\\{", i)
                    && variable.region(i, notation.length()).lookingAt()) {
                flush(literal, parts);
                parts.add(new Variable(variable.group(1)));
                i = variable.end();
            } else if (notation.startsWith("\\|", i)) {
                flush(literal, parts);
                parts.add(new Cut());
                i += 2;
            } else {
                i = character(notation, i, literal);
            }
        }
        flush(literal, parts);
        return List.copyOf(parts);
    }

    private static void flush(ByteArrayOutputStream literal, List<Part> parts) {
        if (literal.size() > 0) {
            parts.add(new Literal(Latin.text(literal.toByteArray())));
            literal.reset();
        }
    }

    /** Reads a character or a simple escape, and returns the index of the next one. */
    private static int character(String notation, int i, ByteArrayOutputStream out) {
        char c = notation.charAt(i);
        if (c == '\\') {
            return escape(notation, i, out);
        }
        if (c == '\n' || c == '\r') {
            if (i > 0 && (notation.charAt(i - 1) == ' ' || notation.charAt(i - 1) == '\t')) {
                throw malformed(notation, i, "a blank before a line break is not visible; write \\x20 or \\t");
            }
            return i + 1;
        }
        if (c < 0x20 || c > 0x7E) {
            throw malformed(notation, i, "not printable US-ASCII; write \\xHH");
        }
        out.write(c);
        return i + 1;
    }

    private static int escape(String notation, int i, ByteArrayOutputStream out) {
        char c = i + 1 < notation.length() ? notation.charAt(i + 1) : ' ';
        switch (c) {
            case 'r' -> out.write('\r');
            case 'n' -> out.write('\n');
            case 't' -> out.write('\t');
            case '0' -> out.write(0);
            case '\\' -> out.write('\\');
            case 'x' -> {
                int high = i + 3 < notation.length() ? Character.digit(notation.charAt(i + 2), 16) : -1;
                int low = i + 3 < notation.length() ? Character.digit(notation.charAt(i + 3), 16) : -1;
                if (high < 0 || low < 0) {
                    throw malformed(notation, i, "\\x takes two hexadecimal digits");
                }
                out.write(high << 4 | low);
                return i + 4;
            }
            default ->
                throw malformed(
                        notation, i, "unknown escape; there are \\r \\n \\t \\0 \\\\ \\xHH \\(text*N) \\{name} \\|");
        }
        return i + 2;
    }

    private static IllegalArgumentException malformed(String notation, int at, String what) {
        int from = Math.max(0, at - 20);
        return new IllegalArgumentException("bytes, character " + (at + 1) + ", after \""
                + notation.substring(from, at).replace("\n", "") + "\": " + what);
    }

    /**
     * Returns the bytes.
     *
     * @param variables the value of each variable that occurs, in US-ASCII
     * @return the pieces between the cuts, none of them empty
     * @throws IllegalArgumentException if a variable has no value
     */
    public List<byte[]> render(Map<String, String> variables) {
        List<byte[]> pieces = new ArrayList<>();
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        render(parts, variables, piece, pieces);
        cut(piece, pieces);
        return pieces;
    }

    private static void render(
            List<Part> parts, Map<String, String> variables, ByteArrayOutputStream piece, List<byte[]> pieces) {
        for (Part part : parts) {
            if (part instanceof Literal literal) {
                piece.writeBytes(Latin.bytes(literal.bytes()));
            } else if (part instanceof Variable variable) {
                String value = variables.get(variable.name());
                if (value == null) {
                    throw new IllegalArgumentException("no value for the variable \\{" + variable.name()
                            + "}; there are " + new TreeSet<>(variables.keySet()));
                }
                piece.writeBytes(Latin.bytes(value));
            } else if (part instanceof Repeat repeat) {
                for (int i = 0; i < repeat.times(); i++) {
                    render(repeat.parts(), variables, piece, pieces);
                }
            } else {
                cut(piece, pieces);
            }
        }
    }

    private static void cut(ByteArrayOutputStream piece, List<byte[]> pieces) {
        if (piece.size() > 0) {
            pieces.add(piece.toByteArray());
            piece.reset();
        }
    }

    /**
     * Returns the variables that occur.
     *
     * @return their names
     */
    public Set<String> variables() {
        Set<String> names = new TreeSet<>();
        collect(parts, names);
        return names;
    }

    private static void collect(List<Part> parts, Set<String> names) {
        for (Part part : parts) {
            if (part instanceof Variable variable) {
                names.add(variable.name());
            } else if (part instanceof Repeat repeat) {
                collect(repeat.parts(), names);
            }
        }
    }

    /**
     * Writes bytes in the notation, with a line break after each LF.
     *
     * @param bytes any
     * @return text that {@link #parse} reads as these bytes
     */
    public static String visible(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xFF;
            switch (b) {
                case '\r' -> out.append("\\r");
                case '\n' -> out.append("\\n").append(i + 1 < bytes.length ? "\n" : "");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (b >= 0x20 && b < 0x7F) {
                        out.append((char) b);
                    } else {
                        out.append(String.format(Locale.ROOT, "\\x%02x", b));
                    }
                }
            }
        }
        return out.toString();
    }

    /**
     * As it was written.
     *
     * @return the notation
     */
    @Override
    public String toString() {
        return notation;
    }
}
