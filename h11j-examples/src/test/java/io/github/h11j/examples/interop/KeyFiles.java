package io.github.h11j.examples.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key for 127.0.0.1 and localhost with a certificate signed by itself, made for a test, in the forms that either side
 * wants.
 */
final class KeyFiles {

    private static final String ALIAS = "server";
    private static final String PASSWORD = "changeit";

    private final KeyStore store;
    private final Path certificate;
    private final Path both;

    /** Makes them, in a directory. */
    KeyFiles(Path directory) throws IOException, GeneralSecurityException {
        Path file = directory.resolve("keys.p12");
        Program.run(Duration.ofSeconds(60), keytool(file)).orFail();
        store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        String publicPart = pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
        String privatePart =
                pem("PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
        certificate = Files.writeString(directory.resolve("certificate.pem"), publicPart);
        both = Files.writeString(directory.resolve("server.pem"), publicPart + privatePart);
    }

    private static List<String> keytool(Path file) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD);
    }

    private static String pem(String label, byte[] der) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    /** The certificate, in PEM. */
    Path certificate() {
        return certificate;
    }

    /** The certificate and the private key, in PEM. */
    Path both() {
        return both;
    }

    /** For a server with the key. */
    SSLContext server() throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** For a client that trusts the certificate and no other. */
    SSLContext client() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
