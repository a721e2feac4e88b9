package io.github.h11j.spec.requirements;

import java.lang.reflect.AnnotatedElement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails tests whose {@link Requirement} annotations have an id that is not in the catalogue. */
final class KnownRequirements {

    private KnownRequirements() {}

    /** Returns the ids in the annotations of a class or method, its own and inherited ones. */
    static Set<String> cited(AnnotatedElement element) {
        Set<String> ids = new LinkedHashSet<>();
        for (Requirement requirement : element.getAnnotationsByType(Requirement.class)) {
            ids.addAll(List.of(requirement.value()));
        }
        return ids;
    }

    private static void check(AnnotatedElement element) {
        RequirementCatalogue.standard().requireKnown(cited(element));
    }

    /** For JUnit Jupiter: judges classes and methods when they are about to be run, dynamic ones included. */
    static final class OfJupiter implements ExecutionCondition, BeforeAllCallback {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            context.getTestMethod().ifPresent(KnownRequirements::check);
            return ConditionEvaluationResult.enabled("cites known requirements");
        }

        @Override
        public void beforeAll(ExtensionContext context) {
            check(context.getRequiredTestClass());
        }
    }

    /** For jqwik. */
    static final class OfJqwik implements AroundPropertyHook {

        @Override
        public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
            check(context.containerClass());
            check(context.targetMethod());
            return property.execute();
        }

        @Override
        public PropagationMode propagateTo() {
            return PropagationMode.ALL_DESCENDANTS;
        }
    }
}
