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

/** How the connections of a server are encrypted, if at all. */
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
     * Returns a TLS socket over a connection, configured by the application's configurator, before the handshake.
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

    /** The parameters that a configurator may set for one connection. */
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

        /** As in the JDK's server, the single settings are used only if there are no complete parameters. */
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
            if (getNeedClientAuth()) { // each of the two setters resets the other
                tls.setNeedClientAuth(true);
            } else {
                tls.setWantClientAuth(getWantClientAuth());
            }
        }
    }
}
