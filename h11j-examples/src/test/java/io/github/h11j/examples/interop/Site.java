package io.github.h11j.examples.interop;

import io.github.h11j.Bytes;
import io.github.h11j.Event;
import io.github.h11j.Request;
import io.github.h11j.examples.app.App;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import io.github.h11j.handler.WholeBody;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;

/**
 * One of our servers with the application of {@code h11j serve}, on loopback. Notes the requests and the connections
 * they came on. A POST to {@code /} is answered as the queue service SQS answers ListQueues.
 */
final class Site implements AutoCloseable {

    static final String QUEUE = "http://127.0.0.1/000000000000/orders";

    private static final String LIST_QUEUES = """
            <?xml version="1.0"?>
            <ListQueuesResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/">
              <ListQueuesResult><QueueUrl>%s</QueueUrl></ListQueuesResult>
              <ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata>
            </ListQueuesResponse>
            """.formatted(QUEUE);

    private static final int FORM = 1 << 16;

    private final Set<SocketAddress> peers = ConcurrentHashMap.newKeySet();
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Handler application;
    private final String scheme;
    private final Io.Running running;

    /** Without files, without TLS. */
    Site(Io io) throws IOException {
        this(io, App.withoutFiles(), Optional.empty());
    }

    /** With the files of a folder. */
    Site(Io io, Path root) throws IOException {
        this(io, App.withFiles(root), Optional.empty());
    }

    /** With TLS. */
    Site(Io io, SSLContext tls) throws IOException {
        this(io, App.withoutFiles(), Optional.of(tls));
    }

    private Site(Io io, App application, Optional<SSLContext> tls) throws IOException {
        this.application = application;
        this.scheme = tls.isPresent() ? "https" : "http";
        this.running = io.start(this::handle, tls);
    }

    private void handle(Request request, Exchange exchange) throws Exception {
        peers.add(exchange.peer());
        requests.add(request);
        if (request.method().equals("POST") && request.target().equals("/")) {
            WholeBody.receive(request, exchange, FORM, (body, trailers) -> exchange.send(listQueues(request)));
        } else {
            application.handle(request, exchange);
        }
    }

    /** In XML, or in JSON for newer clients, which ask for it. */
    private static List<Event> listQueues(Request request) {
        if (request.headers().contains("X-Amz-Target")) {
            String json = "{\"QueueUrls\":[\"" + QUEUE + "\"]}";
            return Responses.bytes(200, "application/x-amz-json-1.0", Bytes.utf8(json));
        }
        return Responses.bytes(200, "text/xml", Bytes.utf8(LIST_QUEUES));
    }

    int port() {
        return running.port();
    }

    /** Host and port. */
    String address() {
        return "127.0.0.1:" + port();
    }

    String url(String target) {
        return scheme + "://" + address() + target;
    }

    /** How many connections had at least one request. */
    int connections() {
        return peers.size();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        running.stop().run();
    }
}
