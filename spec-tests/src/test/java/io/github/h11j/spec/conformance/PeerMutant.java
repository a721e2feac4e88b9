package io.github.h11j.spec.conformance;

import io.github.h11j.Violation;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** One way in which a server or a client can be wrong, as far as both share it: how it reads bytes. */
abstract class PeerMutant {

    private final String name;
    Set<Violation> forgiven = Set.of();
    UnaryOperator<String> input = bytes -> bytes;
    BiPredicate<String, Integer> refused = (bytes, reads) -> false;
    Predicate<String> crashing = bytes -> false;

    PeerMutant(String name) {
        this.name = name;
    }

    final boolean forgives(Violation violation) {
        return forgiven.contains(violation);
    }

    /** Changes the bytes that it reads. */
    final String input(String bytes) {
        return input.apply(bytes);
    }

    final boolean refuses(String received, int reads) {
        return refused.test(received, reads);
    }

    final boolean crashes(String received) {
        return crashing.test(received);
    }

    @Override
    public final String toString() {
        return name;
    }

    /** Whether bytes have something. */
    static Predicate<String> having(String regex) {
        return Pattern.compile(regex, Pattern.DOTALL).asPredicate();
    }

    /** Replaces all matches. */
    static UnaryOperator<String> replacing(String regex, String replacement) {
        Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
        return bytes -> pattern.matcher(bytes).replaceAll(replacement);
    }

    /** Replaces the first match. */
    static UnaryOperator<String> replacingFirst(String regex, String replacement) {
        Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
        return bytes -> pattern.matcher(bytes).replaceFirst(replacement);
    }
}
