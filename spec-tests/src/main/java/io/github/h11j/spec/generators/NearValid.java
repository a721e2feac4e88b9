package io.github.h11j.spec.generators;

/**
 * A message with one fault.
 *
 * @param mutation the kind of fault
 * @param original the message without the fault
 * @param bytes the message with the fault
 */
public record NearValid(Mutation mutation, Message original, ByteString bytes) {

    @Override
    public String toString() {
        return mutation + ": " + bytes + (mutation.endsStream() ? ", end of stream" : "");
    }
}
