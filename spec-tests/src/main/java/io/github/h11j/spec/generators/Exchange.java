package io.github.h11j.spec.generators;

import java.util.ArrayList;
import java.util.List;

/**
 * A request and its responses.
 *
 * @param request the request
 * @param interim interim responses (1xx), often none
 * @param response the final response
 */
public record Exchange(Message request, List<Message> interim, Message response) {

    /**
     * A request and its responses.
     *
     * @param request the request
     * @param interim interim responses (1xx), often none
     * @param response the final response
     */
    public Exchange {
        interim = List.copyOf(interim);
    }

    /**
     * Returns what the server sends.
     *
     * @return interim and final responses
     */
    public ByteString answer() {
        List<ByteString> parts = new ArrayList<>();
        interim.forEach(message -> parts.add(message.bytes()));
        parts.add(response.bytes());
        return ByteString.join(parts);
    }

    @Override
    public String toString() {
        return "> " + request.bytes() + "\n< " + answer();
    }
}
