package io.github.h11j.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which servers a client with TLS believes. */
final class TrustOptions {

    @Option(
            names = "--tls-trust",
            paramLabel = "FILE",
            description = "trust the certificates in this PEM file and no others (those that the JDK trusts)")
    private @Nullable Path trust;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    /** Returns the context. */
    SSLContext context() {
        try {
            return trust == null ? SSLContext.getDefault() : Tls.client(trust);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        } catch (IOException e) {
            throw wrong(Reasons.of(e));
        } catch (GeneralSecurityException e) {
            throw wrong("it has no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----");
        }
    }

    private ParameterException wrong(String reason) {
        return new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "--tls-trust: cannot use " + trust + ": " + reason);
    }
}
