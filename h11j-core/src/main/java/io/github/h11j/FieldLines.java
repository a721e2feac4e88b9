package io.github.h11j;

import java.nio.charset.StandardCharsets;

/**
 * The bytes of field lines, and an index of their parts. The rest of the library sees {@link Headers} this way: it
 * reads framing fields from the bytes, and writes the lines by copying them. Immutable.
 *
 * <p>This is a superclass and not a part of {@link Headers}, because one is created for every head that is read, and
 * one object costs less than two.
 */
abstract sealed class FieldLines permits Headers {

    /** The index has three numbers for each field: start and end of its name, and end of its value. */
    static final int PER_FIELD = 3;

    /** The bytes of a line besides its name and value: colon, space, CRLF. */
    static final int LINE_OVERHEAD = 4;

    final int size;

    /**
     * Contains the lines. May be shared with a received head or with a builder, which only write to other parts of it.
     */
    final byte[] bytes;

    /** May be longer than the fields need. */
    final int[] index;

    /**
     * The length of the lines if they are at the start of {@link #bytes} in the form in which they are sent, else -1.
     */
    final int wireLength;

    /** See {@link FieldName#register}. */
    final long known;

    /** Whether no value contains a byte that only a tolerant recipient accepts. */
    final boolean clean;

    /** Lines that have been checked. Nothing writes any more to these bytes and to this part of the index. */
    FieldLines(byte[] bytes, int[] index, int size, int wireLength, long known, boolean clean) {
        this.size = size;
        this.bytes = bytes;
        this.index = index;
        this.wireLength = wireLength;
        this.known = known;
        this.clean = clean;
    }

    /** Writes and checks the lines of names and trimmed values in turn, which are {@code wireLength} bytes long. */
    FieldLines(String[] strings, int wireLength) {
        this.size = strings.length / 2;
        this.bytes = new byte[wireLength];
        this.index = new int[size * PER_FIELD];
        this.wireLength = wireLength;
        long register = 0;
        boolean onlyValues = true;
        int end = 0;
        for (int i = 0; i < size; i++) {
            String name = strings[2 * i];
            String value = strings[2 * i + 1];
            onlyValues &= putLine(name, value, bytes, end);
            int nameEnd = end + name.length();
            int valueEnd = nameEnd + 2 + value.length();
            index[i * PER_FIELD] = end;
            index[i * PER_FIELD + 1] = nameEnd;
            index[i * PER_FIELD + 2] = valueEnd;
            register = FieldName.register(register, FieldName.known(bytes, end, nameEnd), i);
            end = valueEnd + 2;
        }
        this.known = register;
        this.clean = onlyValues;
    }

    /**
     * Writes a line in the form in which it is sent, and checks it.
     *
     * @return whether the value contains only bytes that every recipient accepts
     */
    static boolean putLine(String name, String value, byte[] target, int position) {
        int nameEnd = putName(name, target, position);
        int valueEnd = Latin1.put(value, target, nameEnd + 2);
        boolean onlyValues = Grammar.requireFieldValue(name, value, target, nameEnd + 2, valueEnd);
        Latin1.putLineEnd(target, valueEnd);
        return onlyValues;
    }

    /** The same for a value given in bytes. */
    static boolean putLine(String name, Bytes value, byte[] target, int position) {
        int valueStart = putName(name, target, position) + 2;
        value.copyTo(target, valueStart);
        int valueEnd = valueStart + value.length();
        boolean onlyValues = Grammar.requireFieldValue(name, target, valueStart, valueEnd);
        Latin1.putLineEnd(target, valueEnd);
        return onlyValues;
    }

    /** Writes a name, a colon and a space, checks the name, and returns the position of the colon. */
    static int putName(String name, byte[] target, int position) {
        int nameEnd = Latin1.put(name, target, position);
        Grammar.requireFieldName(name, target, position, nameEnd);
        target[nameEnd] = ':';
        target[nameEnd + 1] = ' ';
        return nameEnd;
    }

    /** "A field value does not include leading or trailing whitespace" (RFC 9110 §5.5). */
    static String trim(String value) {
        int from = 0;
        int to = value.length();
        while (to > from && isBlank(value.charAt(to - 1))) {
            to--;
        }
        while (from < to && isBlank(value.charAt(from))) {
            from++;
        }
        return value.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    static Bytes trim(Bytes value) {
        int from = 0;
        int to = value.length();
        while (to > from && Grammar.isBlank(value.at(to - 1))) {
            to--;
        }
        while (from < to && Grammar.isBlank(value.at(from))) {
            from++;
        }
        return value.slice(from, to);
    }

    int nameStart(int i) {
        return index[i * PER_FIELD];
    }

    int nameEnd(int i) {
        return index[i * PER_FIELD + 1];
    }

    int valueStart(int i) {
        int from = nameEnd(i) + 1;
        int to = valueEnd(i);
        while (from < to && Grammar.isBlank(bytes[from])) {
            from++;
        }
        return from;
    }

    int nameLength(int i) {
        return nameEnd(i) - nameStart(i);
    }

    int valueLength(int i) {
        return valueEnd(i) - valueStart(i);
    }

    int valueEnd(int i) {
        return index[i * PER_FIELD + 2];
    }

    /** Returns the name or the value as text. */
    String decode(int i, boolean name) {
        if (name) {
            return FieldName.string(bytes, nameStart(i), nameEnd(i));
        }
        int from = valueStart(i);
        return new String(bytes, from, valueEnd(i) - from, StandardCharsets.ISO_8859_1);
    }

    /** Returns the position of the first field with a name, from a position on; -1 if there is none. */
    int indexOf(String name, int from) {
        for (int i = from; i < size; i++) {
            if (isNamed(i, name)) {
                return i;
            }
        }
        return -1;
    }

    boolean isNamed(int i, String name) {
        return Grammar.isEqualIgnoringCase(name, bytes, nameStart(i), nameEnd(i));
    }

    /** Returns how many fields have a {@linkplain FieldName known} name: 0, 1, or 2 for several. */
    int count(int name) {
        return FieldName.count(known, name);
    }

    /** Returns the position of the first field with a known name, from a position on; -1 if there is none. */
    int indexOf(int name, int from) {
        if (count(name) == 0) {
            return -1;
        }
        int first = FieldName.first(known, name);
        if (from <= first && first < FieldName.LAST_POSITION) {
            return first;
        }
        for (int i = Math.max(from, first); i < size; i++) {
            if (isKnown(i, name)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the position of the next field with a known name after one of them; -1 if there is none. */
    int indexAfter(int name, int i) {
        return count(name) == 1 ? -1 : indexOf(name, i + 1);
    }

    /** Returns the position of the last field with a known name, of which there must be one. */
    int lastIndexOf(int name) {
        int i = size - 1;
        while (!isKnown(i, name)) {
            i--;
        }
        return i;
    }

    /** Returns whether a field has a known name. */
    boolean isKnown(int i, int name) {
        return FieldName.known(bytes, nameStart(i), nameEnd(i)) == name;
    }

    /** Returns the members of the list in one field line. */
    CommaList members(int i) {
        return new CommaList(bytes, nameEnd(i) + 1, valueEnd(i));
    }

    /** Returns whether the list in the fields with a known name has a member. */
    boolean hasMember(int name, byte[] lower) {
        for (int i = indexOf(name, 0); i >= 0; i = indexAfter(name, i)) {
            CommaList members = members(i);
            while (members.advance()) {
                if (members.is(lower)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns whether no value contains a byte that only a tolerant recipient accepts. */
    boolean isClean() {
        return clean;
    }

    boolean isClean(int i) {
        return Grammar.skipValue(bytes, valueStart(i), valueEnd(i)) == valueEnd(i);
    }

    /** Returns how many bytes {@link #writeLines} writes. */
    int linesLength() {
        if (wireLength >= 0) {
            return wireLength;
        }
        int length = 0;
        for (int i = 0; i < size; i++) {
            length += lineLength(i);
        }
        return length;
    }

    /** Writes all field lines and returns the position after them. */
    int writeLines(byte[] target, int position) {
        if (wireLength >= 0) {
            System.arraycopy(bytes, 0, target, position, wireLength);
            return position + wireLength;
        }
        int end = position;
        for (int i = 0; i < size; i++) {
            end = writeLine(i, target, end);
        }
        return end;
    }

    /** Returns how many bytes {@link #writeLine} writes. */
    int lineLength(int i) {
        return nameLength(i) + valueLength(i) + LINE_OVERHEAD;
    }

    /** Writes one field line with its CRLF, and returns the position after it. */
    int writeLine(int i, byte[] target, int position) {
        int nameLength = nameLength(i);
        System.arraycopy(bytes, nameStart(i), target, position, nameLength);
        int p = position + nameLength;
        target[p++] = ':';
        target[p++] = ' ';
        int from = valueStart(i);
        int valueLength = valueEnd(i) - from;
        System.arraycopy(bytes, from, target, p, valueLength);
        return Latin1.putLineEnd(target, p + valueLength);
    }
}
