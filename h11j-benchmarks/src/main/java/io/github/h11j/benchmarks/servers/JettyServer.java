package io.github.h11j.benchmarks.servers;

import java.net.InetAddress;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** Jetty 12's server with a handler of its core, without servlets. */
final class JettyServer implements GreetingServer {

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    JettyServer() throws Exception {
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(connector);
        server.setHandler(new Greeter());
        server.start();
    }

    private static final class Greeter extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Callback answer = Callback.from(
                    () -> {
                        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Greeting.TYPE);
                        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, Greeting.length());
                        response.write(true, Greeting.buffer(), callback);
                    },
                    callback::failed);
            Content.Source.consumeAll(request, answer);
            return true;
        }
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void stop() throws Exception {
        server.stop();
    }
}
