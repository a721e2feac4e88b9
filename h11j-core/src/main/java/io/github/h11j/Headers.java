package io.github.h11j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The field lines of a header or trailer section: ordered, names as sent, looked up without regard to case. Names and
 * values are strings of one character a byte (ISO-8859-1), so every byte survives the way in and out.
 *
 * <p>Immutable: {@link #with} replaces, {@link #withAdded} adds and {@link #without} removes in a copy; each copies all
 * lines once. To change more than a field or two use a {@link HeadersBuilder}. Equal means the same names, in the same case, with
 * the same values in the same order.
 *
 * <p>The bytes of the lines are kept: of received fields as they came, of others in the form in which they are sent. Fields
 * that a program prepares once and adds to are therefore neither checked nor encoded again. Strings of received fields are
 * made when they are first asked for.
 */
public final class Headers extends FieldLines implements Iterable<Headers.Field> {

    /** No fields. */
    public static final Headers EMPTY = checked(new String[0]);

    /** Name and value in turn, made on demand; a race only makes one of them twice. */
    private @Nullable String @Nullable [] strings;

    /** The target of the request line that was checked while these fields were read. */
    private final @Nullable String checkedTarget;

    /** Received fields; nothing writes to the bytes and the index any more where they are used here. */
    Headers(byte[] bytes, int[] index, int size, long known, boolean clean, @Nullable String checkedTarget) {
        super(bytes, index, size, -1, known, clean);
        this.checkedTarget = checkedTarget;
    }

    /** Fields in the form in which they are sent, at the start of the bytes. */
    Headers(byte[] bytes, int[] index, int size, int wireLength, long known, boolean clean) {
        super(bytes, index, size, wireLength, known, clean);
        this.checkedTarget = null;
    }

    private Headers(String[] strings, int wireLength) {
        super(strings, wireLength);
        this.strings = strings;
        this.checkedTarget = null;
    }

    /**
     * One field line.
     *
     * @param name the name as sent
     * @param value the value without white space around it
     */
    public record Field(String name, String value) {

        /**
         * One field line. What it says is checked where headers are made of it.
         *
         * @param name the name as sent
         * @param value the value without white space around it
         * @throws NullPointerException if one of them is null
         */
        public Field {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
        }

        /**
         * The field on one line, for people and logs.
         *
         * @return as in {@link Headers#toString()}
         */
        @Override
        public String toString() {
            return LineExcerpt.of(name, value).around(LineExcerpt.NOWHERE);
        }
    }

    /**
     * Fields from names and values in turn.
     *
     * @param namesAndValues name, value, name, value ...; white space around a value is removed
     * @return the fields
     * @throws LocalProtocolException {@link Violation#BAD_FIELD_NAME} if a name is no token,
     *     {@link Violation#BAD_FIELD_VALUE} if a value has NUL, CR, LF, VT, FF or a character above 255
     * @throws IllegalArgumentException if a name is without value
     * @throws NullPointerException if one of the strings is null
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
     * @throws NullPointerException if a field, a name or a value is null
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
            requireNonNull(strings[i], "name", i >> 1);
            requireNonNull(strings[i + 1], "value", i >> 1);
            strings[i + 1] = trim(strings[i + 1]);
            length = Math.addExact(length, strings[i].length() + strings[i + 1].length() + LINE_OVERHEAD);
        }
        return new Headers(strings, length);
    }

    private static void requireNonNull(@Nullable String string, String part, int field) {
        if (string == null) {
            throw new NullPointerException("the " + part + " of field " + field + " is null");
        }
    }

    /**
     * Builds fields one by one.
     *
     * @return a builder without fields
     */
    public static HeadersBuilder builder() {
        return new HeadersBuilder(HeadersBuilder.ROOM, HeadersBuilder.ROOM_FIELDS);
    }

    /**
     * Builds on these fields, which are copied, and neither checked nor encoded again.
     *
     * @return a builder with these fields
     */
    public HeadersBuilder toBuilder() {
        return new HeadersBuilder(this, HeadersBuilder.ROOM, HeadersBuilder.ROOM_FIELDS);
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

    /**
     * The value of a field line as bytes, without making a string of it: to decode it as something other than ISO-8859-1,
     * or to pass it on.
     *
     * @param i its position, from 0
     * @return a view of the value without white space around it, valid for ever
     * @throws IndexOutOfBoundsException if there is no such line
     */
    public Bytes valueBytes(int i) {
        int from = valueStart(Objects.checkIndex(i, size));
        return new Bytes(bytes, from, valueEnd(i) - from, null);
    }

    private String string(int position) {
        @Nullable String[] made = strings;
        if (made == null) {
            made = new String[2 * size];
            strings = made;
        }
        String string = made[position];
        if (string == null) {
            string = decode(position >> 1, (position & 1) == 0);
            made[position] = string;
        }
        return string;
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
        List<String> tokens = new ArrayList<>();
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
            CommaList members = members(i);
            while (members.advance()) {
                if (members.start < members.end) {
                    tokens.add(Latin1.text(bytes, members.start, members.end));
                }
            }
        }
        return List.copyOf(tokens);
    }

    /**
     * Whether a comma-separated list has a member.
     *
     * @param name of the field, in any case
     * @param token the member, in any case
     * @return whether one of {@link #tokens(String)} is this one
     */
    public boolean containsToken(String name, String token) {
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
            CommaList members = members(i);
            while (members.advance()) {
                if (members.start < members.end
                        && Grammar.isEqualIgnoringCase(token, bytes, members.start, members.end)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * These fields with one of this name, and no other of this name: in place of the first that they have, else at the
     * end.
     *
     * @param name a token
     * @param value its value; white space around it is removed
     * @return a changed copy
     * @throws LocalProtocolException as {@link #of(String...)}
     */
    public Headers with(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        int first = indexOf(name, 0);
        if (first < 0) {
            return withAdded(name, value);
        }
        HeadersBuilder changed = new HeadersBuilder(Math.addExact(linesLength(), lineRoom(name, value)), size);
        for (int i = 0; i < size; i++) {
            if (i == first) {
                changed.add(name, value);
            } else if (!isNamed(i, name)) {
                changed.add(this, i);
            }
        }
        return changed.build();
    }

    /**
     * These fields and one more at the end. Fields of the same name stay: where that is not wanted, use
     * {@link #with(String, String)}.
     *
     * @param name a token
     * @param value its value; white space around it is removed
     * @return a changed copy
     * @throws LocalProtocolException as {@link #of(String...)}
     */
    public Headers withAdded(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        return new HeadersBuilder(this, lineRoom(name, value), 1)
                .add(name, value)
                .build();
    }

    private static int lineRoom(String name, String value) {
        return Math.addExact(name.length() + LINE_OVERHEAD, value.length());
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
        HeadersBuilder fewer = new HeadersBuilder(linesLength(), size);
        for (int i = 0; i < size; i++) {
            if (!isNamed(i, name)) {
                fewer.add(this, i);
            }
        }
        return fewer.build();
    }

    /** What messages show of a field. */
    LineExcerpt excerpt(int i) {
        return LineExcerpt.of(name(i), value(i));
    }

    /** Whether this very text was checked together with these fields. */
    @SuppressWarnings("ReferenceEquality") // just this string, not an equal one, was checked
    boolean wasReadWithTarget(String text) {
        return checkedTarget == text;
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

    private String[] allStrings() {
        String[] all = new String[2 * size];
        Arrays.setAll(all, this::string);
        return all;
    }

    /**
     * The fields on one line, for people and logs.
     *
     * @return names and values, escaped, each field cut at 64 bytes; {@code ***} in place of the values of
     *     {@code Authorization}, {@code Proxy-Authorization}, {@code Cookie} and {@code Set-Cookie} and of user information
     *     in URIs
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : ", ").append(excerpt(i).around(LineExcerpt.NOWHERE));
        }
        return text.append(']').toString();
    }
}
