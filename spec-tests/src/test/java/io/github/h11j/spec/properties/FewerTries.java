package io.github.h11j.spec.properties;

import io.github.h11j.build.Sample;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.Store;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/**
 * On a class of properties: all their tries in CI, else a tenth. jqwik has no setting for it, because each property of the kit
 * says how often it is tried. Not for classes that have to fail, which they might not with fewer tries.
 */
final class FewerTries implements AroundTryHook {

    private static final int LEAST = 20;

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor aTry, List<Object> parameters) {
        TryExecutionResult result = aTry.execute(parameters);
        int enough = Math.max(
                LEAST,
                context.findAnnotation(Property.class).map(Property::tries).orElse(0) / 10);
        AtomicInteger tried = Store.getOrCreate(FewerTries.class, Lifespan.PROPERTY, AtomicInteger::new)
                .get();
        boolean last = tried.incrementAndGet() >= enough;
        return !Sample.ALL && last && result.isSatisfied() ? TryExecutionResult.satisfied(true) : result;
    }
}
