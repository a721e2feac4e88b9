package io.github.h11j.spec.generators;

/**
 * A field line as it stands on the wire (RFC 9112 §5).
 *
 * @param name a token
 * @param before optional white space between the colon and the value
 * @param value the value without white space around it, one character per byte
 * @param after optional white space after the value
 */
public record FieldLine(String name, String before, String value, String after) {

    /**
     * A field line with one space after its colon.
     *
     * @param name a token
     * @param value the value
     */
    public FieldLine(String name, String value) {
        this(name, " ", value, "");
    }

    /**
     * Returns the line without its end.
     *
     * @return name, colon, white space and value, one character per byte
     */
    public String text() {
        return name + ":" + before + value + after;
    }

    /**
     * Returns whether this is a field of that name.
     *
     * @param other in any case
     * @return whether it is
     */
    public boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }

    @Override
    public String toString() {
        return ByteString.of(text()).toString();
    }
}
