package io.github.h11j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README says what is true. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");

    @TempDir
    Path folder = Path.of("");

    @Test
    void the_server_of_the_readme_compiles_and_answers_a_pipeline_and_a_fault() throws Exception {
        Method serve = compiled("static void serve(").getMethod("serve", Socket.class);
        assertThat(talk(serve, "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.0\r\n\r\n"))
                .startsWith(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nHello\n")
                .endsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nHello\n");
        assertThat(talk(serve, "GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 Bad Request\r\n");
    }

    private static String talk(Method serve, String request) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket accepted = listener.accept()) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                try (accepted) {
                    serve.invoke(null, accepted);
                } catch (IOException | ReflectiveOperationException e) {
                    throw new AssertionError(e);
                }
            });
            OutputStream out = client.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            client.shutdownOutput();
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            served.get(10, TimeUnit.SECONDS);
            return answer;
        }
    }

    /** The class that the block of the README with this text becomes. */
    private Class<?> compiled(String text) throws Exception {
        Path source = folder.resolve("Readme.java");
        Files.writeString(
                source,
                "import io.github.h11j.*;\nimport java.io.IOException;\nimport java.net.Socket;\npublic class Readme {\n"
                        + block(text).replace("static void serve", "public static void serve") + "}\n");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(result).isZero();
        URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
        return loader.loadClass("Readme");
    }

    private static String block(String text) throws IOException {
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
        while (blocks.find()) {
            if (blocks.group(1).contains(text)) {
                return blocks.group(1);
            }
        }
        throw new AssertionError("the README has no block with " + text);
    }

    @Test
    void every_page_and_test_that_the_readme_links_to_is_there() throws IOException {
        Matcher links = Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(Files.readString(README));
        int found = 0;
        while (links.find()) {
            assertThat(README.resolveSibling(links.group(1))).exists();
            found++;
        }
        assertThat(found).isGreaterThan(20);
    }
}
