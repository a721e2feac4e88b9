package io.github.h11j;

import java.util.List;

/**
 * The part [from, to) of a line that no message, excerpt or log shows: the values of fields that carry credentials, and
 * the user information of URIs. Messages are written to logs, which more people read than may know a password, and the
 * fault in question is often a malformed credential.
 */
record HiddenPart(int from, int to) {

    static final HiddenPart NOTHING = new HiddenPart(0, 0);

    private static final List<String> CREDENTIALS =
            List.of("Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie");

    /** One of these words is in each of their names. */
    private static final List<String> CREDENTIAL_WORDS = List.of("authorization", "cookie");

    /** A line, character by character. */
    @FunctionalInterface
    interface Text {
        char at(int index);
    }

    private boolean isEmpty() {
        return from >= to;
    }

    boolean has(int index) {
        return index >= from && index < to;
    }

    /**
     * Returns this part, extended by what follows a CR or LF: other recipients may end the line there, and another
     * field may follow.
     */
    HiddenPart andAfterLineEnd(Text line, int lineFrom, int lineTo) {
        for (int i = lineFrom; i < lineTo; i++) {
            if (line.at(i) == '\r' || line.at(i) == '\n') {
                return new HiddenPart(isEmpty() ? i + 1 : Math.min(from, i + 1), lineTo);
            }
        }
        return this;
    }

    /**
     * For a start line, or what was sent instead of one: user information in its target; everything that follows if the
     * line begins like a field that carries credentials, because its head was cut off or framed wrongly.
     */
    static HiddenPart inStartLine(Text line, int from, int to) {
        int end = from;
        while (end < to && !Grammar.is(line.at(end), Grammar.ALPHA)) {
            end++;
        }
        while (end < to && line.at(end) != ' ' && line.at(end) != ':') {
            end++;
        }
        int rest = Math.min(end + 1, to);
        if (namesCredentials(line, from, end)) {
            return new HiddenPart(rest, to);
        }
        return inTarget(line, rest, to);
    }

    /** User information in a target, and in what may follow it. */
    static HiddenPart inTarget(Text line, int from, int to) {
        boolean originForm = from < to && line.at(from) == '/';
        return userInformation(line, originForm ? to : from, from, to);
    }

    /**
     * For a line whose field name is at fault, or has not been read: its value, because its name is not known. What
     * follows white space without a colon is a value too: that of a field whose colon is missing.
     */
    static HiddenPart afterName(Text line, int from, int to, int at) {
        int nameEnd = from;
        while (nameEnd < to && " \t:".indexOf(line.at(nameEnd)) < 0) {
            nameEnd++;
        }
        int next = skipBlanks(line, nameEnd, to);
        boolean hasColon = next < to && line.at(next) == ':';
        return new HiddenPart(hasColon ? skipBlanks(line, next + 1, to) : Math.min(next, at + 1), to);
    }

    /** For a text that should be a field name: the value, if the text is a whole field line. */
    static HiddenPart inNameAlone(Text name, int from, int to) {
        int colon = indexOf(name, ':', from, to);
        return colon < 0 ? NOTHING : new HiddenPart(skipBlanks(name, colon + 1, to), to);
    }

    /** For a line with a valid field name. */
    static HiddenPart inField(Text line, int from, int nameEnd, int to) {
        int valueStart = skipBlanks(line, nameEnd + 1, to);
        if (isCredentials(line, from, nameEnd)) {
            return new HiddenPart(valueStart, to);
        }
        boolean host = isNamed("Host", line, from, nameEnd);
        return userInformation(line, host ? valueStart : to, valueStart, to);
    }

    /** For a line that continues the value of a field without credentials. It may be an indented field line. */
    static HiddenPart inContinuation(Text line, int from, int to) {
        int colon = indexOf(line, ':', from, to);
        if (colon >= 0 && namesCredentials(line, from, colon)) {
            return new HiddenPart(skipBlanks(line, colon + 1, to), to);
        }
        return userInformation(line, skipBlanks(line, from, to), from, to);
    }

    /** Returns whether a field with this name carries credentials. */
    static boolean isCredentials(Text line, int from, int to) {
        for (String name : CREDENTIALS) {
            if (isNamed(name, line, from, to)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNamed(String name, Text line, int from, int to) {
        if (to - from != name.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (lower(line.at(i)) != lower(name.charAt(i - from))) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the letters are those of a credentials field, ignoring all other characters between them. */
    private static boolean namesCredentials(Text line, int from, int to) {
        StringBuilder letters = new StringBuilder();
        for (int i = from; i < to; i++) {
            if (Grammar.is(line.at(i), Grammar.ALPHA)) {
                letters.append(lower(line.at(i)));
            }
        }
        for (String word : CREDENTIAL_WORDS) {
            if (letters.indexOf(word) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 0x20) : c;
    }

    /**
     * What precedes the last {@code @} of an authority (RFC 3986 §3.2.1): of the authority at index {@code authority}
     * or after the scheme there, and of every authority that follows two or more slashes, unless they are in a path. If
     * there are several, from the start of the first to the end of the last.
     */
    private static HiddenPart userInformation(Text line, int authority, int from, int to) {
        HiddenPart hidden = inAuthority(line, skipScheme(line, authority, to), to);
        for (int i = from; i + 1 < to; i++) {
            if (line.at(i) == '/' && line.at(i + 1) == '/' && (i == from || !isOfPath(line.at(i - 1)))) {
                HiddenPart other = inAuthority(line, skipSlashes(line, i, to), to);
                if (!other.isEmpty()) {
                    hidden = hidden.isEmpty() ? other : new HiddenPart(hidden.from, other.to);
                }
            }
        }
        return hidden;
    }

    /**
     * Returns whether slashes after a character continue a path. After any other character, such as a colon, a quotation
     * mark or an equals sign, two slashes begin an authority, with or without a scheme (RFC 3986 §4.2).
     */
    private static boolean isOfPath(char c) {
        return Grammar.is(c, Grammar.ALPHA | Grammar.DIGIT) || "-._~%/".indexOf(c) >= 0;
    }

    private static HiddenPart inAuthority(Text line, int from, int to) {
        int last = -1;
        for (int i = from; i < to && "/?#<>\"".indexOf(line.at(i)) < 0; i++) {
            if (line.at(i) == '@') {
                last = i;
            }
        }
        return last < 0 ? NOTHING : new HiddenPart(from, last);
    }

    /**
     * Returns the index after a scheme, if there is one, its colon and all slashes after it; the same index if no slash
     * follows.
     */
    private static int skipScheme(Text line, int from, int to) {
        int i = from;
        while (i < to && (Grammar.is(line.at(i), Grammar.ALPHA | Grammar.DIGIT) || "+-.".indexOf(line.at(i)) >= 0)) {
            i++;
        }
        i = i > from && i < to && line.at(i) == ':' ? i + 1 : i;
        return i == to || line.at(i) != '/' ? from : skipSlashes(line, i, to);
    }

    private static int skipSlashes(Text line, int from, int to) {
        int i = from;
        while (i < to && line.at(i) == '/') {
            i++;
        }
        return i;
    }

    private static int indexOf(Text line, char c, int from, int to) {
        for (int i = from; i < to; i++) {
            if (line.at(i) == c) {
                return i;
            }
        }
        return -1;
    }

    private static int skipBlanks(Text line, int from, int to) {
        int i = from;
        while (i < to && (line.at(i) == ' ' || line.at(i) == '\t')) {
            i++;
        }
        return i;
    }
}
