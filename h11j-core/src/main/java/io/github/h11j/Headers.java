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
 * The field lines of a header or trailer section, in order. Names are kept as sent, and looked up ignoring case. Names
 * and values are strings with one character per byte (ISO-8859-1), so every byte is preserved when received and when
 * sent.
 *
 * <p>Immutable: {@link #with} replaces, {@link #withAdded} adds and {@link #without} removes in a copy; each copies all
 * lines once. To change more than one or two fields, use a {@link HeadersBuilder}. Two {@code Headers} are equal if
 * they have the same names, in the same case, with the same values in the same order.
 *
 * <p>The bytes of the lines are kept: those of received fields as they were received, all others in the form in which
 * they are sent. A program can therefore prepare fields once and add to them, and they are neither checked nor encoded
 * again. Strings of received fields are created when they are first used.
 */
public final class Headers extends FieldLines implements Iterable<Headers.Field> {

    /** No fields. */
    public static final Headers EMPTY = checked(new String[0]);

    /** Name, value, name, value ..., created on demand; a data race can only create a string twice. */
    private @Nullable String @Nullable [] strings;

    /** The target of the request line that was checked while these fields were read. */
    private final @Nullable String checkedTarget;

    /** Received fields. Nothing writes any more to the parts of the bytes and of the index that are used here. */
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
     * @param value the value without surrounding white space
     */
    public record Field(String name, String value) {

        /**
         * Creates a field line. It is not checked here, but when {@link Headers} are created from it.
         *
         * @param name the name as sent
         * @param value the value without surrounding white space
         * @throws NullPointerException if one of them is null
         */
        public Field {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
        }

        /**
         * Returns the field on one line, for people and logs.
         *
         * @return the field as in {@link Headers#toString()}
         */
        @Override
        public String toString() {
            return LineExcerpt.of(name, value).around(LineExcerpt.NOWHERE);
        }
    }

    /**
     * Returns headers with the given fields. Control characters other than those below are accepted here, because a
     * policy may tolerate them, but a connection sends them only if its policy allows
     * {@link Violation#FIELD_VALUE_CONTROL}.
     *
     * @param namesAndValues name, value, name, value ...; white space around a value is removed
     * @return the headers
     * @throws LocalProtocolException {@link Violation#BAD_FIELD_NAME} if a name is not a token;
     *     {@link Violation#BAD_FIELD_VALUE} if a value contains NUL, CR, LF, VT, FF or a character above 255
     * @throws IllegalArgumentException if the number of strings is odd
     * @throws NullPointerException if a string is null
     */
    public static Headers of(String... namesAndValues) {
        if ((namesAndValues.length & 1) != 0) {
            throw new IllegalArgumentException(
                    "names and values come in pairs, but there are " + namesAndValues.length + " strings");
        }
        return checked(namesAndValues.clone());
    }

    /**
     * Returns headers with the given fields.
     *
     * @param fields the fields, in order
     * @return the headers
     * @throws LocalProtocolException as {@link #of(String...)}
     * @throws NullPointerException if the list or a field is null
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

    /** From strings that nothing else refers to. */
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
     * Returns a builder for headers.
     *
     * @return a builder without fields
     */
    public static HeadersBuilder builder() {
        return new HeadersBuilder(HeadersBuilder.ROOM, HeadersBuilder.ROOM_FIELDS);
    }

    /**
     * Returns a builder that starts with these fields. They are copied, and neither checked nor encoded again.
     *
     * @return a builder with these fields
     */
    public HeadersBuilder toBuilder() {
        return new HeadersBuilder(this, HeadersBuilder.ROOM, HeadersBuilder.ROOM_FIELDS);
    }

    /**
     * Returns the number of field lines.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /**
     * Returns whether there are no fields.
     *
     * @return whether the size is 0
     */
    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * Returns the name of a field line.
     *
     * @param i its position, from 0
     * @return the name as sent
     * @throws IndexOutOfBoundsException if there is no such line
     */
    public String name(int i) {
        return string(2 * Objects.checkIndex(i, size));
    }

    /**
     * Returns the value of a field line.
     *
     * @param i its position, from 0
     * @return the value without surrounding white space
     * @throws IndexOutOfBoundsException if there is no such line
     */
    public String value(int i) {
        return string(2 * Objects.checkIndex(i, size) + 1);
    }

    /**
     * Returns the value of a field line as bytes, without creating a string: to decode it as something other than
     * ISO-8859-1, or to forward it.
     *
     * @param i its position, from 0
     * @return a view of the value without surrounding white space; it stays valid indefinitely
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
     * Returns whether there is a field with this name.
     *
     * @param name the name, in any case
     * @return whether there is one
     */
    public boolean contains(String name) {
        return indexOf(name, 0) >= 0;
    }

    /**
     * Returns the value of the first field with this name.
     *
     * @param name the name, in any case
     * @return the value; empty if there is no such field
     */
    public Optional<String> first(String name) {
        int i = indexOf(name, 0);
        return i < 0 ? Optional.empty() : Optional.of(value(i));
    }

    /**
     * Returns the values of all fields with this name.
     *
     * @param name the name, in any case
     * @return the values in order, one per field line, unmodifiable
     */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
            values.add(value(i));
        }
        return List.copyOf(values);
    }

    /**
     * Returns the members of a comma-separated list of tokens, from all fields with this name (RFC 9110 §5.6.1). It is
     * for fields such as {@code Connection} and {@code Upgrade}, whose members contain no quoted strings.
     *
     * @param name the name, in any case
     * @return the members as sent, without surrounding white space and without empty ones, unmodifiable
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
     * Returns whether a comma-separated list contains a member.
     *
     * @param name the field name, in any case
     * @param token the member, in any case
     * @return whether {@link #tokens(String)} contains it
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
     * Returns these fields with exactly one field with this name. It takes the place of the first one that they have,
     * or is added at the end.
     *
     * @param name a token
     * @param value its value; white space around it is removed
     * @return a changed copy
     * @throws LocalProtocolException as {@link #of(String...)}
     * @throws NullPointerException if the name or the value is null
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
     * Returns these fields and one more at the end. Fields with the same name are kept; to replace them, use
     * {@link #with(String, String)}.
     *
     * @param name a token
     * @param value its value; white space around it is removed
     * @return a changed copy
     * @throws LocalProtocolException as {@link #of(String...)}
     * @throws NullPointerException if the name or the value is null
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
     * Returns these fields without those with this name.
     *
     * @param name the name, in any case
     * @return a changed copy, or this if there is no such field
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

    /** Whether exactly this string was checked together with these fields. */
    @SuppressWarnings("ReferenceEquality") // this string was checked, not an equal one
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
     * Returns the fields on one line, for people and logs.
     *
     * @return names and values, escaped, each field cut after 64 bytes. {@code ***} replaces the values of
     *     {@code Authorization}, {@code Proxy-Authorization}, {@code Cookie} and {@code Set-Cookie}, and user
     *     information in URIs
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
