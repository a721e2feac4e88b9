package io.github.h11j.jdkserver;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The JDK's own provider and ours. */
enum Provider {
    JDK {
        /** Not exported, so the build opens it to the tests. */
        @Override
        HttpServerProvider get() {
            try {
                return Class.forName("sun.net.httpserver.DefaultHttpServerProvider")
                        .asSubclass(HttpServerProvider.class)
                        .getConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        }
    },
    H11J {
        @Override
        HttpServerProvider get() {
            return new H11jServerProvider();
        }
    };

    abstract HttpServerProvider get();

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    HttpServer server() throws IOException {
        return get().createHttpServer(anyPort(), 0);
    }

    HttpsServer tlsServer() throws IOException {
        return get().createHttpsServer(anyPort(), 0);
    }
}
