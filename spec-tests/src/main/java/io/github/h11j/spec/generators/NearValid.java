package io.github.h11j.spec.generators;

/**
 * A message with one fault.
 *
 * @param mutation the class of the fault
 * @param original the message before it
 * @param bytes the message with it
 */
public record NearValid(Mutation mutation, Message original, ByteString bytes) {

    @Override
    public String toString() {
        return mutation + ": " + bytes + (mutation.endsStream() ? ", end of stream" : "");
    }
}
