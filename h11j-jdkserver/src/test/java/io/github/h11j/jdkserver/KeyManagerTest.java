package io.github.h11j.jdkserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which methods of a program's own {@link X509ExtendedKeyManager} are called. */
@Timeout(60)
class KeyManagerTest {

    @ParameterizedTest
    @CsvSource({"JDK, engine", "H11J, socket"})
    void a_key_manager_is_asked_for_what_the_server_uses(Provider provider, String method) throws Exception {
        Asked asked = new Asked();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {asked}, null, null);
        HttpsServer server = provider.tlsServer();
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> ServerFixture.answer(exchange, "secured"));
        server.start();
        try (Raw client = TestKeys.connect(
                TestKeys.ANONYMOUS, "TLSv1.3", server.getAddress().getPort())) {
            assertThat(client.get("/").read().body()).isEqualTo("secured");
            assertThat(asked.methods).containsExactly(method);
        } finally {
            server.stop(0);
        }
    }

    private static final class Asked extends X509ExtendedKeyManager {

        private final Set<String> methods = new ConcurrentSkipListSet<>();
        private final X509ExtendedKeyManager keys = TestKeys.SERVER_KEY;

        @Override
        public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
            methods.add("engine");
            return keys.chooseEngineServerAlias(type, issuers, engine);
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            methods.add("socket");
            return keys.chooseServerAlias(type, issuers, socket);
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return keys.getServerAliases(type, issuers);
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }
    }
}
