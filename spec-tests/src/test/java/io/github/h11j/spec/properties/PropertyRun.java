package io.github.h11j.spec.properties;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the properties of a class inside a test: which of them fail, and with which smallest example. */
public final class PropertyRun {

    private PropertyRun() {}

    /** On a class of properties: keeps the smallest example of the last that fails. */
    public static final class Keeper implements AroundPropertyHook {

        private static final List<List<Object>> FALSIFIED = new CopyOnWriteArrayList<>();

        @Override
        public PropagationMode propagateTo() {
            return PropagationMode.ALL_DESCENDANTS;
        }

        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
            PropertyExecutionResult result = property.execute();
            result.falsifiedParameters().ifPresent(FALSIFIED::add);
            return result;
        }
    }

    /** The names of the properties that fail; what they fail with is not shrunk. */
    public static Set<String> failuresOf(Class<?> properties) {
        return failuresOf(properties, ShrinkingMode.OFF);
    }

    /**
     * Never {@link ShrinkingMode#BOUNDED}: jqwik leaves shrinking that exceeds its time running in the common pool,
     * which has one thread on two cores, so that from JDK 25 on all later shrinking waits for it in vain.
     */
    private static Set<String> failuresOf(Class<?> properties, ShrinkingMode shrinking) {
        Set<String> failed = new TreeSet<>();
        execute(properties, shrinking, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                Optional<Throwable> thrown = result.getThrowable();
                if (test.isTest() && thrown.isPresent()) {
                    failed.add(test.getDisplayName().replace(' ', '_'));
                }
            }
        });
        return failed;
    }

    /** The names of the properties that are skipped. */
    public static Set<String> skippedOf(Class<?> properties) {
        Set<String> skipped = new TreeSet<>();
        execute(properties, ShrinkingMode.OFF, new TestExecutionListener() {
            @Override
            public void executionSkipped(TestIdentifier test, String reason) {
                skipped.add(test.getDisplayName().replace(' ', '_'));
            }
        });
        return skipped;
    }

    private static void execute(Class<?> properties, ShrinkingMode shrinking, TestExecutionListener listener) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(properties))
                .configurationParameter("jqwik.database", "target/jqwik-database-of-property-run")
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .configurationParameter("jqwik.failures.after.default", "PREVIOUS_SEED")
                .configurationParameter("jqwik.shrinking.default", shrinking.name())
                .build();
        LauncherFactory.create().execute(request, listener);
    }

    /** The smallest example with which the one property of a class fails, which has a {@link Keeper}. */
    public static List<Object> smallestFailureOf(Class<?> properties) {
        Keeper.FALSIFIED.clear();
        Set<String> failed = failuresOf(properties, ShrinkingMode.FULL);
        if (failed.size() != 1 || Keeper.FALSIFIED.isEmpty()) {
            throw new AssertionError("failed: " + failed + ", with " + Keeper.FALSIFIED);
        }
        return Keeper.FALSIFIED.get(0);
    }
}
