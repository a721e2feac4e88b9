package io.github.h11j.spec.pair;

/**
 * How the wire between two connections behaves. The same wire always delivers the same pieces at the same time.
 *
 * @param seed of all that is random
 * @param longestPiece how many bytes arrive at once at most, 1 or more
 * @param longestDelay how many ticks bytes travel at most, 0 or more; they never overtake each other
 */
public record Wire(long seed, int longestPiece, int longestDelay) {

    /** All bytes in one piece and without delay. */
    public static final Wire PERFECT = new Wire(0, Integer.MAX_VALUE, 0);

    /**
     * How the wire behaves.
     *
     * @param seed of all that is random
     * @param longestPiece how many bytes arrive at once at most, 1 or more
     * @param longestDelay how many ticks bytes travel at most, 0 or more; they never overtake each other
     * @throws IllegalArgumentException if a bound is too low
     */
    public Wire {
        if (longestPiece < 1 || longestDelay < 0) {
            throw new IllegalArgumentException("pieces of " + longestPiece + " bytes, " + longestDelay + " ticks");
        }
    }

    /**
     * Returns a wire that cuts bytes into pieces of 1 to 32 and delays them by 0 to 9 ticks.
     *
     * @param seed of all that is random
     * @return the wire
     */
    public static Wire seeded(long seed) {
        return new Wire(seed, 32, 9);
    }
}
