import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.resource.ResourceFactory;

/** Jetty's own files for GET and HEAD, and an echo. */
class JettyServer {
    public static void main(String[] arguments) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        connector.setPort(Integer.parseInt(arguments[0]));
        server.addConnector(connector);
        ResourceHandler files = new ResourceHandler();
        files.setBaseResource(ResourceFactory.of(server).newResource(Path.of(arguments[1])));
        files.setWelcomeFiles("index.txt");
        server.setHandler(new Echo(files));
        server.start();
    }

    static class Echo extends Handler.Wrapper {
        Echo(Handler files) {
            super(files);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            switch (request.getMethod()) {
                case "GET", "HEAD" -> {
                    return super.handle(request, response, callback);
                }
                case "POST" -> Content.Source.asByteBuffer(request, new Promise<>() {
                    @Override
                    public void succeeded(ByteBuffer content) {
                        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
                        response.write(true, content, callback);
                    }

                    @Override
                    public void failed(Throwable failure) {
                        Response.writeError(request, response, callback, 400);
                    }
                });
                default -> {
                    response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD, POST, OPTIONS");
                    response.setStatus(request.getMethod().equals("OPTIONS") ? 204 : 405);
                    callback.succeeded();
                }
            }
            return true;
        }
    }
}
