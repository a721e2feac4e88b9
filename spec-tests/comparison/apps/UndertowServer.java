import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.server.handlers.resource.ResourceHandler;
import io.undertow.util.ETag;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Undertow's own files for GET and HEAD, and an echo. */
class UndertowServer {
    public static void main(String[] arguments) {
        // the tag is the application's, the conditions on it are evaluated by Undertow
        var files = PathResourceManager.builder()
                .setBase(Path.of(arguments[1]))
                .setETagFunction(path -> new ETag(false, "hello"))
                .build();
        HttpHandler resources = new ResourceHandler(files).setWelcomeFiles("index.txt");
        Undertow.builder()
                .addHttpListener(Integer.parseInt(arguments[0]), "127.0.0.1")
                .setHandler(new HttpContinueReadHandler(exchange -> handle(exchange, resources)))
                .build()
                .start();
    }

    static void handle(HttpServerExchange exchange, HttpHandler resources) throws Exception {
        switch (exchange.getRequestMethod().toString()) {
            case "GET", "HEAD" -> resources.handleRequest(exchange);
            case "POST" -> {
                exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
                exchange.getRequestReceiver()
                        .receiveFullBytes(
                                (same, content) -> same.getResponseSender().send(ByteBuffer.wrap(content)),
                                (same, failure) -> {
                                    same.setStatusCode(400);
                                    same.setPersistent(false);
                                    same.endExchange();
                                });
            }
            case "OPTIONS" -> {
                exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD, POST, OPTIONS");
                exchange.setStatusCode(204);
            }
            default -> {
                exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD, POST, OPTIONS");
                exchange.setStatusCode(405);
            }
        }
    }
}
