package io.github.h11j.examples.nio;

import io.github.h11j.Bytes;
import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.InformationalResponse;
import io.github.h11j.NextEvent;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A blocking client of one connection, on TCP or a Unix-domain socket. */
final class Client implements AutoCloseable {

    final SocketChannel channel;
    final Connection http = Connection.client();
    final List<InformationalResponse> interim = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);

    Client(SocketAddress address) throws IOException {
        channel = SocketChannel.open(reachable(address));
    }

    /** An answer. */
    record Answer(Response head, Bytes content) {
        byte[] body() {
            return content.toByteArray();
        }

        int status() {
            return head.statusCode();
        }

        String text() {
            return content.toString(StandardCharsets.UTF_8);
        }
    }

    private static SocketAddress reachable(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), inet.getPort())
                : address;
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    void write(String bytes) throws IOException {
        write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(Event first, Event... more) throws IOException {
        write(http.send(first, more));
    }

    Answer exchange(Request request) throws IOException {
        send(request, new EndOfMessage());
        return answer();
    }

    /** Reads one whole answer; if both sides are done, begins the next cycle. */
    Answer answer() throws IOException {
        Response head = null;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            NextEvent next = next();
            if (next instanceof Response response) {
                head = response;
            } else if (next instanceof InformationalResponse response) {
                interim.add(response);
            } else if (next instanceof Data data) {
                body.writeBytes(data.bytes().toByteArray());
            } else if (next instanceof EndOfMessage && head != null) {
                if (http.isReusable()) {
                    http.startNextCycle();
                }
                return new Answer(head, Bytes.wrap(body.toByteArray()));
            } else {
                throw new IOException("instead of an answer: " + next);
            }
        }
    }

    NextEvent next() throws IOException {
        NextEvent next = http.nextEvent();
        while (next == Signal.NEED_DATA) {
            read();
            next = http.nextEvent();
        }
        return next;
    }

    private void read() throws IOException {
        if (channel.read(buffer.clear()) < 0) {
            http.receiveEof();
        } else {
            http.receiveData(buffer.flip());
        }
    }

    /** All bytes until the server closes. */
    String readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (channel.read(buffer.clear()) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** So many bytes. */
    String read(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new IOException("only " + bytes.position() + " bytes");
            }
        }
        return new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }

    void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
