package io.github.h11j.jdkserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** TLS for tests: a server and a client with a certificate each, which trust each other's. Made once. */
final class TestKeys {

    private static final String PASSWORD = "password";

    /** A server that trusts {@link #KNOWN}. */
    static final SSLContext SERVER;

    /** The key of {@link #SERVER}. */
    static final X509ExtendedKeyManager SERVER_KEY;

    /** A client with a certificate. */
    static final SSLContext KNOWN;

    /** A client without one. */
    static final SSLContext ANONYMOUS;

    static {
        try {
            Path folder = Files.createTempDirectory("h11j-keys");
            KeyStore server = make(folder, "server");
            KeyStore client = make(folder, "client");
            Files.delete(folder);
            SERVER = context(server, client);
            SERVER_KEY = (X509ExtendedKeyManager) keys(server)[0];
            KNOWN = context(client, server);
            ANONYMOUS = context(null, server);
        } catch (Exception e) {
            throw new IllegalStateException("no keys could be made", e);
        }
    }

    private TestKeys() {}

    /** A client that has agreed on TLS. */
    static Raw connect(SSLContext context, String protocol, int port) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setEnabledProtocols(new String[] {protocol});
        socket.startHandshake();
        return new Raw(socket);
    }

    /** A key and its certificate for localhost, made by the JDK's keytool. */
    private static KeyStore make(Path folder, String alias) throws Exception {
        Path store = folder.resolve(alias + ".p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        alias,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + alias,
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(made.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Files.delete(store);
        return keys;
    }

    /** With a key of one's own, if not null, and trust in another's certificate. */
    private static SSLContext context(KeyStore own, KeyStore other) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        String alias = other.aliases().nextElement();
        trusted.setCertificateEntry(alias, other.getCertificate(alias));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own == null ? null : keys(own), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyManager[] keys(KeyStore own) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD.toCharArray());
        return keys.getKeyManagers();
    }
}
