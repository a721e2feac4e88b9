package io.github.h11j.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.Headers;
import io.github.h11j.HeadersBuilder;
import io.github.h11j.Request;
import io.github.h11j.examples.interop.OurClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our clients talk to other servers: one connection for all sequential requests, if the server lets it. */
class OurClientTest {

    private static final int[] SIZES = {0, 1, 65_537, 1_000_000};

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void nginx(OurClient which) throws Exception {
        String target = "/" + TestBytes.file(directory, 1_000_000).getFileName();
        byte[] bytes = TestBytes.first(1_000_000);
        try (Program.Listening nginx = Engine.nginx(directory, """
                        gzip on;
                        gzip_types application/octet-stream;
                        default_type application/octet-stream;
                        server {
                          listen PORT;
                          root %s;
                          add_header X-Connection $connection always;
                          location /none { return 204; }
                          location /moved { return 301 /other; }
                          location /small { client_max_body_size 1k; proxy_pass http://127.0.0.1:1; }
                        }
                        """.formatted(directory));
                Caller caller = new Caller(which, nginx.port())) {
            assertThat(caller.get(target).body().toByteArray()).isEqualTo(bytes);
            assertThat(caller.send("HEAD", target).body().isEmpty()).isTrue();
            Answer zipped = caller.get(target, "Accept-Encoding", "gzip");
            assertThat(zipped.headers().containsToken("Transfer-Encoding", "chunked"))
                    .isTrue();
            assertThat(new GZIPInputStream(
                            new ByteArrayInputStream(zipped.body().toByteArray())))
                    .hasBinaryContent(bytes);
            assertThat(caller.get(target, "Range", "bytes=5-9").body().toByteArray())
                    .containsExactly(5, 6, 7, 8, 9);
            String tag = zipped.headers().first("ETag").orElseThrow();
            assertThat(caller.get(target, "If-None-Match", tag).status()).isEqualTo(304);
            assertThat(caller.get("/none").status()).isEqualTo(204);
            assertThat(caller.get("/moved").status()).isEqualTo(301);
            assertThat(caller.get("/nothing").status()).isEqualTo(404);
            caller.assertConnections(1);

            assertThat(caller.post("/small", 20_000_000).status()).isEqualTo(413);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_server_of_the_jdk(OurClient which) throws Exception {
        try (JdkServer server = new JdkServer();
                Caller caller = new Caller(which, server.port())) {
            caller.downloadAndUpload();
            caller.assertConnections(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hypercorn_which_is_h11(OurClient which) throws Exception {
        String python = Tool.python("hypercorn");
        try (Program.Listening server =
                        Program.listen(directory, port -> List.of(python, "-c", HYPERCORN, "127.0.0.1:" + port));
                Caller caller = new Caller(which, server.port())) {
            caller.downloadAndUpload();
            Answer expected = caller.post("/upload", 100_000, "Expect", "100-continue");
            assertThat(expected.interim()).containsExactly(100);
            assertThat(expected.body().toString(StandardCharsets.UTF_8)).isEqualTo(TestBytes.uploaded(100_000));
            caller.assertConnections(1);
        }
    }

    /** Each response of HTTP/1.0 ends its connection. */
    @ParameterizedTest
    @EnumSource
    void the_server_of_python_with_http_1_0(OurClient which) throws Exception {
        String python = Tool.python("http.server");
        String target = "/" + TestBytes.file(directory, 300_000).getFileName();
        try (Program.Listening server = Program.listen(
                        directory,
                        port -> List.of(python, "-m", "http.server", "--bind", "127.0.0.1", Integer.toString(port)));
                Caller caller = new Caller(which, server.port())) {
            for (int i = 0; i < 3; i++) {
                assertThat(caller.get(target).body().toByteArray()).isEqualTo(TestBytes.first(300_000));
                assertThat(caller.send("HEAD", target).body().isEmpty()).isTrue();
                assertThat(caller.get("/nothing").status()).isEqualTo(404);
                server.program().await("no connection is kept", () -> caller.client.connections() == 0);
            }
        }
    }

    /** One of our clients and one server. */
    private static final class Caller implements AutoCloseable {

        private final OurClient.Running client;
        private final int port;
        private final Set<String> connections = new HashSet<>();

        Caller(OurClient which, int port) throws IOException {
            this.client = which.start(Optional.empty());
            this.port = port;
        }

        /** The same application on the other server. */
        void downloadAndUpload() throws Exception {
            for (int size : SIZES) {
                byte[] bytes = TestBytes.first(size);
                assertThat(get("/bytes/" + size).body().toByteArray()).isEqualTo(bytes);
                assertThat(get("/chunked/" + size).body().toByteArray()).isEqualTo(bytes);
                assertThat(send("HEAD", "/bytes/" + size).body().isEmpty()).isTrue();
                for (Answer answer : List.of(post("/upload", size), postChunked("/upload", size))) {
                    assertThat(answer.body().toString(StandardCharsets.UTF_8)).isEqualTo(TestBytes.uploaded(size));
                }
            }
        }

        Answer get(String target, String... fields) throws Exception {
            return send("GET", target, fields);
        }

        Answer send(String method, String target, String... fields) throws Exception {
            return send(method, target, List.of(), fields);
        }

        Answer post(String target, int size, String... fields) throws Exception {
            String[] more = Arrays.copyOf(fields, fields.length + 2);
            more[fields.length] = "Content-Length";
            more[fields.length + 1] = Integer.toString(size);
            return send("POST", target, List.of(new Data(Bytes.wrap(TestBytes.first(size)))), more);
        }

        /** In three chunks. */
        Answer postChunked(String target, int size) throws Exception {
            byte[] bytes = TestBytes.first(size);
            int third = size / 3;
            List<Data> parts = List.of(
                    new Data(Bytes.wrap(bytes, 0, third)),
                    new Data(Bytes.wrap(bytes, third, third)),
                    new Data(Bytes.wrap(bytes, 2 * third, size - 2 * third)));
            return send("POST", target, parts, "Transfer-Encoding", "chunked");
        }

        private Answer send(String method, String target, List<Data> body, String... fields) throws Exception {
            HeadersBuilder headers = Headers.builder().add("Host", "127.0.0.1:" + port);
            for (int i = 0; i < fields.length; i += 2) {
                headers.add(fields[i], fields[i + 1]);
            }
            Answer answer = client.send(port, new Request(method, target, headers.build()), body);
            answer.headers().first("X-Connection").ifPresent(connections::add);
            return answer;
        }

        /** As the server counts them. */
        void assertConnections(int expected) {
            assertThat(connections).hasSize(expected);
            assertThat(client.connections()).isEqualTo(expected);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** The application for hypercorn. */
    private static final String HYPERCORN = """
            import asyncio, hashlib, sys
            from hypercorn.asyncio import serve
            from hypercorn.config import Config

            async def app(scope, receive, send):
                if scope["type"] == "lifespan":
                    while True:
                        event = (await receive())["type"]
                        await send({"type": event + ".complete"})
                        if event == "lifespan.shutdown":
                            return
                digest, count, more = hashlib.sha256(), 0, True
                while more:
                    event = await receive()
                    digest.update(event.get("body", b""))
                    count += len(event.get("body", b""))
                    more = event.get("more_body", False)
                fields = [(b"x-connection", str(scope["client"][1]).encode())]
                if scope["path"] == "/upload":
                    body = b'{"bytes":%d,"sha256":"%s"}\\n' % (count, digest.hexdigest().encode())
                else:
                    length = int(scope["path"].split("/")[2])
                    body = (bytes(range(251)) * (length // 251 + 1))[:length]
                    if scope["path"].startswith("/bytes/"):
                        fields.append((b"content-length", str(length).encode()))
                await send({"type": "http.response.start", "status": 200, "headers": fields})
                for i in range(0, len(body), 65536):
                    await send({"type": "http.response.body", "body": body[i:i + 65536], "more_body": True})
                await send({"type": "http.response.body"})

            config = Config()
            config.bind = [sys.argv[1]]
            asyncio.run(serve(app, config))
            """;
}
