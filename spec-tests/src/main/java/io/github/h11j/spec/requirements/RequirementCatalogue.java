package io.github.h11j.spec.requirements;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/**
 * The requirements of RFC 9112 and RFC 9110 that concern HTTP/1.1 software, in the order of the documents. Immutable.
 */
public final class RequirementCatalogue {

    /** The value in a properties file for a requirement that applies. */
    static final String APPLIES = "applies";

    private static final RequirementCatalogue STANDARD = read();

    private final Map<String, RfcRequirement> requirements;

    RequirementCatalogue(Collection<RfcRequirement> requirements) {
        Map<String, RfcRequirement> byId = new LinkedHashMap<>();
        for (RfcRequirement requirement : requirements) {
            if (byId.put(requirement.id(), requirement) != null) {
                throw new IllegalArgumentException("duplicate requirement: " + requirement.id());
            }
        }
        this.requirements = Collections.unmodifiableMap(byId);
    }

    /**
     * Returns the catalogue as shipped with the kit: in it, a requirement applies if it applies to a protocol library.
     *
     * @return the same object each time
     */
    public static RequirementCatalogue standard() {
        return STANDARD;
    }

    private static RequirementCatalogue read() {
        try (InputStream in = Objects.requireNonNull(
                RequirementCatalogue.class.getResourceAsStream("requirements.json"), "requirements.json")) {
            List<RfcRequirement> requirements = new ArrayList<>();
            for (JsonNode node : new ObjectMapper().readTree(in)) {
                requirements.add(requirement(node));
            }
            return new RequirementCatalogue(requirements);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RfcRequirement requirement(JsonNode node) {
        return new RfcRequirement(
                node.path("id").asText(),
                node.path("document").asText(),
                node.path("section").asText(),
                RfcRequirement.Level.of(node.path("level").asText()),
                RfcRequirement.Role.of(node.path("role").asText()),
                node.path("text").asText(),
                node.path("applies").asBoolean(),
                node.path("deviates").asBoolean(),
                node.path("reason").asText(),
                node.path("note").asText());
    }

    /**
     * Returns all requirements.
     *
     * @return in the order of the documents, unmodifiable
     */
    public List<RfcRequirement> all() {
        return List.copyOf(requirements.values());
    }

    /**
     * Returns the requirements that apply.
     *
     * @return in the order of the documents, unmodifiable
     */
    public List<RfcRequirement> applicable() {
        return requirements.values().stream().filter(RfcRequirement::applies).toList();
    }

    /**
     * Returns one requirement.
     *
     * @param id for example {@code RFC9112-6.3-3}
     * @return empty if there is none with this id
     */
    public Optional<RfcRequirement> find(String id) {
        return Optional.ofNullable(requirements.get(id));
    }

    /**
     * Returns a requirement that must exist.
     *
     * @param id for example {@code RFC9112-6.3-3}
     * @return the requirement
     * @throws UnknownRequirementException if there is none with this id
     */
    public RfcRequirement get(String id) {
        return find(id).orElseThrow(() -> new UnknownRequirementException(List.of(id)));
    }

    /**
     * Fails if an id is not in the catalogue.
     *
     * @param ids the ids
     * @throws UnknownRequirementException naming all that are unknown
     */
    public void requireKnown(Collection<String> ids) {
        TreeSet<String> unknown = new TreeSet<>(ids);
        unknown.removeAll(requirements.keySet());
        if (!unknown.isEmpty()) {
            throw new UnknownRequirementException(unknown);
        }
    }

    /**
     * This catalogue for other software than a protocol library: which requirements apply, and the reasons, are
     * changed, and no changed requirement deviates.
     *
     * @param changes by id, {@code applies} or the reason why it does not; the key {@code *} stands for all
     *     requirements that have no key of their own
     * @return a changed copy
     * @throws UnknownRequirementException if a key is neither {@code *} nor an id
     */
    public RequirementCatalogue withApplicability(Properties changes) {
        TreeSet<String> keys = new TreeSet<>(changes.stringPropertyNames());
        keys.remove("*");
        requireKnown(keys);
        List<RfcRequirement> changed = new ArrayList<>();
        for (RfcRequirement old : requirements.values()) {
            String change =
                    changes.getProperty(old.id(), changes.getProperty("*", "")).trim();
            changed.add(change.isEmpty() ? old : withApplicability(old, change));
        }
        return new RequirementCatalogue(changed);
    }

    private static RfcRequirement withApplicability(RfcRequirement old, String change) {
        boolean applies = change.equals(APPLIES);
        return new RfcRequirement(
                old.id(),
                old.document(),
                old.section(),
                old.level(),
                old.role(),
                old.text(),
                applies,
                false,
                applies ? "" : change,
                old.note());
    }
}
