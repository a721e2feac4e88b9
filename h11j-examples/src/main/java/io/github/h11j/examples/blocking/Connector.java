package io.github.h11j.examples.blocking;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Makes a client's connection: TCP, and TLS on it where that is wanted. */
final class Connector {

    private Connector() {}

    /** The socket is not connected yet, and closed if this fails. */
    static Wire connect(Socket socket, String host, int port, ClientOptions options) throws IOException {
        try {
            Wire.setNoDelay(socket);
            socket.connect(new InetSocketAddress(host, port), (int)
                    options.connectTimeout().toMillis());
            Wire wire = new Wire(socket, secured(socket, host, port, options));
            wire.handshake(options.connectTimeout());
            return wire;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** The name goes to the server (SNI, RFC 6066 §3) and is looked for in its certificate (RFC 9110 §4.3.4). */
    private static Socket secured(Socket socket, String host, int port, ClientOptions options) throws IOException {
        if (options.tls().isEmpty()) {
            return socket;
        }
        SSLSocket tls = (SSLSocket) options.tls().get().getSocketFactory().createSocket(socket, host, port, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        return tls;
    }
}
