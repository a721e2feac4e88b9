package io.github.h11j.spec.generators;

/**
 * A message with one fault.
 *
 * @param mutation the class of the fault
 * @param original the message before it
 * @param octets the message with it
 */
public record NearValid(Mutation mutation, Message original, Octets octets) {

    @Override
    public String toString() {
        return mutation + ": " + octets + (mutation.endsStream() ? ", end of stream" : "");
    }
}
