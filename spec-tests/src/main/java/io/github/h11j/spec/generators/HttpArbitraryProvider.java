package io.github.h11j.spec.generators;

import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.Role;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;

/**
 * Finds the arbitrary for a parameter of a property by its type or its annotation. jqwik finds this provider by itself
 * where the kit is on the class path; in a property with its own {@link net.jqwik.api.domains.Domain}, {@link
 * HttpDomain} adds it.
 */
public final class HttpArbitraryProvider implements ArbitraryProvider {

    private static final Map<Class<?>, Supplier<Arbitrary<?>>> BY_TYPE = Map.of(
            ByteString.class, () -> HttpArbitraries.contents(200),
            FieldLine.class, HttpArbitraries::fieldLines,
            Body.Chunked.class, HttpArbitraries::chunkedBodies,
            Exchange.class, HttpArbitraries::exchanges,
            Conversation.class, HttpArbitraries::conversations,
            Pipeline.class, HttpArbitraries::pipelines,
            Segmentation.class, HttpArbitraries::segmentations,
            Headers.class, EventArbitraries::headers,
            Event.class, EventArbitraries::events);

    private static final Map<Class<?>, Function<Role, Arbitrary<?>>> BY_ROLE = Map.of(
            Message.class, HttpArbitraries::messages,
            NearValid.class, HttpArbitraries::nearValid,
            Outgoing.class, EventArbitraries::outgoing,
            Calls.class, EventArbitraries::calls);

    /** A provider. */
    public HttpArbitraryProvider() {}

    @Override
    public boolean canProvideFor(TypeUsage type) {
        return find(type).isPresent();
    }

    @Override
    public Set<Arbitrary<?>> provideFor(TypeUsage type, SubtypeProvider subtypes) {
        return Set.of(find(type).orElseThrow());
    }

    /** Higher than jqwik's own providers, which would generate any string for an annotated string. */
    @Override
    public int priority() {
        return 10;
    }

    private static Optional<Arbitrary<?>> find(TypeUsage type) {
        if (type.isOfType(String.class)) {
            return string(type);
        }
        Class<?> raw = type.getRawType();
        Supplier<Arbitrary<?>> plain = BY_TYPE.get(raw);
        if (plain != null) {
            return Optional.of(plain.get());
        }
        Function<Role, Arbitrary<?>> byRole = BY_ROLE.get(raw);
        if (byRole == null) {
            return Optional.empty();
        }
        return Optional.of(type.findAnnotation(ByRole.class)
                .<Arbitrary<?>>map(role -> byRole.apply(role.value()))
                .orElseGet(() -> Arbitraries.of(Role.class).flatMap(role -> objects(byRole.apply(role)))));
    }

    private static Arbitrary<Object> objects(Arbitrary<?> arbitrary) {
        return arbitrary.asGeneric();
    }

    private static Optional<Arbitrary<?>> string(TypeUsage type) {
        if (type.isAnnotated(Token.class)) {
            return Optional.of(HttpArbitraries.tokens());
        }
        if (type.isAnnotated(FieldName.class)) {
            return Optional.of(HttpArbitraries.fieldNames());
        }
        if (type.isAnnotated(FieldValue.class)) {
            return Optional.of(HttpArbitraries.fieldValues());
        }
        return type.findAnnotation(RequestTarget.class).map(target -> HttpArbitraries.targets(target.value()));
    }
}
