import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;

class UndertowServer {
    public static void main(String[] arguments) {
        Undertow.builder()
                .addHttpListener(Integer.parseInt(arguments[0]), "127.0.0.1")
                .setHandler(new HttpContinueReadHandler(UndertowServer::handle))
                .build()
                .start();
    }

    static void handle(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
        switch (exchange.getRequestMethod().toString()) {
            case "GET", "HEAD" -> exchange.getResponseSender().send("hello\n");
            case "POST" -> exchange.getRequestReceiver()
                    .receiveFullBytes(
                            (same, content) -> same.getResponseSender().send(ByteBuffer.wrap(content)),
                            (same, failure) -> {
                                same.setStatusCode(400);
                                same.setPersistent(false);
                                same.endExchange();
                            });
            default -> {
                exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD, POST");
                exchange.setStatusCode(405);
            }
        }
    }
}
