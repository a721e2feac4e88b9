package io.github.h11j.spec.generators;

import io.github.h11j.Role;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a {@link Message}, {@link NearValid}, {@link Outgoing} or {@link Calls} parameter of a property: which peer it
 * belongs to. Without it, either.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.TYPE_USE})
public @interface ByRole {

    /**
     * Returns the peer.
     *
     * @return {@link Role#CLIENT} for requests, {@link Role#SERVER} for responses; for calls, the side whose connection
     *     is called
     */
    Role value();
}
