package io.github.h11j.explorer.teavm;

import org.teavm.extension.spi.substitution.SimpleSubstitutionPolicy;
import org.teavm.extension.spi.substitution.SubstitutionSink;

/** The two JDK classes that h11j-core uses and TeaVM's class library lacks. It cannot replace one that is there. */
public final class CoreSubstitutions extends SimpleSubstitutionPolicy {
    @Override
    public void contribute(SubstitutionSink sink) {
        sink.selectClasses(named("java.lang.invoke.VarHandle").or(named("java.util.StringJoiner")))
                .packagePrefix("io.github.h11j.explorer.teavm.emul.")
                .simpleNamePrefix("T");
    }
}
