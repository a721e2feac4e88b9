package io.github.h11j.examples.contract;

import io.github.h11j.examples.TestTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server, plain or with TLS, that does to each connection what a test tells it, each on a thread of its own. */
public final class Played implements AutoCloseable {

    /** A key for {@code localhost}, made once. */
    public static final SSLContext TLS;

    /** Its certificate in PEM. */
    public static final String CERTIFICATE;

    static {
        try {
            Path folder = Files.createTempDirectory("h11j-tls");
            TLS = TestTls.context(folder, "localhost");
            CERTIFICATE = Files.readString(folder.resolve("cert.pem"));
            for (String file : List.of("store.p12", "cert.pem")) {
                Files.delete(folder.resolve(file));
            }
            Files.delete(folder);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private final ServerSocket listener = new ServerSocket();
    private final boolean tls;
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** What is done to a connection, which is closed afterwards. The first has the number 1. */
    public interface Script {
        void play(Peer peer, int number) throws Exception;
    }

    public Played(boolean tls, Script script) throws IOException {
        this.tls = tls;
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        daemon(() -> accept(script));
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "played");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(Script script) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                accepted.add(socket);
                int number = connections.incrementAndGet();
                daemon(() -> play(socket, number, script));
            } catch (IOException e) {
                // the test is over
            }
        }
    }

    private void play(Socket raw, int number, Script script) {
        try (raw) {
            raw.setTcpNoDelay(true);
            raw.setSoTimeout(20_000);
            Socket socket = raw;
            if (tls) {
                SSLSocket secured = (SSLSocket) TLS.getSocketFactory().createSocket(raw, null, true);
                secured.startHandshake();
                socket = secured;
            }
            script.play(new Peer(raw, socket), number);
        } catch (Exception e) {
            // shows at the other side
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections there were. */
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }
}
