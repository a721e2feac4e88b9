package io.github.h11j.spec.properties;

import io.github.h11j.Role;
import io.github.h11j.spec.pair.ConnectionUnderTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/** On a property: what an implementation needs for the property to apply. If it lacks that, the property is skipped. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Needs {

    /** What can be missing. */
    enum What {
        /** The client's side. */
        CLIENT,
        /** The server's side. */
        SERVER,
        /** That it sends: {@link ConnectionUnderTest#sends()}. */
        SENDING
    }

    What value();

    /** Skips what needs more than there is. */
    final class Hook implements SkipExecutionHook {

        Hook() {}

        @Override
        public SkipResult shouldBeSkipped(LifecycleContext context) {
            Needs needs = context.findAnnotation(Needs.class).orElseThrow();
            ConnectionSource source = context.optionalContainerClass()
                    .map(type -> (ConnectionSource) context.newInstance(type))
                    .orElseThrow();
            boolean there = switch (needs.value()) {
                case CLIENT -> source.roles().contains(Role.CLIENT);
                case SERVER -> source.roles().contains(Role.SERVER);
                case SENDING ->
                    source.roles().stream()
                            .anyMatch(role -> source.connection(role).sends());
            };
            return there
                    ? SkipResult.doNotSkip()
                    : SkipResult.skip("the implementation lacks what the property needs: " + needs.value());
        }
    }
}
