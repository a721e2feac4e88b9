package io.github.h11j;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link Headers} field by field: {@code add} adds, {@code set} replaces, {@code remove} removes. To build
 * headers once takes time linear in their size, however the calls are mixed. A call that throws changes nothing. Not
 * thread-safe.
 *
 * <pre>{@code
 * Headers prepared = Headers.of("Server", "example", "Content-Type", "text/plain"); // once
 * Headers headers = prepared.toBuilder().add("Date", date).add("Content-Length", length).build();
 * }</pre>
 */
public final class HeadersBuilder {

    // The lines are written in the form in which they are sent. One that is replaced or removed leaves a gap, which
    // build() closes. Headers that were built share the arrays: bytes are only ever added after theirs, and the index
    // is copied before a part that they use is changed.

    /** Room for the usual additions to a prepared response: Date, Content-Length, Connection. */
    static final int ROOM = 128;

    static final int ROOM_FIELDS = 4;

    /** Replaces the start of a name in the index: the line was replaced or removed. */
    private static final int REMOVED = -1;

    private static final int NONE = -1;

    /** With at most this many lines, comparing all names costs less than a map of them. */
    private static final int FEW = 32;

    private static final int[] NO_SLOTS = new int[0];

    private byte[] bytes;
    private int end;

    /** The index of {@link FieldLines}, with room at the end. */
    private int[] index;

    private boolean sharesIndex;

    /** How many lines the index contains, including removed ones. */
    private int slots;

    /** Whether a line was removed, so that the bytes no longer contain just the lines, in order. */
    private boolean hasGaps;

    private long known;
    private boolean clean;

    /**
     * The last line of each name, which is in lower case. Created when one of many lines is replaced or removed, so
     * that doing this in a loop takes linear time. The names may come from a peer that chose them to collide;
     * {@link HashMap} sorts entries that collide.
     */
    private @Nullable Map<String, Integer> lastOf;

    /** For each line the previous line with the same name; only used with {@link #lastOf}. */
    private int[] before = NO_SLOTS;

    HeadersBuilder(int room, int fields) {
        bytes = new byte[room];
        index = new int[fields * FieldLines.PER_FIELD];
        clean = true;
    }

    /** With the lines of existing headers, and room for more. */
    HeadersBuilder(FieldLines lines, int room, int fields) {
        slots = lines.size;
        known = lines.known;
        clean = lines.clean;
        if (lines.wireLength >= 0) {
            end = lines.wireLength;
            bytes = Arrays.copyOf(lines.bytes, Math.addExact(end, room));
            index = Arrays.copyOf(lines.index, (slots + fields) * FieldLines.PER_FIELD);
        } else {
            bytes = new byte[Math.addExact(lines.linesLength(), room)];
            index = new int[(slots + fields) * FieldLines.PER_FIELD];
            for (int i = 0; i < slots; i++) {
                lines.writeLine(i, bytes, end);
                place(i, lines.nameLength(i), lines.valueLength(i));
            }
        }
    }

    /**
     * Adds a field at the end, whether or not there are others with its name.
     *
     * @param name a token
     * @param value its value; white space around it is removed
     * @return this
     * @throws LocalProtocolException as {@link Headers#of(String...)}
     * @throws NullPointerException if one of them is null
     */
    public HeadersBuilder add(String name, String value) {
        String trimmed = write(name, value);
        append(name.length(), trimmed.length());
        return this;
    }

    /**
     * Adds a field, whose value is given in bytes, at the end.
     *
     * @param name a token
     * @param value copied; white space around it is removed
     * @return this
     * @throws LocalProtocolException as {@link Headers#of(String...)}
     * @throws IllegalStateException if the bytes were borrowed and their lease has ended
     * @throws NullPointerException if one of them is null
     */
    public HeadersBuilder add(String name, Bytes value) {
        Bytes trimmed = write(name, value);
        append(name.length(), trimmed.length());
        return this;
    }

    /**
     * Adds all fields of other headers at the end. They are neither checked nor encoded again.
     *
     * @param headers the headers
     * @return this
     * @throws NullPointerException if they are null
     */
    public HeadersBuilder add(Headers headers) {
        Objects.requireNonNull(headers, "headers");
        for (int i = 0; i < headers.size; i++) {
            copy(headers, i);
        }
        return this;
    }

    /**
     * Adds one field of other headers at the end, as a proxy does with each field that it forwards. It is neither
     * checked nor encoded again.
     *
     * @param headers the headers that contain the field
     * @param i its position in them, from 0
     * @return this
     * @throws IndexOutOfBoundsException if there is no such field
     * @throws NullPointerException if the headers are null
     */
    public HeadersBuilder add(Headers headers, int i) {
        Objects.requireNonNull(headers, "headers");
        copy(headers, Objects.checkIndex(i, headers.size));
        return this;
    }

    private void copy(Headers headers, int i) {
        ensure(headers.lineLength(i));
        headers.writeLine(i, bytes, end);
        clean &= headers.clean || headers.isClean(i);
        append(headers.nameLength(i), headers.valueLength(i));
    }

    /**
     * Replaces all fields with this name by one field. It takes the place of the first of them, or is added at the end
     * if there is none.
     *
     * @param name a token
     * @param value its value; white space around it is removed
     * @return this
     * @throws LocalProtocolException as {@link Headers#of(String...)}
     * @throws NullPointerException if one of them is null
     */
    public HeadersBuilder set(String name, String value) {
        String trimmed = write(name, value);
        replace(name, trimmed.length());
        return this;
    }

    /**
     * Replaces all fields with this name by one field, whose value is given in bytes. It takes the place of the first
     * of them, or is added at the end if there is none.
     *
     * @param name a token
     * @param value copied; white space around it is removed
     * @return this
     * @throws LocalProtocolException as {@link Headers#of(String...)}
     * @throws IllegalStateException if the bytes were borrowed and their lease has ended
     * @throws NullPointerException if one of them is null
     */
    public HeadersBuilder set(String name, Bytes value) {
        Bytes trimmed = write(name, value);
        replace(name, trimmed.length());
        return this;
    }

    private void replace(String name, int valueLength) {
        int first = removeAll(name);
        if (first == NONE) {
            append(name.length(), valueLength);
        } else {
            place(first, name.length(), valueLength);
            note(first);
        }
    }

    /**
     * Removes all fields with this name, if there are any.
     *
     * @param name the name, in any case
     * @return this
     * @throws NullPointerException if it is null
     */
    public HeadersBuilder remove(String name) {
        removeAll(Objects.requireNonNull(name, "name"));
        return this;
    }

    /** Removes all lines of a name and returns the slot of the first, {@link #NONE} if there is none. */
    private int removeAll(String name) {
        if (slots > FEW) {
            return removeByMap(name);
        }
        int first = NONE;
        for (int slot = slots - 1; slot >= 0; slot--) {
            if (isNamed(slot, name)) {
                removeSlot(slot);
                first = slot;
            }
        }
        return first;
    }

    private boolean isNamed(int slot, String name) {
        int i = slot * FieldLines.PER_FIELD;
        return index[i] != REMOVED && Grammar.isEqualIgnoringCase(name, bytes, index[i], index[i + 1]);
    }

    private int removeByMap(String name) {
        if (!Grammar.isToken(name)) {
            return NONE; // no line has it; but its lower case might be a name: that of U+212A is k
        }
        if (lastOf == null) {
            lastOf = new HashMap<>();
            for (int slot = 0; slot < slots; slot++) {
                note(slot);
            }
        }
        int first = NONE;
        Integer last = lastOf.remove(name.toLowerCase(Locale.ROOT));
        for (int slot = last == null ? NONE : last; slot != NONE; slot = before[slot]) {
            removeSlot(slot);
            first = slot;
        }
        return first;
    }

    private void removeSlot(int slot) {
        if (sharesIndex) {
            index = index.clone();
            sharesIndex = false;
        }
        index[slot * FieldLines.PER_FIELD] = REMOVED;
        hasGaps = true;
    }

    /** Enters a line into the map, if there is one. */
    private void note(int slot) {
        int i = slot * FieldLines.PER_FIELD;
        if (lastOf == null || index[i] == REMOVED) {
            return;
        }
        if (slot >= before.length) {
            before = Arrays.copyOf(before, Math.max(slots, slot + (slot >> 1)));
        }
        String lower = Latin1.text(bytes, index[i], index[i + 1]).toLowerCase(Locale.ROOT);
        Integer previous = lastOf.put(lower, slot);
        before[slot] = previous == null ? NONE : previous;
    }

    /** Writes a line after the others and checks it. It does not count until it is entered into the index. */
    private String write(String name, String value) {
        Objects.requireNonNull(name, "name");
        String trimmed = FieldLines.trim(Objects.requireNonNull(value, "value"));
        ensure(Math.addExact(name.length() + FieldLines.LINE_OVERHEAD, trimmed.length()));
        clean &= FieldLines.putLine(name, trimmed, bytes, end);
        return trimmed;
    }

    private Bytes write(String name, Bytes value) {
        Objects.requireNonNull(name, "name");
        Bytes trimmed = FieldLines.trim(Objects.requireNonNull(value, "value"));
        ensure(Math.addExact(name.length() + FieldLines.LINE_OVERHEAD, trimmed.length()));
        clean &= FieldLines.putLine(name, trimmed, bytes, end);
        return trimmed;
    }

    private void ensure(int more) {
        int needed = Math.addExact(end, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
        }
    }

    /** Makes the line that was written after the others the last one. */
    private void append(int nameLength, int valueLength) {
        if (index.length < (slots + 1) * FieldLines.PER_FIELD) {
            index = Arrays.copyOf(index, (slots + (slots >> 1) + ROOM_FIELDS) * FieldLines.PER_FIELD);
            sharesIndex = false;
        }
        known = FieldName.register(known, FieldName.known(bytes, end, end + nameLength), slots);
        place(slots, nameLength, valueLength);
        slots++;
        note(slots - 1);
    }

    /** Enters the line that was written after the others into the index. */
    private void place(int slot, int nameLength, int valueLength) {
        int i = slot * FieldLines.PER_FIELD;
        index[i] = end;
        index[i + 1] = end + nameLength;
        index[i + 2] = end + nameLength + 2 + valueLength;
        end = index[i + 2] + 2;
    }

    /**
     * Returns the fields so far. The builder can be used further; that does not change what was built.
     *
     * @return the headers
     */
    public Headers build() {
        if (hasGaps) {
            closeGaps();
        }
        sharesIndex = true;
        return slots == 0 ? Headers.EMPTY : new Headers(bytes, index, slots, end, known, clean);
    }

    private void closeGaps() {
        byte[] from = bytes;
        int[] old = index;
        int oldSlots = slots;
        boolean wasClean = clean;
        bytes = new byte[end];
        index = new int[old.length];
        hasGaps = false;
        lastOf = null;
        known = 0;
        clean = true;
        slots = 0;
        end = 0;
        for (int i = 0; i < oldSlots * FieldLines.PER_FIELD; i += FieldLines.PER_FIELD) {
            int start = old[i];
            if (start != REMOVED) {
                int nameEnd = old[i + 1];
                int valueEnd = old[i + 2];
                System.arraycopy(from, start, bytes, end, valueEnd + 2 - start);
                // a line with a control character may have been removed
                clean &= wasClean || Grammar.skipValue(from, nameEnd + 2, valueEnd) == valueEnd;
                append(nameEnd - start, valueEnd - nameEnd - 2);
            }
        }
    }
}
