package io.github.h11j.spec.requirements;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which requirements were tested, by which tests, with which results. The same tests with the same results produce the
 * same report, in whatever order they ran. Immutable.
 */
public final class TraceabilityReport {

    /** The name of the JSON file that {@link #write(Path)} writes. */
    public static final String JSON_FILE = "requirements.json";
    /** The name of the Markdown file that {@link #write(Path)} writes. */
    public static final String MARKDOWN_FILE = "requirements.md";
    /** The name of the HTML file that {@link #write(Path)} writes. */
    public static final String HTML_FILE = "requirements.html";

    private final RequirementCatalogue catalogue;
    /** By requirement, then by name. */
    private final SortedMap<String, SortedMap<String, TestOutcome>> outcomes = new TreeMap<>();

    /**
     * A report of tests.
     *
     * @param catalogue the requirements to report on, and which of them apply
     * @param outcomes by the id of the requirement that they cite; ids that are not in the catalogue are kept apart
     */
    public TraceabilityReport(RequirementCatalogue catalogue, Map<String, ? extends Collection<TestOutcome>> outcomes) {
        this.catalogue = catalogue;
        outcomes.forEach((id, tests) -> tests.forEach(test -> add(id, test)));
    }

    private void add(String id, TestOutcome test) {
        outcomes.computeIfAbsent(id, key -> new TreeMap<>()).merge(test.name(), test, TestOutcome::plus);
    }

    /**
     * A requirement and what its tests say.
     *
     * @param requirement the requirement
     * @param status what they say in sum
     * @param tests its tests by name, unmodifiable
     */
    public record Entry(RfcRequirement requirement, RequirementStatus status, List<TestOutcome> tests) {}

    /**
     * Returns all requirements of the catalogue.
     *
     * @return in its order
     */
    public List<Entry> entries() {
        return catalogue.all().stream().map(this::entry).toList();
    }

    private Entry entry(RfcRequirement requirement) {
        List<TestOutcome> tests = tests(requirement.id());
        return new Entry(requirement, RequirementStatus.of(requirement, tests), tests);
    }

    private List<TestOutcome> tests(String id) {
        SortedMap<String, TestOutcome> tests = outcomes.get(id);
        return tests == null ? List.of() : List.copyOf(tests.values());
    }

    /**
     * Returns the requirements with a status.
     *
     * @param status the status
     * @return their ids, in the order of the catalogue
     */
    public List<String> with(RequirementStatus status) {
        return entries().stream()
                .filter(entry -> entry.status() == status)
                .map(entry -> entry.requirement().id())
                .toList();
    }

    /**
     * Returns how many requirements have which status.
     *
     * @return a number for every status
     */
    public Map<RequirementStatus, Integer> counts() {
        Map<RequirementStatus, Integer> counts = new EnumMap<>(RequirementStatus.class);
        for (RequirementStatus status : RequirementStatus.values()) {
            counts.put(status, with(status).size());
        }
        return counts;
    }

    /**
     * Citations that are not in the catalogue: mistakes in tests.
     *
     * @return the tests by the id that they cite
     */
    public Map<String, List<TestOutcome>> unknown() {
        Map<String, List<TestOutcome>> unknown = new LinkedHashMap<>();
        for (String id : outcomes.keySet()) {
            if (catalogue.find(id).isEmpty()) {
                unknown.put(id, tests(id));
            }
        }
        return unknown;
    }

    /**
     * This report and another, of another module or run, in one. A test of the same name in both counts in sum.
     *
     * @param other a report; which requirements apply is taken from this one
     * @return the union
     */
    public TraceabilityReport plus(TraceabilityReport other) {
        TraceabilityReport sum = new TraceabilityReport(catalogue, Map.of());
        for (TraceabilityReport part : List.of(this, other)) {
            part.outcomes.forEach((id, tests) -> tests.values().forEach(test -> sum.add(id, test)));
        }
        return sum;
    }

    /**
     * Fails unless every requirement that applies is tested, no test of a requirement failed, and no test cites what is
     * not in the catalogue. For a test or a build step that guards the coverage.
     *
     * @throws AssertionError naming the requirements
     */
    public void requireComplete() {
        List<String> failed = with(RequirementStatus.FAILED);
        List<String> untested = with(RequirementStatus.UNTESTED);
        if (!failed.isEmpty() || !untested.isEmpty() || !unknown().isEmpty()) {
            throw new AssertionError("requirements failed: " + failed + ", untested: " + untested
                    + ", cited but unknown: " + unknown().keySet());
        }
    }

    /**
     * Writes the report as {@value #MARKDOWN_FILE}, {@value #JSON_FILE} and {@value #HTML_FILE}, the last
     * self-contained.
     *
     * @param folder where to; created if need be
     * @throws IOException if they cannot be written
     */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(JSON_FILE), json());
        Files.writeString(folder.resolve(MARKDOWN_FILE), markdown());
        Files.writeString(folder.resolve(HTML_FILE), html());
    }

    /**
     * Reads a report written by {@link #json()}.
     *
     * @param file a JSON file
     * @return the report, with the requirements and their applicability as they were then
     * @throws IOException if it cannot be read or is not such a file
     */
    public static TraceabilityReport read(Path file) throws IOException {
        return ReportJson.read(file);
    }

    /**
     * Returns the report in Markdown.
     *
     * @return a page
     */
    public String markdown() {
        return ReportMarkdown.write(this);
    }

    /**
     * Returns the report in JSON, to be read by {@link #read(Path)} or other programs.
     *
     * @return an object
     */
    public String json() {
        return ReportJson.write(this);
    }

    /**
     * Returns the report as one HTML page without external resources.
     *
     * @return a page
     */
    public String html() {
        return ReportHtml.write(this);
    }
}
