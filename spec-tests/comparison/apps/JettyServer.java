import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;

class JettyServer {
    public static void main(String[] arguments) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        connector.setPort(Integer.parseInt(arguments[0]));
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
                switch (request.getMethod()) {
                    case "GET", "HEAD" ->
                        response.write(true, ByteBuffer.wrap("hello\n".getBytes(StandardCharsets.UTF_8)), callback);
                    case "POST" -> Content.Source.asByteBuffer(request, new Promise<>() {
                        @Override
                        public void succeeded(ByteBuffer content) {
                            response.write(true, content, callback);
                        }

                        @Override
                        public void failed(Throwable failure) {
                            Response.writeError(request, response, callback, 400);
                        }
                    });
                    default -> {
                        response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD, POST");
                        response.setStatus(405);
                        callback.succeeded();
                    }
                }
                return true;
            }
        });
        server.start();
    }
}
