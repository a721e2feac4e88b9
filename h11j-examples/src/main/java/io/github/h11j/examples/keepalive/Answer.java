package io.github.h11j.examples.keepalive;

import io.github.h11j.Bytes;
import io.github.h11j.Event;
import io.github.h11j.Request;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import io.github.h11j.handler.WholeBody;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The handler that is measured: reads the request, waits, and sends what SQS sends in response to {@code ListQueues},
 * as in the report: in XML, or in JSON to clients that use it.
 */
record Answer(int millis) implements Handler {

    private static final String JSON = "application/x-amz-json-1.0";

    private static final Bytes LIST_QUEUES = Bytes.utf8("""
            <?xml version="1.0"?>
            <ListQueuesResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/">\
            <ListQueuesResult><QueueUrl>http://localhost:4566/000000000000/queue</QueueUrl></ListQueuesResult>\
            <ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata>\
            </ListQueuesResponse>
            """);

    private static final Bytes LIST_QUEUES_JSON =
            Bytes.utf8("{\"QueueUrls\":[\"http://localhost:4566/000000000000/queue\"]}");

    private static final int LIMIT = 1 << 20;

    @Override
    public void handle(Request request, Exchange exchange) {
        boolean json =
                request.headers().first("Content-Type").filter(JSON::equals).isPresent();
        List<Event> answer =
                json ? Responses.bytes(200, JSON, LIST_QUEUES_JSON) : Responses.bytes(200, "text/xml", LIST_QUEUES);
        WholeBody.receive(request, exchange, LIMIT, (body, trailers) -> {
            if (millis == 0) {
                exchange.send(answer);
            } else {
                CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS)
                        .execute(() -> exchange.execute(() -> exchange.send(answer)));
            }
        });
    }
}
