package io.github.h11j.spec.conformance;

import io.github.h11j.spec.conformance.Observation.Detail;
import io.github.h11j.spec.conformance.Observation.Message;
import io.github.h11j.spec.conformance.Observation.Sighting;
import io.github.h11j.spec.conformance.Observation.Unsaid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * A notation for what may be observed: items separated by one space, in the order in which things are seen.
 *
 * <p>An item is a name, or several separated by {@code |} ({@code 400|501}). The attributes that it must have may
 * follow, in brackets and separated by commas. A {@code ?} at the end means that the item may be missing, a {@code *}
 * that it may occur any number of times. An attribute is a field that is present ({@code date}), a field with this
 * value or list member ({@code connection:close}), or a fact about the message ({@code @version:1.1}); {@code !} before
 * it negates it. A value is in the {@linkplain ByteTemplate notation of bytes}, with variables such as {@code \{host}}.
 *
 * <p>An interim response other than 101 is ignored unless an item of the pattern names it; so is a {@linkplain Observation.Detail
 * detail} unless the pattern names one of its family.
 */
public final class Pattern {

    private static final java.util.regex.Pattern ITEM =
            java.util.regex.Pattern.compile("([A-Za-z0-9|-]+)(?:\\[([^\\]]*)])?([?*])?");

    private record Attribute(boolean wanted, boolean fact, String name, ByteTemplate value) {}

    private record Item(List<String> names, List<Attribute> attributes, boolean optional, boolean repeated) {}

    private final String notation;
    private final List<Item> items;

    private Pattern(String notation, List<Item> items) {
        this.notation = notation;
        this.items = items;
    }

    /**
     * Reads the notation.
     *
     * @param notation as above
     * @return the pattern
     * @throws IllegalArgumentException if it is not well-formed; names of facts are only checked by {@link #matches}
     */
    public static Pattern parse(String notation) {
        List<Item> items = new ArrayList<>();
        int at = 0;
        Matcher matcher = ITEM.matcher(notation);
        while (at < notation.length()) {
            if (at > 0 && notation.charAt(at++) != ' ') {
                throw malformed(notation, at - 1);
            }
            if (!matcher.region(at, notation.length()).lookingAt()) {
                throw malformed(notation, at);
            }
            items.add(item(matcher));
            at = matcher.end();
        }
        if (items.isEmpty()) {
            throw malformed(notation, 0);
        }
        return new Pattern(notation, List.copyOf(items));
    }

    private static IllegalArgumentException malformed(String notation, int at) {
        return new IllegalArgumentException("pattern \"" + notation + "\", character " + (at + 1)
                + ": expected an item such as 400|501[date,!te]?");
    }

    private static Item item(Matcher matcher) {
        List<Attribute> attributes = new ArrayList<>();
        String inBrackets = matcher.group(2);
        if (inBrackets != null) {
            for (String attribute : inBrackets.split(",", -1)) {
                attributes.add(attribute(attribute.strip()));
            }
        }
        String times = matcher.group(3);
        return new Item(
                List.of(matcher.group(1).split("\\|")), List.copyOf(attributes), times != null, "*".equals(times));
    }

    private static Attribute attribute(String text) {
        boolean wanted = !text.startsWith("!");
        String rest = wanted ? text : text.substring(1);
        boolean fact = rest.startsWith("@");
        String named = fact ? rest.substring(1) : rest;
        int colon = named.indexOf(':');
        String name = colon < 0 ? named : named.substring(0, colon);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("pattern: an attribute without a name: \"" + text + "\"");
        }
        return new Attribute(wanted, fact, name, ByteTemplate.parse(colon < 0 ? "" : named.substring(colon + 1)));
    }

    /**
     * Returns whether the pattern matches an entire observation.
     *
     * @param observation what was seen
     * @return true if it does
     * @throws IllegalArgumentException if the pattern names a fact or a variable that does not exist
     */
    public boolean matches(Observation observation) {
        List<Sighting> seen = observation.sightings().stream()
                .filter(sighting -> !isOrdinaryInterim(sighting) || names(sighting))
                .filter(sighting -> !(sighting instanceof Detail detail) || namesAny(detail.family()))
                .toList();
        return matches(observation.variables(), 0, seen, 0);
    }

    private boolean names(Sighting sighting) {
        return items.stream().flatMap(item -> item.names().stream()).anyMatch(sighting::isNamed);
    }

    /** Returns whether one of these names occurs. */
    boolean namesAny(Set<String> names) {
        return items.stream().flatMap(item -> item.names().stream()).anyMatch(names::contains);
    }

    /** Returns whether it tests a fact of something with this name. */
    boolean asks(String name, String fact) {
        return items.stream()
                .filter(item -> item.names().contains(name))
                .flatMap(item -> item.attributes().stream())
                .anyMatch(attribute -> attribute.fact() && attribute.name().equals(fact));
    }

    /** Returns the least number of final responses it matches, not counting one implied by {@code open}. */
    int finalResponses() {
        return (int) items.stream()
                .filter(item -> !item.optional())
                .filter(item -> item.names().get(0).matches("served|unechoed|final|refused|101|[2-9](xx|\\d\\d)"))
                .count();
    }

    private static boolean isOrdinaryInterim(Sighting sighting) {
        return sighting instanceof Message message
                && message.message().status() / 100 == 1
                && message.message().status() != 101;
    }

    private boolean matches(Map<String, String> variables, int i, List<Sighting> seen, int s) {
        if (i == items.size()) {
            return s == seen.size();
        }
        Item item = items.get(i);
        if (item.optional() && matches(variables, i + 1, seen, s)) {
            return true;
        }
        return s < seen.size()
                && isOne(variables, item, seen.get(s))
                && matches(variables, item.repeated() ? i : i + 1, seen, s + 1);
    }

    private static boolean isOne(Map<String, String> variables, Item item, Sighting sighting) {
        return item.names().stream().anyMatch(sighting::isNamed)
                && item.attributes().stream()
                        .allMatch(attribute -> isUnknown(sighting, attribute)
                                || attribute.wanted() == has(variables, sighting, attribute));
    }

    private static boolean isUnknown(Sighting sighting, Attribute attribute) {
        if (sighting instanceof Message message
                && attribute.fact()
                && attribute.name().equals("echo")) {
            return !message.echoes();
        }
        return sighting instanceof Unsaid unsaid && !unsaid.known().containsKey(attribute.name());
    }

    private static boolean has(Map<String, String> variables, Sighting sighting, Attribute attribute) {
        String wanted = filled(attribute.value(), variables);
        if (attribute.fact()) {
            Optional<String> value = sighting.fact(attribute.name());
            return value.isPresent() && (wanted.isEmpty() || value.get().equals(wanted));
        }
        if (!(sighting instanceof Message message)) {
            return false;
        }
        List<String> values = message.message().values(attribute.name());
        return wanted.isEmpty()
                ? !values.isEmpty()
                : values.contains(wanted)
                        || message.message().members(attribute.name()).contains(wanted);
    }

    private static String filled(ByteTemplate value, Map<String, String> variables) {
        StringBuilder filled = new StringBuilder();
        value.render(variables).forEach(piece -> filled.append(Latin.text(piece)));
        return filled.toString();
    }

    /**
     * As it was written.
     *
     * @return the notation
     */
    @Override
    public String toString() {
        return notation;
    }
}
