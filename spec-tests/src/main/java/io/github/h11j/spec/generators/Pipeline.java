package io.github.h11j.spec.generators;

import java.util.List;

/**
 * Requests that are sent without waiting for a response (RFC 9112 §9.3.2).
 *
 * @param requests one or more
 */
public record Pipeline(List<Message> requests) {

    /**
     * A pipeline of requests.
     *
     * @param requests one or more
     */
    public Pipeline {
        requests = List.copyOf(requests);
    }

    /**
     * Returns what the client sends.
     *
     * @return the requests one after the other
     */
    public ByteString bytes() {
        return ByteString.join(requests.stream().map(Message::bytes).toList());
    }

    @Override
    public String toString() {
        return bytes().toString();
    }
}
