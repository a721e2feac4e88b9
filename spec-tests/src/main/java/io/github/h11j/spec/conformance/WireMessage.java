package io.github.h11j.spec.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A message as the software under test sent it, read by the lenient {@link WireReader}.
 *
 * @param startLine the request line or status line, without its line end
 * @param fields the field lines
 * @param framing how the end of the content was found
 * @param content the content, decoded, bytes as characters of the same value
 * @param trailers the field lines after chunked content
 * @param complete false if the connection ended, or the bytes became unreadable, before the end of the message
 * @param faults what is wrong with its form, such as {@code bare-lf}; see {@link WireReader}
 */
public record WireMessage(
        String startLine,
        List<Field> fields,
        Framing framing,
        String content,
        List<Field> trailers,
        boolean complete,
        List<String> faults) {

    /**
     * A field line.
     *
     * @param name before the colon
     * @param value after it, without white space around it
     */
    public record Field(String name, String value) {}

    /** How the end of content is found (RFC 9112 section 6.3). */
    public enum Framing {
        /** There is no content, whatever the fields say. */
        NONE,
        /** Content-Length. */
        LENGTH,
        /** The chunked coding. */
        CHUNKED,
        /** The end of the connection. */
        CLOSE
    }

    /**
     * Returns whether it is a response.
     *
     * @return false for a request
     */
    public boolean isResponse() {
        return startLine.startsWith("HTTP/");
    }

    /**
     * Returns the status code.
     *
     * @return the code; 0 for a request, or if it is not a number
     */
    public int status() {
        if (!isResponse()) {
            return 0;
        }
        String code = part(1);
        return code.matches("\\d{3}") ? Integer.parseInt(code) : 0;
    }

    /**
     * Returns the method.
     *
     * @return empty for a response
     */
    public String method() {
        return isResponse() ? "" : part(0);
    }

    /**
     * Returns the request-target.
     *
     * @return empty for a response
     */
    public String target() {
        return isResponse() ? "" : part(1);
    }

    /** Returns the form of the request-target (RFC 9112 section 3.2). */
    private String form() {
        String target = target();
        if (target.startsWith("/")) {
            return "origin";
        }
        if (target.equals("*")) {
            return "asterisk";
        }
        if (target.matches("[A-Za-z][A-Za-z0-9+.-]*://[^\\r]*")) {
            return "absolute";
        }
        return target.matches("[^/?#@]+:\\d+") ? "authority" : "other";
    }

    /**
     * Returns the version.
     *
     * @return such as {@code 1.1}; empty if there is none
     */
    public String version() {
        String part = isResponse() ? part(0) : part(2);
        return part.startsWith("HTTP/") ? part.substring(5) : "";
    }

    private String part(int index) {
        String[] parts = startLine.split(" ", 3);
        return index < parts.length ? parts[index] : "";
    }

    /**
     * Returns the values of the field lines of a name.
     *
     * @param name in any case
     * @return in their order
     */
    public List<String> values(String name) {
        return values(fields, name);
    }

    static List<String> values(List<Field> fields, String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /**
     * Returns the members of a list-based field.
     *
     * @param name in any case
     * @return in lower case, without empty members
     */
    public List<String> members(String name) {
        return values(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(member -> member.strip().toLowerCase(Locale.ROOT))
                .filter(member -> !member.isEmpty())
                .toList();
    }

    /**
     * Returns the value of an attribute that begins with {@code @} in a pattern.
     *
     * @param fact its name, without the {@code @}
     * @return the value; empty if the message does not have it
     */
    Optional<String> fact(String fact) {
        return switch (fact) {
            case "content", "echo" -> content.isEmpty() ? Optional.empty() : Optional.of(content);
            case "date-form" -> DateForm.of(values("Date"));
            case "version" -> Optional.of(version());
            case "target" -> isResponse() ? Optional.empty() : Optional.of(target());
            case "form" -> isResponse() ? Optional.empty() : Optional.of(form());
            case "reason" -> isResponse() && !part(2).isEmpty() ? Optional.of(part(2)) : Optional.empty();
            case "status-line-space" ->
                startLine.matches("HTTP/\\S+ \\d{3} [^\\r]*") ? Optional.of("") : Optional.empty();
            case "framing" -> Optional.of(framing.name().toLowerCase(Locale.ROOT));
            case "trailer" ->
                trailers.isEmpty()
                        ? Optional.empty()
                        : Optional.of(trailers.get(0).name().toLowerCase(Locale.ROOT));
            case "fault" -> faults.stream().findFirst();
            default ->
                throw new IllegalArgumentException("no fact @" + fact
                        + " of a message; there are @content @echo @date-form @version @target @form @reason @status-line-space @framing"
                        + " @trailer @fault");
        };
    }
}
