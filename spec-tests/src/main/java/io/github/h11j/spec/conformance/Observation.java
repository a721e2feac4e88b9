package io.github.h11j.spec.conformance;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the software under test did in a case: the messages that it sent, in order, and how the connection ended.
 *
 * @param sightings what was seen, in order
 * @param variables the variables that attribute values of a pattern may name, such as {@code \{host}}
 */
public record Observation(List<Sighting> sightings, Map<String, String> variables) {

    /**
     * An observation.
     *
     * @param sightings as above
     * @param variables as above
     * @throws NullPointerException if something is missing
     */
    public Observation {
        sightings = List.copyOf(sightings);
        variables = Map.copyOf(variables);
    }

    /**
     * An observation for patterns without variables.
     *
     * @param sightings what was seen, in order
     */
    public Observation(List<Sighting> sightings) {
        this(sightings, Map.of());
    }

    private static final int SHOWN_FIRST = 12;
    private static final int SHOWN_LAST = 3;

    /** One thing that was seen. */
    public sealed interface Sighting {

        /**
         * Returns whether a name in a pattern matches it.
         *
         * @param name one name, without alternatives
         * @return whether it does
         */
        boolean isNamed(String name);

        /**
         * Returns the value of a fact about it.
         *
         * @param fact the name, without {@code @}
         * @return the value; empty if it does not have this fact
         * @throws IllegalArgumentException if there is no fact of this name
         */
        Optional<String> fact(String fact);
    }

    /**
     * A message. The name {@code message} matches it. A response is also matched by its status, its class such as
     * {@code 4xx}, {@code final} if it is 200 or above, {@code refused} if it is 400 or above, {@code served} if it is,
     * and {@code unechoed} if it is served and not known to be an echo. A request is also matched by its method and by
     * {@code request}.
     *
     * @param message as it arrived
     * @param served whether an ordinary request gets such a response, too
     * @param echoes whether the content of the response is known to be that of the request
     */
    public record Message(WireMessage message, boolean served, boolean echoes) implements Sighting {

        private static final String COMBINED = "combined-";
        private static final String FIRST = "first-";

        /**
         * A message that is not known to be an echo.
         *
         * @param message as it arrived
         * @param served whether an ordinary request gets such a response, too
         */
        public Message(WireMessage message, boolean served) {
            this(message, served, false);
        }

        @Override
        public boolean isNamed(String name) {
            int status = message.status();
            return switch (name) {
                case "message" -> true;
                case "request" -> !message.isResponse();
                case "served" -> served;
                case "unechoed" -> served && !echoes;
                case "final" -> status >= 200;
                case "refused" -> status >= 400;
                default ->
                    message.isResponse()
                            ? name.equals(Integer.toString(status)) || name.equals(status / 100 + "xx")
                            : name.equals(message.method());
            };
        }

        /**
         * Returns a fact of the message. {@code combined-} and the name of a field is the value of all its lines, in
         * their order (RFC 9110 section 5.2), with one space after each comma; {@code first-} and a name is the part of
         * that before the first comma.
         */
        @Override
        public Optional<String> fact(String fact) {
            if (fact.startsWith(COMBINED)) {
                return combined(fact.substring(COMBINED.length()));
            }
            if (fact.startsWith(FIRST)) {
                return combined(fact.substring(FIRST.length())).map(value -> value.replaceFirst(",.*", ""));
            }
            return message.fact(fact);
        }

        private Optional<String> combined(String field) {
            List<String> values = message.values(field);
            return values.isEmpty()
                    ? Optional.empty()
                    : Optional.of(String.join(",", values).replaceAll("[ \\t]*,[ \\t]*", ", "));
        }

        @Override
        public String toString() {
            return message.isResponse() ? Integer.toString(message.status()) : Printable.of(message.method());
        }
    }

    /**
     * Anything other than a message, such as {@code closed}. The page docs/reference/conformance-cases.md lists the
     * words of each kind of case.
     *
     * @param word lower-case letters and hyphens
     * @param facts what else is known about it; patterns refer to it with {@code @name} and {@code @name:value}
     */
    public record Word(String word, Map<String, String> facts) implements Sighting {

        /**
         * A word without facts.
         *
         * @param word lower-case letters and hyphens
         */
        public Word(String word) {
            this(word, Map.of());
        }

        @Override
        public boolean isNamed(String name) {
            return name.equals(word);
        }

        @Override
        public Optional<String> fact(String fact) {
            return Optional.ofNullable(facts.get(fact.toLowerCase(Locale.ROOT)));
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * A detail, such as that a request came over the {@code same} connection. Patterns that name no word of its family
     * ignore it.
     *
     * @param word lower-case letters and hyphens
     * @param family all words it could be, including itself
     */
    public record Detail(String word, Set<String> family) implements Sighting {

        /** Whether a request came over the connection of the one before it. */
        static final Set<String> CONNECTIONS = Set.of("same", "new");
        /** Whether the client under test ended its connection. */
        static final Set<String> ENDINGS = Set.of("closed", "open");
        /** Whether the proxy under test ended its connection to the origin. */
        static final Set<String> ORIGIN_ENDINGS = Set.of("origin-closed", "origin-open");
        /** A response came only after the probe had been sent, but is not the response to the probe. */
        static final Set<String> TIMES = Set.of("late");

        @Override
        public boolean isNamed(String name) {
            return name.equals(word);
        }

        @Override
        public Optional<String> fact(String fact) {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * A client's verdict on a response that is not fully known: it may be any of these words, with any facts except
     * those that are known. A known fact that is empty is one it does not have.
     */
    record Unsaid(Set<String> words, Map<String, String> known) implements Sighting {

        @Override
        public boolean isNamed(String name) {
            return words.contains(name);
        }

        @Override
        public Optional<String> fact(String fact) {
            return Optional.ofNullable(known.get(fact)).filter(value -> !value.isEmpty());
        }

        /** Returns the same as a single word, without the unknown facts. */
        Word assuming(String word) {
            Map<String, String> facts = new HashMap<>(known);
            facts.values().removeIf(String::isEmpty);
            return new Word(word, facts);
        }

        @Override
        public String toString() {
            return words.size() == 1 ? words.iterator().next() : "(not said)";
        }
    }

    /**
     * Returns the observation in the notation of patterns, shortened to one line.
     *
     * @return such as {@code 400 closed}; {@code nothing} if nothing was seen
     */
    @Override
    public String toString() {
        int left = sightings.size() - SHOWN_FIRST - SHOWN_LAST;
        if (left <= 0) {
            return sightings.isEmpty() ? "nothing" : words(sightings);
        }
        return words(sightings.subList(0, SHOWN_FIRST)) + " (" + left + " more) "
                + words(sightings.subList(sightings.size() - SHOWN_LAST, sightings.size()));
    }

    private static String words(List<Sighting> some) {
        return some.stream().map(Object::toString).collect(Collectors.joining(" "));
    }
}
