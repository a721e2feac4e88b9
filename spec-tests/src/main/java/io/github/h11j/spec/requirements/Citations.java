package io.github.h11j.spec.requirements;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.function.Executable;

/**
 * Citations of requirements that are only known at run time: for tests generated from data, which cannot be annotated.
 * All methods throw if an id is not in the catalogue, or if there is no id.
 *
 * <p>What the {@link RequirementListener} understands: a dynamic test or container whose source is a URI {@code
 * requirement:RFC9112-6.3-3,RFC9112-6.3-7}, and a report entry with the key {@code requirement} and such a list.
 */
public final class Citations {

    /** The scheme of a test source URI that cites, and the key of a report entry that does. */
    static final String KEY = "requirement";

    private Citations() {}

    /**
     * Returns a dynamic test that tests requirements.
     *
     * @param displayName its name
     * @param ids the requirements, at least one
     * @param executable the test
     * @return the test
     * @throws UnknownRequirementException if an id is not in the catalogue
     */
    public static DynamicTest dynamicTest(String displayName, Collection<String> ids, Executable executable) {
        return DynamicTest.dynamicTest(displayName, uri(ids), executable);
    }

    /**
     * Returns a dynamic container all of whose tests test requirements.
     *
     * @param displayName its name
     * @param ids the requirements, at least one
     * @param children what it contains
     * @return the container
     * @throws UnknownRequirementException if an id is not in the catalogue
     */
    public static DynamicContainer dynamicContainer(
            String displayName, Collection<String> ids, Collection<? extends DynamicNode> children) {
        return DynamicContainer.dynamicContainer(displayName, uri(ids), children.stream());
    }

    /**
     * Says that the running test tests requirements. In a dynamic test the citation counts for the whole
     * factory method; use {@link #dynamicTest} there.
     *
     * @param reporter the parameter of the test method
     * @param ids the requirements, at least one
     * @throws UnknownRequirementException if an id is not in the catalogue
     */
    public static void publish(TestReporter reporter, String... ids) {
        reporter.publishEntry(KEY, join(List.of(ids)));
    }

    /**
     * Returns the test source URI that cites requirements.
     *
     * @param ids the requirements, at least one
     * @return for example {@code requirement:RFC9112-6.3-3,RFC9112-6.3-7}
     * @throws UnknownRequirementException if an id is not in the catalogue
     */
    public static URI uri(Collection<String> ids) {
        return URI.create(KEY + ":" + join(ids));
    }

    private static String join(Collection<String> ids) {
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("no requirement is cited");
        }
        RequirementCatalogue.standard().requireKnown(ids);
        return String.join(",", ids);
    }

    /** Returns the ids of a list as in the URI; empty parts are left out. */
    static Set<String> split(String list) {
        Set<String> ids = new LinkedHashSet<>();
        for (String id : list.split(",", -1)) {
            if (!id.isBlank()) {
                ids.add(id.trim());
            }
        }
        return ids;
    }

    /** Returns the ids that a test source URI cites. */
    static Set<String> split(URI uri) {
        return KEY.equals(uri.getScheme()) ? split(uri.getSchemeSpecificPart()) : Set.of();
    }
}
