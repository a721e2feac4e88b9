package io.github.h11j;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The field lines of a header or trailer section: ordered, names as sent, looked up without regard to case. Names and
 * values are strings of one character a byte (ISO-8859-1), so every byte survives the way in and out.
 *
 * <p>Equal means the same names, in the same case, with the same values in the same order. The bytes of the lines are
 * kept, of received headers as they came; their strings are made when they are first asked for.
 */
public final class Headers implements Iterable<Headers.Field> {

    /** No fields. */
    public static final Headers EMPTY = checked(new String[0]);

    private static final int PER_FIELD = 3;
    /** The bytes of a line beside its name and value. */
    private static final int LINE_OVERHEAD = 4;

    private final int size;

    /** Holds the lines; never written to where they stand. */
    private final byte[] bytes;

    /** For each field the start and end of its name and the end of its value. */
    private final int[] index;

    /** How many bytes the lines have if they stand at the start of {@link #bytes} as they are sent, else -1. */
    private final int wireLength;

    /** Name and value in turn; of received fields made on demand, where a race is harmless. */
    private @Nullable String @Nullable [] strings;

    /** See {@link FieldName#register}. */
    private final long known;

    /** Whether no value has a byte that only a tolerant recipient lets pass. */
    private final boolean clean;

    /** The start line's text that was checked while the section was read. */
    private final @Nullable String checkedTarget;

    /** Received fields; nothing writes to the bytes and the index any more where they are used here. */
    Headers(byte[] bytes, int[] index, int size, long known, boolean clean, @Nullable String checkedTarget) {
        this.size = size;
        this.bytes = bytes;
        this.index = index;
        this.wireLength = -1;
        this.known = known;
        this.clean = clean;
        this.checkedTarget = checkedTarget;
    }

    /** Fields to send: writes and checks their lines. */
    private Headers(String[] strings, int wireLength) {
        this.size = strings.length / 2;
        this.bytes = new byte[wireLength];
        this.index = new int[size * PER_FIELD];
        this.wireLength = wireLength;
        this.strings = strings;
        this.checkedTarget = null;
        long register = 0;
        boolean onlyValues = true;
        int end = 0;
        for (int i = 0; i < size; i++) {
            int nameEnd = Latin1.put(strings[2 * i], bytes, end);
            int valueStart = nameEnd + 2;
            int valueEnd = Latin1.put(strings[2 * i + 1], bytes, valueStart);
            Grammar.requireFieldName(strings[2 * i], bytes, end, nameEnd);
            onlyValues &= Grammar.requireFieldValue(strings[2 * i + 1], bytes, valueStart, valueEnd);
            bytes[nameEnd] = ':';
            bytes[nameEnd + 1] = ' ';
            index[i * PER_FIELD] = end;
            index[i * PER_FIELD + 1] = nameEnd;
            index[i * PER_FIELD + 2] = valueEnd;
            register = FieldName.register(register, FieldName.known(bytes, end, nameEnd), i);
            end = Latin1.putLineEnd(bytes, valueEnd);
        }
        this.known = register;
        this.clean = onlyValues;
    }

    /**
     * One field line.
     *
     * @param name the name as sent
     * @param value the value without white space around it
     */
    public record Field(String name, String value) {}

    /**
     * Fields from names and values in turn.
     *
     * @param namesAndValues name, value, name, value ...; white space around a value is removed
     * @return the fields
     * @throws LocalProtocolException {@link Violation#BAD_FIELD_NAME} if a name is no token,
     *     {@link Violation#BAD_FIELD_VALUE} if a value has NUL, CR, LF, VT, FF or a character above 255
     * @throws IllegalArgumentException if a name is without value
     */
    public static Headers of(String... namesAndValues) {
        if ((namesAndValues.length & 1) != 0) {
            throw new IllegalArgumentException(
                    "names and values come in pairs, but there are " + namesAndValues.length + " strings");
        }
        return checked(namesAndValues.clone());
    }

    /**
     * Fields from a list.
     *
     * @param fields the fields, in order
     * @return the fields
     * @throws LocalProtocolException as {@link #of(String...)}
     */
    public static Headers of(List<Field> fields) {
        String[] strings = new String[fields.size() * 2];
        int i = 0;
        for (Field field : fields) {
            strings[i++] = field.name();
            strings[i++] = field.value();
        }
        return checked(strings);
    }

    /** From strings that are nobody else's. */
    private static Headers checked(String[] strings) {
        int length = 0;
        for (int i = 0; i < strings.length; i += 2) {
            strings[i + 1] = trim(strings[i + 1]);
            length += strings[i].length() + strings[i + 1].length() + LINE_OVERHEAD;
        }
        return new Headers(strings, length);
    }

    private static String trim(String value) {
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

    /**
     * How many field lines.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /**
     * Whether there are none.
     *
     * @return whether the size is 0
     */
    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * The name of a field line.
     *
     * @param i its position, from 0
     * @return the name as sent
     * @throws IndexOutOfBoundsException if there is no such line
     */
    public String name(int i) {
        return string(2 * Objects.checkIndex(i, size));
    }

    /**
     * The value of a field line.
     *
     * @param i its position, from 0
     * @return the value without white space around it
     * @throws IndexOutOfBoundsException if there is no such line
     */
    public String value(int i) {
        return string(2 * Objects.checkIndex(i, size) + 1);
    }

    private String string(int position) {
        @Nullable String[] made = strings;
        if (made == null) {
            made = new String[2 * size];
            strings = made;
        }
        String string = made[position];
        if (string == null) {
            string = decode(position);
            made[position] = string;
        }
        return string;
    }

    private String decode(int position) {
        int field = (position >> 1) * PER_FIELD;
        if ((position & 1) == 0) {
            return FieldName.string(bytes, index[field], index[field + 1]);
        }
        int from = valueStart(field);
        return new String(bytes, from, index[field + 2] - from, StandardCharsets.ISO_8859_1);
    }

    private int valueStart(int field) {
        int from = index[field + 1] + 1;
        int to = index[field + 2];
        while (from < to && Grammar.isBlank(bytes[from])) {
            from++;
        }
        return from;
    }

    /**
     * Whether there is a field of this name.
     *
     * @param name in any case
     * @return whether there is one
     */
    public boolean contains(String name) {
        return indexOf(name, 0) >= 0;
    }

    /**
     * The value of the first field of this name.
     *
     * @param name in any case
     * @return the value, empty if there is no such field
     */
    public Optional<String> first(String name) {
        int i = indexOf(name, 0);
        return i < 0 ? Optional.empty() : Optional.of(value(i));
    }

    /**
     * The values of all fields of this name.
     *
     * @param name in any case
     * @return the values in order, one a field line, unmodifiable
     */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
            values.add(value(i));
        }
        return List.copyOf(values);
    }

    /**
     * The members of a comma-separated list of tokens, from all fields of this name (RFC 9110 §5.6.1). For fields
     * such as {@code Connection} and {@code Upgrade}, whose members have no quoted strings.
     *
     * @param name in any case
     * @return the members as sent, without white space around them and without empty ones, unmodifiable
     */
    public List<String> tokens(String name) {
        List<String> members = new ArrayList<>();
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
            for (String member : value(i).split(",", -1)) {
                String trimmed = trim(member);
                if (!trimmed.isEmpty()) {
                    members.add(trimmed);
                }
            }
        }
        return List.copyOf(members);
    }

    /**
     * Whether a comma-separated list has a member.
     *
     * @param name of the field, in any case
     * @param token the member, in any case
     * @return whether one of {@link #tokens(String)} is this one
     */
    public boolean containsToken(String name, String token) {
        for (String member : tokens(name)) {
            if (member.equalsIgnoreCase(token)) {
                return true;
            }
        }
        return false;
    }

    /**
     * These fields and one more at the end.
     *
     * @param name a token
     * @param value its value; white space around it is removed
     * @return a changed copy
     * @throws LocalProtocolException as {@link #of(String...)}
     */
    public Headers with(String name, String value) {
        String[] more = Arrays.copyOf(allStrings(), 2 * size + 2);
        more[2 * size] = name;
        more[2 * size + 1] = value;
        return checked(more);
    }

    /**
     * These fields without those of a name.
     *
     * @param name in any case
     * @return a changed copy, or this if there is none
     */
    public Headers without(String name) {
        if (!contains(name)) {
            return this;
        }
        String[] all = allStrings();
        int kept = 0;
        for (int i = 0; i < all.length; i += 2) {
            if (!all[i].equalsIgnoreCase(name)) {
                all[kept++] = all[i];
                all[kept++] = all[i + 1];
            }
        }
        return checked(Arrays.copyOf(all, kept));
    }

    private String[] allStrings() {
        String[] all = new String[2 * size];
        Arrays.setAll(all, this::string);
        return all;
    }

    private int indexOf(String name, int from) {
        for (int i = from; i < size; i++) {
            if (isNamed(i, name)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isNamed(int i, String name) {
        return index[i * PER_FIELD + 1] - index[i * PER_FIELD] == name.length() && name(i).equalsIgnoreCase(name);
    }

    /** Whether there is no field, one or more of a {@linkplain FieldName known} name: 0, 1, 2. */
    int count(int name) {
        return FieldName.count(known, name);
    }

    /** The position of the first field of a known name, from a position on; -1 if there is none. */
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

    /** The position of the next field of a known name after one of them. */
    int indexAfter(int name, int i) {
        return count(name) == 1 ? -1 : indexOf(name, i + 1);
    }

    /** Whether a field has a known name. */
    boolean isKnown(int i, int name) {
        return FieldName.known(bytes, index[i * PER_FIELD], index[i * PER_FIELD + 1]) == name;
    }

    /** The members of the list in one field line. */
    CommaList members(int i) {
        return new CommaList(bytes, index[i * PER_FIELD + 1] + 1, index[i * PER_FIELD + 2]);
    }

    /** Whether the list in the fields of a known name has a member. */
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

    /** Whether no value has a byte that only a tolerant recipient lets pass. */
    boolean isClean() {
        return clean;
    }

    /** Whether this very text was checked together with these fields. */
    @SuppressWarnings("ReferenceEquality") // just this string, not an equal one, was checked
    boolean wasReadWithTarget(String text) {
        return checkedTarget == text;
    }

    /** How many bytes {@link #writeLines} needs. */
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

    /** Writes all field lines and gives the position after them. */
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

    /** How many bytes {@link #writeLine} needs. */
    int lineLength(int i) {
        int field = i * PER_FIELD;
        return index[field + 1] - index[field] + index[field + 2] - valueStart(field) + LINE_OVERHEAD;
    }

    /** Writes one field line with its CRLF and gives the position after it. */
    int writeLine(int i, byte[] target, int position) {
        int field = i * PER_FIELD;
        int nameLength = index[field + 1] - index[field];
        System.arraycopy(bytes, index[field], target, position, nameLength);
        int p = position + nameLength;
        target[p++] = ':';
        target[p++] = ' ';
        int from = valueStart(field);
        int valueLength = index[field + 2] - from;
        System.arraycopy(bytes, from, target, p, valueLength);
        return Latin1.putLineEnd(target, p + valueLength);
    }

    @Override
    public Iterator<Field> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size;
            }

            @Override
            public Field next() {
                if (next >= size) {
                    throw new NoSuchElementException();
                }
                int i = next++;
                return new Field(name(i), value(i));
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers that && Arrays.equals(allStrings(), that.allStrings());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(allStrings());
    }

    /**
     * The fields on one line, for people.
     *
     * @return names and values, escaped
     */
    @Override
    public String toString() {
        StringJoiner joined = new StringJoiner(", ", "[", "]");
        for (Field field : this) {
            joined.add(field.name() + ": " + Escaper.escape(field.value()));
        }
        return joined.toString();
    }
}
