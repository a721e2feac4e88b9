package io.github.h11j.spec.generators;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a stream is cut into the pieces in which it arrives. It fits every stream: the pieces have the lengths of the
 * list in turn, and the rest is either one piece or cut by the list again.
 *
 * @param lengths in bytes, each 1 or more; none for one piece
 * @param repeats whether to repeat the lengths after the last one
 */
public record Segmentation(List<Integer> lengths, boolean repeats) {

    /** The stream in one piece. */
    public static final Segmentation WHOLE = new Segmentation(List.of(), false);

    /** One byte at a time. */
    public static final Segmentation BYTE_BY_BYTE = new Segmentation(List.of(1), true);

    /**
     * How a stream is cut.
     *
     * @param lengths in bytes, each 1 or more; none for one piece
     * @param repeats whether to repeat the lengths after the last one
     * @throws IllegalArgumentException if a length is below 1
     */
    public Segmentation {
        lengths = List.copyOf(lengths);
        if (lengths.stream().anyMatch(length -> length < 1)) {
            throw new IllegalArgumentException("a piece has at least one byte: " + lengths);
        }
    }

    /**
     * Two pieces.
     *
     * @param length of the first, 1 or more
     * @return the cut
     */
    public static Segmentation after(int length) {
        return new Segmentation(List.of(length), false);
    }

    /**
     * Every way to make two pieces of a stream.
     *
     * @param length of the stream, 0 or more
     * @return one cut for each place between two bytes
     */
    public static List<Segmentation> everySingleCut(int length) {
        return IntStream.range(1, length).mapToObj(Segmentation::after).toList();
    }

    /**
     * Cuts a stream.
     *
     * @param stream the whole
     * @return the pieces in order, none of them empty
     */
    public List<ByteString> cut(ByteString stream) {
        List<ByteString> pieces = new ArrayList<>();
        int at = 0;
        for (int i = 0; at < stream.length(); i++) {
            boolean used = i >= lengths.size() && (!repeats || lengths.isEmpty());
            int rest = stream.length() - at;
            int length = used ? rest : Math.min(rest, lengths.get(i % lengths.size()));
            pieces.add(stream.slice(at, at + length));
            at += length;
        }
        return pieces;
    }

    @Override
    public String toString() {
        if (lengths.isEmpty()) {
            return "whole";
        }
        return "pieces of " + lengths + (repeats ? ", again and again" : ", then the rest");
    }
}
