package io.github.h11j.jdkserver;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Objects;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** How the connections of a server are encrypted, if they are. */
class Encryption {

    /** For a server without TLS. */
    static final Encryption NONE = new Encryption() {
        @Override
        Socket over(Socket socket) {
            return socket;
        }
    };

    private volatile @Nullable HttpsConfigurator configurator;

    void configure(HttpsConfigurator value) {
        configurator = Objects.requireNonNull(value, "configurator");
    }

    @Nullable
    HttpsConfigurator configurator() {
        return configurator;
    }

    /**
     * TLS on a connection, as the application's configurator wants it; before the handshake.
     *
     * @throws IOException if the server has no configurator
     */
    Socket over(Socket socket) throws IOException {
        HttpsConfigurator current = configurator;
        if (current == null) {
            throw new IOException("the server has no HttpsConfigurator");
        }
        SSLSocket tls = (SSLSocket) current.getSSLContext().getSocketFactory().createSocket(socket, null, true);
        Parameters parameters = new Parameters(current, (InetSocketAddress) socket.getRemoteSocketAddress());
        current.configure(parameters);
        parameters.applyTo(tls);
        return tls;
    }

    /** What a configurator may set for one connection. */
    private static final class Parameters extends HttpsParameters {
        private final HttpsConfigurator configurator;
        private final InetSocketAddress client;
        private @Nullable SSLParameters whole;

        Parameters(HttpsConfigurator configurator, InetSocketAddress client) {
            this.configurator = configurator;
            this.client = client;
        }

        @Override
        public HttpsConfigurator getHttpsConfigurator() {
            return configurator;
        }

        @Override
        public InetSocketAddress getClientAddress() {
            return client;
        }

        @Override
        public void setSSLParameters(SSLParameters parameters) {
            whole = parameters;
        }

        /** As the JDK's server does, the single settings count only where there are no whole ones. */
        void applyTo(SSLSocket tls) {
            if (whole != null) {
                tls.setSSLParameters(whole);
                return;
            }
            if (getCipherSuites() != null) {
                tls.setEnabledCipherSuites(getCipherSuites());
            }
            if (getProtocols() != null) {
                tls.setEnabledProtocols(getProtocols());
            }
            if (getNeedClientAuth()) { // each of the two setters undoes the other
                tls.setNeedClientAuth(true);
            } else {
                tls.setWantClientAuth(getWantClientAuth());
            }
        }
    }
}
