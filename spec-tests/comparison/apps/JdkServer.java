import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

class JdkServer {
    public static void main(String[] arguments) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        HttpServer server = HttpServer.create(address, 100);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", JdkServer::handle);
        server.start();
    }

    static void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            byte[] content = exchange.getRequestBody().readAllBytes();
            if (method.equals("POST")) {
                exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
                exchange.getResponseBody().write(content);
            } else if (method.matches("GET|HEAD") && !"/".equals(exchange.getRequestURI().getPath())) {
                exchange.sendResponseHeaders(404, -1);
            } else if (method.equals("GET")) {
                exchange.sendResponseHeaders(200, 6);
                exchange.getResponseBody().write("hello\n".getBytes(StandardCharsets.UTF_8));
            } else if (method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", "6");
                exchange.sendResponseHeaders(200, -1);
            } else {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD, POST, OPTIONS");
                exchange.sendResponseHeaders(method.equals("OPTIONS") ? 204 : 405, -1);
            }
        }
    }
}
