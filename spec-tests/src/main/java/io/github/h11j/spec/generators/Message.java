package io.github.h11j.spec.generators;

import io.github.h11j.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * A request or a response as it stands on the wire, in its parts.
 *
 * @param sender {@link Role#CLIENT} for a request, {@link Role#SERVER} for a response
 * @param method the method of the request, or of the request that the response answers; GET for an interim response
 * @param startLine the start line without its end, one character per byte
 * @param fields the field lines, in order
 * @param body the body, as the fields frame it
 */
public record Message(Role sender, String method, String startLine, List<FieldLine> fields, Body body) {

    /**
     * A message.
     *
     * @param sender {@link Role#CLIENT} for a request, {@link Role#SERVER} for a response
     * @param method the method of the request, or of the request that the response answers
     * @param startLine the start line without its end, one character per byte
     * @param fields the field lines, in order
     * @param body the body, as the fields frame it
     */
    public Message {
        fields = List.copyOf(fields);
    }

    /**
     * Returns the whole message.
     *
     * @return head and body
     */
    public ByteString bytes() {
        return head().then(body.bytes());
    }

    /**
     * Returns the head.
     *
     * @return start line, field lines and the empty line
     */
    public ByteString head() {
        StringBuilder head = new StringBuilder(startLine).append("\r\n");
        fields.forEach(line -> head.append(line.text()).append("\r\n"));
        return ByteString.of(head.append("\r\n").toString());
    }

    /**
     * This message with other field lines.
     *
     * @param lines in order
     * @return a changed copy
     */
    public Message withFields(List<FieldLine> lines) {
        return new Message(sender, method, startLine, lines, body);
    }

    /**
     * This message with one more field line at its end.
     *
     * @param name the name
     * @param value the value
     * @return a changed copy
     */
    public Message with(String name, String value) {
        List<FieldLine> lines = new ArrayList<>(fields);
        lines.add(new FieldLine(name, value));
        return withFields(lines);
    }

    /**
     * This message without the lines of one name.
     *
     * @param name in any case
     * @return a changed copy
     */
    public Message without(String name) {
        return withFields(fields.stream().filter(line -> !line.isNamed(name)).toList());
    }

    /**
     * This message with another start line.
     *
     * @param line without its end
     * @return a changed copy
     */
    public Message withStartLine(String line) {
        return new Message(sender, method, line, fields, body);
    }

    /**
     * Returns the bytes, and for a response what it answers.
     *
     * @return on one line
     */
    @Override
    public String toString() {
        return sender == Role.CLIENT ? bytes().toString() : "to " + method + ": " + bytes();
    }
}
