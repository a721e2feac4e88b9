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
 * values are strings of one character an octet (ISO-8859-1), so every octet survives the way in and out.
 *
 * <p>Equal means the same names, in the same case, with the same values in the same order. Received headers keep the
 * octets of their section and make strings when they are first asked for.
 */
public final class Headers implements Iterable<Headers.Field> {

    /** No fields. */
    public static final Headers EMPTY = new Headers(new String[0], 0, true);

    private static final int PER_FIELD = 3;

    private final int size;

    /** Received only: the section's octets, and for each field the start and end of its name and the end of its value. */
    private final byte @Nullable [] octets;

    private final int @Nullable [] index;

    /** Name and value in turn; for received fields made on demand, where a race is harmless. */
    private @Nullable String @Nullable [] strings;

    /** See {@link FieldName#count}. */
    private final int counts;

    /** Whether no value has an octet that only a tolerant recipient lets pass. */
    private final boolean clean;

    /** The start line's text that was checked while the section was read. */
    private final @Nullable String vouchedFor;

    private Headers(@Nullable String[] strings, int counts, boolean clean) {
        this.size = strings.length / 2;
        this.octets = null;
        this.index = null;
        this.strings = strings;
        this.counts = counts;
        this.clean = clean;
        this.vouchedFor = null;
    }

    /** Received fields; {@code octets} and {@code index} are never written to afterwards where they are used here. */
    Headers(byte[] octets, int[] index, int size, int counts, boolean clean, @Nullable String vouchedFor) {
        this.size = size;
        this.octets = octets;
        this.index = index;
        this.counts = counts;
        this.clean = clean;
        this.vouchedFor = vouchedFor;
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

    private static Headers checked(String[] strings) {
        int counts = 0;
        boolean clean = true;
        for (int i = 0; i < strings.length; i += 2) {
            String name = strings[i];
            if (!Grammar.isToken(name)) {
                throw LocalProtocolException.of(Violation.BAD_FIELD_NAME, name);
            }
            counts = FieldName.count(counts, FieldName.known(name));
            String value = trim(strings[i + 1]);
            strings[i + 1] = value;
            if (!Grammar.isAll(value, Grammar.VALUE)) {
                if (!Grammar.isAll(value, Grammar.VALUE | Grammar.CONTROL)) {
                    throw LocalProtocolException.of(Violation.BAD_FIELD_VALUE, value);
                }
                clean = false;
            }
        }
        return new Headers(strings, counts, clean);
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
        byte[] section = Objects.requireNonNull(octets);
        int[] at = Objects.requireNonNull(index);
        int field = (position >> 1) * PER_FIELD;
        if ((position & 1) == 0) {
            return FieldName.string(section, at[field], at[field + 1]);
        }
        int from = valueStart(section, at, field);
        return new String(section, from, at[field + 2] - from, StandardCharsets.ISO_8859_1);
    }

    private static int valueStart(byte[] section, int[] at, int field) {
        int from = at[field + 1] + 1;
        int to = at[field + 2];
        while (from < to && Grammar.isBlank(section[from])) {
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
        Headers added = of(name, value);
        String[] more = Arrays.copyOf(allStrings(), 2 * size + 2);
        more[2 * size] = added.name(0);
        more[2 * size + 1] = added.value(0);
        return new Headers(more, FieldName.count(counts, FieldName.known(name)), clean && added.clean);
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
        String[] fewer = new String[all.length];
        int kept = 0;
        int keptCounts = 0;
        for (int i = 0; i < all.length; i += 2) {
            if (!all[i].equalsIgnoreCase(name)) {
                fewer[kept++] = all[i];
                fewer[kept++] = all[i + 1];
                keptCounts = FieldName.count(keptCounts, FieldName.known(all[i]));
            }
        }
        return new Headers(Arrays.copyOf(fewer, kept), keptCounts, clean);
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
        int[] at = index;
        if (at != null && at[i * PER_FIELD + 1] - at[i * PER_FIELD] != name.length()) {
            return false;
        }
        return string(2 * i).equalsIgnoreCase(name);
    }

    /** Whether there is no field, one or more of a {@linkplain FieldName known} name: 0, 1, 2. */
    int count(int known) {
        return FieldName.countOf(counts, known);
    }

    /** The position of the first field of a known name, from a position on; -1 if there is none. */
    int indexOf(int known, int from) {
        if (count(known) != 0) {
            for (int i = from; i < size; i++) {
                if (isKnown(i, known)) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** Whether a field has a known name. */
    boolean isKnown(int i, int known) {
        byte[] section = octets;
        int[] at = index;
        if (section == null || at == null) {
            return FieldName.known(name(i)) == known;
        }
        return FieldName.known(section, at[i * PER_FIELD], at[i * PER_FIELD + 1]) == known;
    }

    /** The members of the list in one field line. */
    Members members(int i) {
        byte[] section = octets;
        int[] at = index;
        if (section == null || at == null) {
            byte[] value = value(i).getBytes(StandardCharsets.ISO_8859_1);
            return new Members(value, 0, value.length);
        }
        return new Members(section, at[i * PER_FIELD + 1] + 1, at[i * PER_FIELD + 2]);
    }

    /** Whether the list in the fields of a known name has a member. */
    boolean hasMember(int known, String lower) {
        for (int i = indexOf(known, 0); i >= 0; i = indexOf(known, i + 1)) {
            Members members = members(i);
            while (members.advance()) {
                if (members.is(lower)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether no value has an octet that only a tolerant recipient lets pass. */
    boolean isClean() {
        return clean;
    }

    /** Whether this very text was checked together with these fields. */
    @SuppressWarnings("ReferenceEquality") // just this string, not an equal one, was checked
    boolean vouchesFor(String text) {
        return vouchedFor == text;
    }

    /** How many octets {@link #writeLine} needs. */
    int lineLength(int i) {
        int[] at = index;
        if (octets == null || at == null) {
            return name(i).length() + value(i).length() + 4;
        }
        int field = i * PER_FIELD;
        return at[field + 1] - at[field] + at[field + 2] - valueStart(octets, at, field) + 4;
    }

    /** Writes one field line with its CRLF and gives the position after it. */
    int writeLine(int i, byte[] target, int position) {
        int[] at = index;
        int p = position;
        if (octets == null || at == null) {
            p = Ascii.put(name(i), target, p);
            target[p++] = ':';
            target[p++] = ' ';
            p = Ascii.put(value(i), target, p);
        } else {
            int field = i * PER_FIELD;
            int nameLength = at[field + 1] - at[field];
            System.arraycopy(octets, at[field], target, p, nameLength);
            p += nameLength;
            target[p++] = ':';
            target[p++] = ' ';
            int from = valueStart(octets, at, field);
            System.arraycopy(octets, from, target, p, at[field + 2] - from);
            p += at[field + 2] - from;
        }
        target[p++] = '\r';
        target[p++] = '\n';
        return p;
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
