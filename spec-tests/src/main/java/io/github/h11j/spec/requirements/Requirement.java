package io.github.h11j.spec.requirements;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says which requirements of the {@link RequirementCatalogue} a test method, or each test of a class, tests. Works for
 * every kind of JUnit Jupiter test and for jqwik properties; a test with an id that is not in the catalogue fails.
 *
 * <pre>{@code
 * @Test
 * @Requirement("RFC9112-3.2-7")
 * void a_request_without_host_is_refused() { ... }
 * }</pre>
 *
 * <p>For tests that are made at run time there is {@link Citations}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(Requirement.List.class)
@ExtendWith(KnownRequirements.OfJupiter.class)
@AddLifecycleHook(KnownRequirements.OfJqwik.class)
public @interface Requirement {

    /**
     * Returns the requirements.
     *
     * @return their ids, for example {@code RFC9112-6.3-3}
     */
    String[] value();

    /** Several {@link Requirement} annotations; the compiler adds it. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @ExtendWith(KnownRequirements.OfJupiter.class)
    @AddLifecycleHook(KnownRequirements.OfJqwik.class)
    @interface List {

        /**
         * Returns the annotations.
         *
         * @return two or more
         */
        Requirement[] value();
    }
}
