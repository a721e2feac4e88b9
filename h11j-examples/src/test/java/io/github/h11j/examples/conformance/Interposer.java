package io.github.h11j.examples.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Forwards bytes between two ends, changed by a mutant; bytes are characters of the same value. */
final class Interposer implements AutoCloseable {

    /** What happens to bytes. */
    interface Change {

        /** Changes bytes to the target. */
        String forth(String bytes);

        /** Changes bytes from the target. */
        String back(String bytes);

        /** What is sent back instead of forwarding, before the connection ends. */
        default Optional<String> answer(String bytes) {
            return Optional.empty();
        }

        /** Whether bytes are sent again over another connection if the target closes it without a response. */
        default boolean repeats() {
            return false;
        }
    }

    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final int target;
    private final Change change;

    Interposer(int target, Change change) throws IOException {
        this.target = target;
        this.change = change;
        start(this::accept);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "interposer");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                new Bridge(listener.accept()).open();
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    /** Ends a connection as if it broke. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it is gone
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    /** Two connections that are one. */
    private final class Bridge {

        private final Socket front;
        private volatile Socket rear = new Socket();
        private volatile String unanswered = "";

        Bridge(Socket front) {
            this.front = front;
        }

        void open() {
            try {
                front.setTcpNoDelay(true);
                connect();
                start(this::pumpForth);
                start(this::pumpBack);
            } catch (IOException e) {
                reset(front);
            }
        }

        private void connect() throws IOException {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), target);
            socket.setTcpNoDelay(true);
            rear = socket;
        }

        private void pumpForth() {
            try {
                for (String bytes = read(front); !bytes.isEmpty(); bytes = read(front)) {
                    Optional<String> own = change.answer(bytes);
                    if (own.isPresent()) {
                        write(front, own.get());
                        front.shutdownOutput();
                        reset(rear);
                        return;
                    }
                    unanswered = change.forth(bytes);
                    write(rear, unanswered);
                }
                rear.shutdownOutput();
            } catch (IOException e) {
                reset(rear);
                reset(front);
            }
        }

        private void pumpBack() {
            try {
                boolean again = true;
                while (again) {
                    for (String bytes = readBack(); !bytes.isEmpty(); bytes = readBack()) {
                        unanswered = "";
                        write(front, change.back(bytes));
                    }
                    again = change.repeats() && !unanswered.isEmpty();
                    if (again) {
                        String bytes = unanswered;
                        unanswered = "";
                        connect();
                        write(rear, bytes);
                    }
                }
                front.shutdownOutput();
            } catch (IOException e) {
                reset(front);
                reset(rear);
            }
        }

        private String readBack() throws IOException {
            try {
                return read(rear);
            } catch (IOException e) {
                if (change.repeats() && !unanswered.isEmpty()) {
                    return "";
                }
                throw e;
            }
        }

        private String read(Socket from) throws IOException {
            byte[] buffer = new byte[1 << 16];
            int n = from.getInputStream().read(buffer);
            return new String(buffer, 0, Math.max(n, 0), StandardCharsets.ISO_8859_1);
        }

        private void write(Socket to, String bytes) throws IOException {
            to.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
