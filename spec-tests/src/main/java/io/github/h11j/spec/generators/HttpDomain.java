package io.github.h11j.spec.generators;

import java.util.Collection;
import java.util.List;
import net.jqwik.api.configurators.ArbitraryConfigurator;
import net.jqwik.api.domains.DomainContext;
import net.jqwik.api.providers.ArbitraryProvider;

/**
 * The generators of this package as a domain, for properties that have a {@link net.jqwik.api.domains.Domain} of their
 * own and would otherwise not see them: {@code @Domain(HttpDomain.class)}.
 */
public final class HttpDomain implements DomainContext {

    /** The domain. */
    public HttpDomain() {}

    @Override
    public Collection<ArbitraryProvider> getArbitraryProviders() {
        return List.of(new HttpArbitraryProvider());
    }

    @Override
    public Collection<ArbitraryConfigurator> getArbitraryConfigurators() {
        return List.of();
    }
}
