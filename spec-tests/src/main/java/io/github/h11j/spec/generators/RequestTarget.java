package io.github.h11j.spec.generators;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a {@code String} of a property: a request-target, {@link HttpArbitraries#targets(TargetForm)}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.TYPE_USE})
public @interface RequestTarget {

    /**
     * Returns the form.
     *
     * @return origin-form by default
     */
    TargetForm value() default TargetForm.ORIGIN;
}
