package io.github.h11j.examples.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.UnrecoverableKeyException;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The key with which a server speaks TLS. */
final class KeyOptions {

    @Option(
            names = "--tls",
            paramLabel = "KEYSTORE",
            description = "use TLS with the key and certificate in this PKCS #12 file")
    private @Nullable Path keyStore;

    @Option(
            names = "--tls-password",
            paramLabel = "SOURCE",
            description =
                    "the password of the key store: file:PATH (its first line), env:NAME, or pass:TEXT, which other"
                            + " users of the machine can see (pass:changeit)")
    private String password = "pass:changeit";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    boolean isGiven() {
        return keyStore != null;
    }

    /** Returns the context; empty for plain connections. */
    Optional<SSLContext> context() {
        if (keyStore == null) {
            Inapplicable.refuse(Objects.requireNonNull(spec), "is for --tls", "--tls-password");
            return Optional.empty();
        }
        if (!Files.isRegularFile(keyStore)) {
            throw wrong("--tls: there is no such file: " + keyStore);
        }
        char[] secret = secret();
        try {
            return Optional.of(Tls.server(keyStore, secret));
        } catch (IOException | GeneralSecurityException e) {
            boolean locked =
                    e.getCause() instanceof UnrecoverableKeyException || e instanceof UnrecoverableKeyException;
            throw wrong("--tls: cannot read the key in " + keyStore + ": "
                    + (locked
                            ? "the password is wrong; see --tls-password"
                            : "it is not a key store, PKCS #12 or JKS"));
        }
    }

    private char[] secret() {
        int colon = password.indexOf(':');
        String kind = colon < 0 ? "" : password.substring(0, colon);
        String value = password.substring(colon + 1);
        return switch (kind) {
            case "pass" -> value.toCharArray();
            case "env" -> {
                String secret = System.getenv(value);
                if (secret == null) {
                    throw wrong("--tls-password: there is no variable " + value + " in the environment");
                }
                yield secret.toCharArray();
            }
            case "file" ->
                firstLine(NamedFiles.path(
                        "--tls-password", value, Objects.requireNonNull(spec).commandLine()));
            default -> throw wrong("--tls-password is not file:PATH, env:NAME or pass:TEXT");
        };
    }

    private char[] firstLine(Path file) {
        try {
            return new String(NamedFiles.read(file), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("")
                    .toCharArray();
        } catch (IOException e) {
            throw wrong("--tls-password: cannot read " + file + ": " + Reasons.of(e));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
