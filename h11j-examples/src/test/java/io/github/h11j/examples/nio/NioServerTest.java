package io.github.h11j.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.h11j.Bytes;
import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.Responses;
import io.github.h11j.handler.WholeBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NioServerTest extends NioFixture {

    private static final Handler HELLO =
            (request, exchange) -> exchange.send(Responses.text(200, "hello " + request.target()));

    @Test
    void a_small_response_is_one_write() throws Exception {
        NioServer server = serve(HELLO);
        try (Client client = new Client(server.address())) {
            for (int i = 1; i <= 3; i++) {
                Client.Answer answer = client.exchange(get("/" + i));
                assertThat(answer.text()).isEqualTo("hello /" + i);
                assertThat(answer.head().headers().contains("Date")).isTrue();
                assertThat(answer.head().headers().first("Server")).contains("h11j");
                int count = i;
                await("written", () -> writes.size() == count);
            }
            client.channel.shutdownOutput();
            await("closed", () -> server.connections() == 0);
            assertThat(writes).hasSize(3).doesNotContain(0L);
        }
    }

    @Test
    void a_larger_response_is_one_gathering_write() throws Exception {
        byte[] body = random(20_000);
        NioServer server = serve((request, exchange) ->
                exchange.send(Responses.bytes(200, "application/octet-stream", Bytes.wrap(body))));
        try (Client client = new Client(server.address())) {
            assertThat(client.exchange(get("/")).body()).isEqualTo(body);
            client.channel.shutdownOutput();
            await("closed", () -> server.connections() == 0);
            assertThat(writes).hasSize(1);
        }
    }

    @Test
    void accepted_sockets_have_no_delay() throws Exception {
        NioServer server = serve(HELLO);
        try (Client client = new Client(server.address())) {
            client.exchange(get("/"));
            assertThat(accepted).hasSize(1);
            assertThat(accepted.get(0).getOption(StandardSocketOptions.TCP_NODELAY))
                    .isTrue();
        }
    }

    @Test
    void unix_domain_sockets_work(@TempDir Path folder) throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
        NioServer server = stopLater(new NioServer(address, HELLO, SETTINGS));
        try (Client client = new Client(server.address())) {
            assertThat(client.exchange(get("/a")).text()).isEqualTo("hello /a");
            assertThat(client.exchange(get("/b")).text()).isEqualTo("hello /b");
        }
    }

    @Test
    void pipelined_requests_are_answered_in_order_and_together() throws Exception {
        NioServer server = serve(HELLO);
        try (Client client = new Client(server.address())) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            requests.insert(requests.length() - 2, "Connection: close\r\n");
            client.write(requests.toString());
            String answers = client.readAll();
            int at = 0;
            for (int i = 0; i < 200; i++) {
                at = answers.indexOf("\r\n\r\nhello /" + i, at);
                assertThat(at).as("answer %d", i).isPositive();
                at += 4;
            }
            assertThat(writes).hasSizeLessThan(20).doesNotContain(0L);
        }
    }

    @Test
    void head_gets_the_head_of_get() throws Exception {
        NioServer server = serve(HELLO);
        try (Client client = new Client(server.address())) {
            Client.Answer answer = client.exchange(new Request("HEAD", "/x", Headers.of("Host", "a")));
            assertThat(answer.head().headers().first("Content-Length")).contains("8");
            assertThat(answer.body()).isEmpty();
            assertThat(client.exchange(get("/x")).text()).isEqualTo("hello /x");
        }
    }

    @Test
    void a_file_arrives_as_it_is(@TempDir Path folder) throws Exception {
        byte[] content = random(10 << 20);
        Path file = Files.write(folder.resolve("f"), content);
        Handler files = (request, exchange) -> {
            long length = Long.parseLong(request.target().substring(1));
            exchange.sendFile(new Response(200, Headers.EMPTY), FileChannel.open(file), 0, length);
        };
        NioServer recorded = serve(files);
        NioServer direct = stopLater(new NioServer(any(), files, SETTINGS));
        for (NioServer server : new NioServer[] {recorded, direct}) {
            try (Client client = new Client(server.address())) {
                assertThat(digest(client.exchange(get("/" + content.length)).body()))
                        .isEqualTo(digest(content));
                Client.Answer head =
                        client.exchange(new Request("HEAD", "/" + content.length, Headers.of("Host", "a")));
                assertThat(head.head().headers().first("Content-Length")).contains("" + content.length);
                writes.clear();
                assertThat(client.exchange(get("/1000")).body()).hasSize(1000);
                assertThat(writes).hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void a_file_that_is_too_short_never_looks_complete(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("f"), random(100_000));
        NioServer server = serve((request, exchange) ->
                exchange.sendFile(new Response(200, Headers.EMPTY), FileChannel.open(file), 0, 200_000));
        try (Client client = new Client(server.address())) {
            assertThat(failure(() -> client.exchange(get("/")))).isNotNull();
        }
        await("closed", () -> server.connections() == 0);
    }

    @Test
    void a_chunked_upload_is_echoed() throws Exception {
        NioServer server = serve(NioServerTest::echo);
        byte[] content = random(3 << 20);
        try (Client client = new Client(server.address())) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    client.write(chunked(content));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            client.http.send(post("/", "Transfer-Encoding", "chunked"), new EndOfMessage());
            assertThat(digest(client.answer().body())).isEqualTo(digest(content));
            sent.join();
        }
    }

    private static byte[] chunked(byte[] content) throws IOException {
        Connection writer = Connection.client();
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.writeBytes(writer.send(post("/", "Transfer-Encoding", "chunked")));
        Random sizes = new Random(5);
        for (int at = 0; at < content.length; ) {
            int size = Math.min(content.length - at, 1 + sizes.nextInt(50_000));
            octets.writeBytes(writer.send(new Data(Bytes.wrap(content, at, size))));
            at += size;
        }
        octets.writeBytes(writer.send(new EndOfMessage()));
        return octets.toByteArray();
    }

    private static void echo(Request request, Exchange exchange) {
        exchange.send(new Response(200, Headers.EMPTY));
        exchange.receiveBody(new BodyHandler() {
            @Override
            public void data(Data data) {
                exchange.send(data);
            }

            @Override
            public void end(EndOfMessage end) {
                exchange.send(new EndOfMessage());
            }
        });
    }

    @Test
    void continue_is_sent_when_the_handler_wants_the_body() throws Exception {
        AtomicReference<Exchange> waiting = new AtomicReference<>();
        NioServer server = serve((request, exchange) -> waiting.set(exchange));
        try (Client client = new Client(server.address())) {
            client.send(post("/", "Content-Length", "5", "Expect", "100-continue"));
            await("request", () -> waiting.get() != null);
            assertThat(writes).isEmpty();
            Exchange exchange = waiting.get();
            exchange.execute(() -> WholeBody.receive(
                    post("/"), exchange, 10, (body, trailers) -> exchange.send(Responses.bytes(200, "a/b", body))));
            assertThat(client.read(25)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            client.send(Data.utf8("hello"), new EndOfMessage());
            assertThat(client.answer().text()).isEqualTo("hello");
        }
    }

    @Test
    void a_client_that_waits_is_refused_without_continue() throws Exception {
        NioServer server = serve(HELLO);
        try (Client client = new Client(server.address())) {
            client.send(post("/", "Content-Length", "5", "Expect", "100-continue"));
            Client.Answer answer = client.answer();
            assertThat(client.interim).isEmpty();
            assertThat(answer.head().headers().containsToken("Connection", "close"))
                    .isTrue();
        }
    }

    @Test
    void an_unwanted_small_body_is_dropped_and_the_connection_kept() throws Exception {
        NioServer server = serve(HELLO);
        try (Client client = new Client(server.address())) {
            client.send(post("/1", "Content-Length", "50000"), Data.of(new byte[50_000]), new EndOfMessage());
            assertThat(client.answer().text()).isEqualTo("hello /1");
            assertThat(client.exchange(get("/2")).text()).isEqualTo("hello /2");
        }
    }

    @Test
    void an_early_413_arrives_in_20_of_20_tries() throws Exception {
        NioServer server = serve((request, exchange) ->
                WholeBody.receive(request, exchange, 1000, (body, trailers) -> exchange.send(Responses.text(200, ""))));
        byte[] megabyte = new byte[1 << 20];
        for (int i = 0; i < 20; i++) {
            try (Client client = new Client(server.address())) {
                client.send(
                        i % 2 == 0
                                ? post("/", "Content-Length", "" + (20 << 20))
                                : post("/", "Transfer-Encoding", "chunked"));
                for (int part = 0; part < 20; part++) {
                    client.send(Data.of(megabyte));
                }
                client.send(new EndOfMessage());
                assertThat(client.answer().status()).isEqualTo(413);
            }
        }
        await("closed", () -> server.connections() == 0);
    }

    @Test
    void an_exception_before_the_head_is_500_and_after_it_never_looks_complete() throws Exception {
        NioServer server = serve((request, exchange) -> {
            if (request.target().equals("/late")) {
                exchange.send(new Response(200, Headers.EMPTY), Data.utf8("beginning"));
                exchange.flush();
            }
            if (!request.target().equals("/good")) {
                throw new IllegalStateException("as the test wants it");
            }
            exchange.send(Responses.text(200, "good"));
        });
        try (Client client = new Client(server.address())) {
            assertThat(client.exchange(get("/early")).status()).isEqualTo(500);
            assertThat(client.exchange(get("/good")).text()).isEqualTo("good");
            assertThat(failure(() -> client.exchange(get("/late")))).isNotNull();
        }
        try (Client client = new Client(server.address())) {
            client.write("GET /late HTTP/1.0\r\n\r\n");
            assertThat(failure(client::readAll)).as("a reset, not an end").isInstanceOf(IOException.class);
        }
        try (Client client = new Client(server.address())) {
            assertThat(client.exchange(get("/good")).text()).isEqualTo("good");
        }
        await("closed", () -> server.connections() == 0);
    }

    @Test
    void a_broken_request_is_answered_and_the_connection_closed() throws Exception {
        NioServer server = serve(HELLO);
        try (Client client = new Client(server.address())) {
            client.write("GET / HTTP/1.1\r\n\r\n");
            assertThat(client.readAll()).startsWith("HTTP/1.1 400 ").contains("\r\nConnection: close\r\n");
        }
    }

    @Test
    void an_upgrade_leads_to_another_protocol() throws Exception {
        NioServer server = serve((request, exchange) -> {
            exchange.send(Responses.switching("echo"));
            exchange.switchTo(new Echo());
        });
        try (Client client = new Client(server.address())) {
            client.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nfirst ");
            String head = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n";
            assertThat(client.read(head.length() + 6)).isEqualTo(head + "first ");
            client.write("second");
            assertThat(client.read(6)).isEqualTo("second");
            client.channel.shutdownOutput();
            assertThat(client.readAll()).isEqualTo("bye");
        }
        await("closed", () -> server.connections() == 0);
    }

    /** Echoes what it receives. */
    private static final class Echo implements ProtocolHandler {
        private Duplex duplex;

        @Override
        public void opened(Duplex opened) {
            duplex = opened;
        }

        @Override
        public void received(Bytes bytes) {
            duplex.write(bytes.detach());
        }

        @Override
        public void ended() {
            duplex.write(Bytes.utf8("bye"));
            duplex.end();
        }

        @Override
        public void failed(Exception cause) {
            throw new AssertionError(cause);
        }
    }

    static byte[] random(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    private static SocketAddress any() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static String digest(byte[] octets) throws Exception {
        return new String(MessageDigest.getInstance("SHA-256").digest(octets), StandardCharsets.ISO_8859_1);
    }

    private static Throwable failure(ThrowingCallable call) {
        return catchThrowable(call);
    }
}
