package io.github.h11j.spec.conformance;

/**
 * What a client under test took for the final response to a request.
 *
 * @param status its status code; 0 if the client does not say
 * @param content its content, bytes as characters of the same value (ISO-8859-1)
 */
public record ClientAnswer(int status, String content) {

    /**
     * Returns an answer whose content is bytes.
     *
     * @param status its status code
     * @param content its content
     * @return the answer
     */
    public static ClientAnswer of(int status, byte[] content) {
        return new ClientAnswer(status, Latin.text(content));
    }
}
