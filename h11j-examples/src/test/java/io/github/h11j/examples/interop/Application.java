package io.github.h11j.examples.interop;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.examples.handler.BodyHandler;
import io.github.h11j.examples.handler.Exchange;
import io.github.h11j.examples.handler.Handler;
import io.github.h11j.examples.handler.Responses;
import java.io.ByteArrayOutputStream;
/** What the interop servers serve. */
final class Application implements Handler {

    static final String LIST_QUEUES = """
            <?xml version="1.0"?>
            <ListQueuesResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/">\
            <ListQueuesResult><QueueUrl>http://127.0.0.1/000000000000/orders</QueueUrl></ListQueuesResult>\
            <ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata>\
            </ListQueuesResponse>""";

    @Override
    public void handle(Request request, Exchange exchange) throws Exception {
        String target = request.target();
        if (target.startsWith("/bytes/") && request.method().equals("PUT")) {
            exchange.send(Responses.text(405, "not with this method\n"));
        } else if (target.startsWith("/bytes/")) {
            long length = Long.parseLong(target.substring("/bytes/".length()));
            stream(exchange, new Response(200, Headers.of("Content-Length", Long.toString(length))), length);
        } else if (target.startsWith("/chunked/")) {
            long length = Long.parseLong(target.substring("/chunked/".length()));
            stream(exchange, new Response(200, Headers.of("Content-Type", "application/octet-stream")), length);
        } else if (target.equals("/upload")) {
            exchange.receiveBody(new Digest(exchange));
        } else if (target.startsWith("/status/")) {
            int status = Integer.parseInt(target.substring("/status/".length()));
            exchange.send(
                    status == 204 || status == 205 || status == 304
                            ? Responses.empty(status, Headers.EMPTY)
                            : Responses.text(status, "status\n"));
        } else if (target.equals("/") && request.method().equals("POST")) {
            exchange.receiveBody(new Digest(exchange) {
                @Override
                public void end(EndOfMessage end) {
                    exchange.send(Responses.bytes(200, "text/xml", Bytes.utf8(LIST_QUEUES)));
                }
            });
        } else {
            exchange.send(Responses.text(200, "Hello from h11j\n"));
        }
    }

    private static void stream(Exchange exchange, Response head, long length) {
        exchange.send(head);
        goOn(exchange, Octets.first(251 * 256), length);
    }

    private static void goOn(Exchange exchange, byte[] block, long length) {
        long left = length;
        while (left > 0) {
            if (!exchange.isWritable()) {
                long rest = left;
                exchange.onWritable(() -> goOn(exchange, block, rest));
                return;
            }
            int part = (int) Math.min(block.length, left);
            exchange.send(new Data(Bytes.wrap(block, 0, part)));
            left -= part;
        }
        exchange.send(new EndOfMessage());
    }

    private static class Digest implements BodyHandler {

        private final Exchange exchange;
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();

        Digest(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void data(Data data) {
            all.writeBytes(data.bytes().toByteArray());
        }

        @Override
        public void end(EndOfMessage end) {
            exchange.send(Responses.text(
                    200,
                    "{\"octets\":" + all.size() + ",\"sha256\":\"" + Octets.sha256(all.toByteArray()) + "\"}\n"));
        }
    }
}
