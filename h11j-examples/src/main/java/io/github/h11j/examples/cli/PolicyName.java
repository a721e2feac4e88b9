package io.github.h11j.examples.cli;

import io.github.h11j.Policy;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The presets of {@link Policy} by their names on the command line. */
@SuppressWarnings("ImmutableEnumChecker") // policies are immutable
enum PolicyName {
    STRICT("strict", Policy.STRICT),
    BROWSER_FACING_SERVER("browser-facing-server", Policy.BROWSER_FACING_SERVER),
    H11("h11", Policy.H11),
    TOLERANT_CLIENT("tolerant-client", Policy.TOLERANT_CLIENT);

    private final String label;
    private final Policy policy;

    PolicyName(String label, Policy policy) {
        this.label = label;
        this.policy = policy;
    }

    Policy policy() {
        return policy;
    }

    @Override
    public String toString() {
        return label;
    }

    /** Reads the labels, in any case, and the names of the constants. */
    static final class Converter implements ITypeConverter<PolicyName> {
        @Override
        public PolicyName convert(String value) {
            String asked = value.toLowerCase(Locale.ROOT).replace('_', '-');
            for (PolicyName name : values()) {
                if (name.label.equals(asked)) {
                    return name;
                }
            }
            throw new TypeConversionException(
                    "'" + value + "' is not one of strict, browser-facing-server, h11, tolerant-client");
        }
    }
}
