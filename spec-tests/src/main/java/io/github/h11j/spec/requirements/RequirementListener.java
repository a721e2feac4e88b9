package io.github.h11j.spec.requirements;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.engine.support.descriptor.UriSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Records which requirements were tested with which result, and writes the {@link TraceabilityReport} at the end of the
 * run. The JUnit Platform loads it as a service wherever this library is on the class path; it does nothing unless the
 * configuration parameter {@value #FOLDER} names the folder to write to, in {@code junit-platform.properties} or as a
 * system property. {@value #APPLICABILITY} may name a properties file for
 * {@link RequirementCatalogue#withApplicability(Properties)}, on the class path or in the file system.
 *
 * <p>A test cites the requirements of the {@link Requirement} annotations on its method, its class and the enclosing
 * classes, of its own {@link Citations}, and of the citations of the containers around it. An error of this listener,
 * such as a file that does not exist, is only logged by the JUnit Platform.
 */
public final class RequirementListener implements TestExecutionListener {

    /** Configuration parameter: the folder to write to; nothing is recorded without it. */
    public static final String FOLDER = "h11j.requirements.report";
    /** Configuration parameter: a properties file that defines which requirements apply. */
    public static final String APPLICABILITY = "h11j.requirements.applicability";

    /** Null: as the configuration says. */
    private @Nullable Path folder;

    private final boolean recordsAlways;
    private boolean recording;
    private RequirementCatalogue catalogue = RequirementCatalogue.standard();
    private @Nullable TestPlan plan;
    private final Map<String, List<TestOutcome>> outcomes = new ConcurrentHashMap<>();
    /** What a test or container has published, by its unique id. */
    private final Map<String, Set<String>> published = new ConcurrentHashMap<>();
    /** The unique ids of the containers in which a test failed. */
    private final Set<String> containersWithFailures = ConcurrentHashMap.newKeySet();

    /** As the JUnit Platform makes it: the configuration says whether it records. */
    public RequirementListener() {
        this(false);
    }

    private RequirementListener(boolean recordsAlways) {
        this.recordsAlways = recordsAlways;
    }

    /**
     * Returns a listener that records regardless of the configuration, and writes nothing: {@link #report()} has the
     * results. For a {@code Launcher} of one's own.
     *
     * @return the listener
     */
    public static RequirementListener recording() {
        return new RequirementListener(true);
    }

    /**
     * Returns what has been recorded.
     *
     * @return a report
     */
    public TraceabilityReport report() {
        return new TraceabilityReport(catalogue, outcomes);
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        ConfigurationParameters configuration = started.getConfigurationParameters();
        outcomes.clear();
        published.clear();
        containersWithFailures.clear();
        plan = started;
        folder = recordsAlways ? null : configuration.get(FOLDER).map(Path::of).orElse(null);
        recording = recordsAlways || folder != null;
        Optional<String> applicability = recording ? configuration.get(APPLICABILITY) : Optional.empty();
        catalogue = applicability
                .map(file -> RequirementCatalogue.standard().withApplicability(load(file)))
                .orElse(RequirementCatalogue.standard());
    }

    private static Properties load(String file) {
        Properties properties = new Properties();
        ClassLoader loader = Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .orElse(ClassLoader.getSystemClassLoader());
        InputStream resource = loader.getResourceAsStream(file);
        try (InputStream in = resource == null ? Files.newInputStream(Path.of(file)) : resource) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(APPLICABILITY + ": " + file + " cannot be read", e);
        }
        return properties;
    }

    @Override
    public void reportingEntryPublished(TestIdentifier identifier, ReportEntry entry) {
        String list = recording ? entry.getKeyValuePairs().get(Citations.KEY) : null;
        if (list != null) {
            published
                    .computeIfAbsent(identifier.getUniqueId(), id -> ConcurrentHashMap.newKeySet())
                    .addAll(Citations.split(list));
        }
    }

    @Override
    public void executionSkipped(TestIdentifier identifier, String reason) {
        if (recording) {
            record(identifier, 0, 0, 1);
        }
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        if (!recording) {
            return;
        }
        boolean failed = result.getStatus() == TestExecutionResult.Status.FAILED;
        if (failed) {
            containers(identifier).forEach(container -> containersWithFailures.add(container.getUniqueId()));
        }
        if (identifier.isTest() || failed) {
            boolean passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
            record(identifier, passed ? 1 : 0, failed ? 1 : 0, passed || failed ? 0 : 1);
        } else if (published.containsKey(identifier.getUniqueId())) {
            boolean inside = containersWithFailures.contains(identifier.getUniqueId());
            TestOutcome outcome = new TestOutcome(name(identifier, false), inside ? 0 : 1, inside ? 1 : 0, 0);
            published.get(identifier.getUniqueId()).forEach(id -> add(id, outcome));
        }
    }

    private void record(TestIdentifier identifier, int passed, int failed, int skipped) {
        Set<String> own = own(identifier);
        TestOutcome precise = new TestOutcome(name(identifier, true), passed, failed, skipped);
        own.forEach(id -> add(id, precise));
        Set<String> inherited = new LinkedHashSet<>(annotated(identifier));
        for (TestIdentifier container : containers(identifier)) {
            inherited.addAll(annotated(container));
            cites(container).stream().filter(own::add).forEach(id -> add(id, precise));
        }
        inherited.removeAll(own);
        TestOutcome general = new TestOutcome(name(identifier, false), passed, failed, skipped);
        inherited.forEach(id -> add(id, general));
    }

    private void add(String id, TestOutcome outcome) {
        outcomes.computeIfAbsent(id, key -> Collections.synchronizedList(new ArrayList<>()))
                .add(outcome);
    }

    /** Returns what a dynamic test cites. */
    private Set<String> own(TestIdentifier identifier) {
        Set<String> ids = new LinkedHashSet<>(cites(identifier));
        ids.addAll(published.getOrDefault(identifier.getUniqueId(), Set.of()));
        return ids;
    }

    private static Set<String> cites(TestIdentifier identifier) {
        return identifier
                .getSource()
                .filter(UriSource.class::isInstance)
                .map(source -> Citations.split(((UriSource) source).getUri()))
                .orElse(Set.of());
    }

    private static Set<String> annotated(TestIdentifier identifier) {
        TestSource source = identifier.getSource().orElse(null);
        if (source instanceof MethodSource method) {
            return KnownRequirements.cited(method.getJavaMethod());
        }
        return source instanceof ClassSource type ? KnownRequirements.cited(type.getJavaClass()) : Set.of();
    }

    /** Returns the containers of a test, the nearest first. */
    private List<TestIdentifier> containers(TestIdentifier identifier) {
        List<TestIdentifier> containers = new ArrayList<>();
        TestPlan current = plan;
        Optional<TestIdentifier> container = current == null ? Optional.empty() : current.getParent(identifier);
        while (current != null && container.isPresent()) {
            containers.add(container.get());
            container = current.getParent(container.get());
        }
        return containers;
    }

    /**
     * Returns the class and method of a test.
     *
     * @param precise with the display names of what was made at run time below the method
     */
    private String name(TestIdentifier identifier, boolean precise) {
        List<String> parts = new ArrayList<>();
        String method = "";
        List<TestIdentifier> path = new ArrayList<>(List.of(identifier));
        path.addAll(containers(identifier));
        for (TestIdentifier part : path) {
            TestSource source = part.getSource().orElse(null);
            if (source instanceof MethodSource test) {
                method = simple(test.getClassName()) + "." + test.getMethodName();
            } else if (source instanceof ClassSource type) {
                method = method.isEmpty() ? simple(type.getClassName()) : method;
            } else if (method.isEmpty()) {
                parts.add(0, part.getDisplayName());
            }
        }
        if (method.isEmpty()) {
            return String.join(": ", parts);
        }
        return precise && !parts.isEmpty() ? method + ": " + String.join(": ", parts) : method;
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1).replace('$', '.');
    }

    @Override
    public void testPlanExecutionFinished(TestPlan finished) {
        if (folder == null) {
            return;
        }
        try {
            report().write(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the traceability report cannot be written to " + folder, e);
        }
    }
}
