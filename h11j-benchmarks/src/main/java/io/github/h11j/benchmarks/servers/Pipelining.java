package io.github.h11j.benchmarks.servers;

import io.github.h11j.examples.blocking.BlockingServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import javax.tools.ToolProvider;

/**
 * How long the server of README.md, compiled as it stands there, takes to answer two pipelined requests. A server that
 * falls into the trap of docs/guide/keepalive.md takes 40 ms, because the second answer waits for an acknowledgement.
 */
public final class Pipelining {

    private static final int WARM_UP = 2_000;
    private static final int BATCHES = 2_000;
    private static final double MILLI = 1e6;

    /** A server in the trap takes at least twice as long, one that is not takes a hundredth. */
    private static final double LIMIT_MILLIS = 20;

    private static final byte[] REQUESTS =
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(2).getBytes(StandardCharsets.US_ASCII);

    private Pipelining() {}

    /**
     * Measures and prints a line of a table; exit status 1 if the server is in the trap.
     *
     * @param arguments the path of README.md
     * @throws Exception if the server cannot be compiled or does not answer
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("readme-server");
        double[] millis;
        try (BlockingServer server = serverOf(Path.of(arguments[0]), folder);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setTcpNoDelay(true);
            measure(socket, WARM_UP);
            millis = measure(socket, BATCHES);
        }
        Arrays.sort(millis);
        double late = millis[BATCHES * 99 / 100];
        System.out.printf(
                Locale.ROOT,
                "| server of README.md, two pipelined requests | %.3f ms median | %.3f ms for 99 %% | %.3f ms at most"
                        + " |%n",
                millis[BATCHES / 2],
                late,
                millis[BATCHES - 1]);
        System.exit(late < LIMIT_MILLIS ? 0 : 1);
    }

    private static double[] measure(Socket socket, int batches) throws IOException {
        OutputStream out = socket.getOutputStream();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        out.write(REQUESTS);
        int length = twoAnswers(in);
        byte[] answers = new byte[length];
        double[] millis = new double[batches];
        for (int i = 0; i < batches; i++) {
            long start = System.nanoTime();
            out.write(REQUESTS);
            in.readFully(answers); // all answers have the same length
            millis[i] = (System.nanoTime() - start) / MILLI;
        }
        return millis;
    }

    /** Reads two answers; returns their length. */
    private static int twoAnswers(DataInputStream in) throws IOException {
        StringBuilder read = new StringBuilder();
        String end = "\r\n\r\nHello\n";
        while (read.indexOf(end) < 0
                || read.indexOf(end) == read.lastIndexOf(end)
                || !read.toString().endsWith(end)) {
            read.append((char) in.readUnsignedByte());
        }
        return read.length();
    }

    private static BlockingServer serverOf(Path readme, Path folder) throws Exception {
        String page = Files.readString(readme);
        int from = page.indexOf("static BlockingServer start(");
        String method = page.substring(from, page.indexOf("```", from));
        Path source = folder.resolve("Readme.java");
        Files.writeString(source, """
                import io.github.h11j.*;
                import io.github.h11j.examples.blocking.*;
                import io.github.h11j.handler.*;
                import java.io.IOException;
                import java.net.InetSocketAddress;

                public class Readme {
                public %s}
                """.formatted(method));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        System.out,
                        System.err,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        if (status != 0) {
            throw new IOException("the server of " + readme + " does not compile");
        }
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Class<?> type = loader.loadClass("Readme");
            return (BlockingServer) type.getMethod("start", int.class).invoke(null, 0);
        }
    }
}
