package io.github.h11j.spec.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What went over the wire in a case, in order, with notes. Safe for use by several threads. */
public final class Transcript {

    /** How many bytes of one entry are kept. */
    private static final int ENTRY_LIMIT = 4_096;

    /** How many characters are kept of all entries together. */
    private static final int LIMIT = 65_536;

    /** How many characters of a note are kept: enough for a command, an exception or a line of output. */
    private static final int NOTE_LIMIT = 1_024;

    /** A flood of bytes leaves this much room for the notes after it, which say how it ended. */
    private static final int NOTES_LIMIT = LIMIT + 16_384;

    private final List<Entry> entries = new ArrayList<>();
    private int kept;
    private long leftOut;

    /** A runner makes one for each case. */
    Transcript() {}

    /** The source of an entry. */
    public enum Party {
        /** The kit, as a client. */
        CLIENT,
        /** The kit, as an origin server. */
        ORIGIN,
        /** The software under test, towards the kit's client. */
        SUBJECT_TO_CLIENT,
        /** The software under test, towards the kit's origin server. */
        SUBJECT_TO_ORIGIN,
        /** A note of the kit. */
        NOTE;

        /**
         * Returns the mark of this party in text.
         *
         * @return one or two characters
         */
        public String sign() {
            return switch (this) {
                case CLIENT -> ">";
                case SUBJECT_TO_CLIENT -> "<";
                case SUBJECT_TO_ORIGIN -> ">>";
                case ORIGIN -> "<<";
                case NOTE -> "#";
            };
        }
    }

    /**
     * One entry.
     *
     * @param party who
     * @param text bytes in the {@linkplain ByteTemplate notation}, or a note
     */
    public record Entry(Party party, String text) {}

    synchronized void bytes(Party party, byte[] bytes, int length) {
        if (kept >= LIMIT) {
            leftOut += length;
            return;
        }
        String text = ByteTemplate.visible(Arrays.copyOf(bytes, Math.min(length, ENTRY_LIMIT)));
        if (length > ENTRY_LIMIT) {
            text += "\n(" + (length - ENTRY_LIMIT) + " bytes more)";
        }
        kept += text.length();
        Entry last = entries.isEmpty() ? null : entries.get(entries.size() - 1);
        if (last != null && last.party() == party && length < 3 && last.text().length() < ENTRY_LIMIT) {
            entries.set(
                    entries.size() - 1,
                    new Entry(party, last.text() + (last.text().endsWith("\\n") ? "\n" : "") + text));
        } else {
            entries.add(new Entry(party, text));
        }
    }

    /** A note can quote what the subject said, which may be as long as it likes. */
    synchronized void note(String text) {
        if (kept >= NOTES_LIMIT) {
            leftOut += text.length();
            return;
        }
        boolean whole = text.length() <= NOTE_LIMIT;
        String cut = whole
                ? text
                : text.substring(0, NOTE_LIMIT) + " ... and " + (text.length() - NOTE_LIMIT) + " characters more";
        String shown = Printable.of(cut);
        kept += shown.length();
        entries.add(new Entry(Party.NOTE, shown));
    }

    /**
     * Returns the entries so far. Only a bounded amount is kept; a last note says how much was left out.
     *
     * @return a copy
     */
    public synchronized List<Entry> entries() {
        List<Entry> copy = new ArrayList<>(entries);
        if (leftOut > 0) {
            copy.add(new Entry(Party.NOTE, "the transcript is cut here: " + leftOut + " bytes more"));
        }
        return List.copyOf(copy);
    }

    /**
     * Returns the entries as lines, each with the mark of its party.
     *
     * @return text that ends with a line break, unless it is empty
     */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (Entry entry : entries()) {
            entry.text()
                    .lines()
                    .forEach(line -> out.append(entry.party().sign())
                            .append(' ')
                            .append(line)
                            .append('\n'));
        }
        return out.toString();
    }
}
