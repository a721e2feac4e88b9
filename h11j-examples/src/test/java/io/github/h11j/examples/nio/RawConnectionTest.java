package io.github.h11j.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Bytes;
import io.github.h11j.engine.ClientRules;
import io.github.h11j.examples.Refusing;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.ProtocolHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections of the client that never speak HTTP. */
class RawConnectionTest extends NioClientFixture {

    /** When a handler throws. */
    private enum Fault {
        NONE,
        OPENED,
        RECEIVED,
        ENDED,
        STOPPING
    }

    /** Answers nothing, and ends when the server does. */
    private static final class Listener implements ProtocolHandler {
        final CompletableFuture<String> text = new CompletableFuture<>();
        final CompletableFuture<Exception> refused = new CompletableFuture<>();
        final CountDownLatch begun = new CountDownLatch(1);
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final Fault fault;
        private Duplex duplex;

        Listener(Fault fault) {
            this.fault = fault;
        }

        private void at(Fault place) {
            if (place == fault) {
                throw new StackOverflowError("on purpose");
            }
        }

        @Override
        public void opened(Duplex opened) {
            duplex = opened;
            begun.countDown();
            at(Fault.OPENED);
        }

        @Override
        public void received(Bytes bytes) {
            at(Fault.RECEIVED);
            received.writeBytes(bytes.toByteArray());
        }

        @Override
        public void ended() {
            at(Fault.ENDED);
            duplex.end();
            text.complete(received.toString(StandardCharsets.US_ASCII));
        }

        @Override
        public void stopping() {
            at(Fault.STOPPING);
        }

        @Override
        public void failed(Exception cause) {
            text.completeExceptionally(cause);
        }
    }

    private static Runnable connect(NioClient client, Listener listener, SocketAddress... addresses) {
        return client.connect(List.of(addresses), ClientRules.DEFAULT, listener, listener.refused::complete);
    }

    private static SocketAddress address(Scripted server) throws IOException {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    private static Exception refusal(Listener listener) throws Exception {
        return listener.refused.get(20, TimeUnit.SECONDS);
    }

    @Test
    void each_address_is_tried_in_its_own_time_and_the_handler_is_called_for_the_one_that_accepts() throws Exception {
        NioClient client = client();
        try (Scripted server = new Scripted((peer, number) -> peer.write("hi"));
                ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) { // no room for others
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            SocketAddress silent = full.getLocalSocketAddress();
            SocketAddress nameless = InetSocketAddress.createUnresolved("a.invalid", 1);
            Listener listener = new Listener(Fault.NONE);
            connect(client, listener, silent, nameless, Refusing.address(), silent, address(server));
            await("it is there", () -> {
                pass(client, Duration.ofSeconds(11));
                return listener.text.isDone();
            });
            assertThat(listener.text.get()).isEqualTo("hi");
            assertThat(listener.refused).isNotDone();
            Listener late = new Listener(Fault.NONE);
            connect(client, late, Refusing.address(), silent);
            await("it is refused", () -> {
                pass(client, Duration.ofSeconds(11));
                return late.refused.isDone();
            });
            assertThat(refusal(late)).isInstanceOf(SocketTimeoutException.class);
            assertThat(late.text).isNotDone();
            await("closed", () -> client.connections() == 0);
        }
    }

    @Test
    void without_an_address_and_after_a_stop_there_is_no_connection() throws Exception {
        NioClient client = client();
        Listener nowhere = new Listener(Fault.NONE);
        connect(client, nowhere);
        assertThat(refusal(nowhere)).hasMessage("there is no address");
        client.close();
        Listener late = new Listener(Fault.NONE);
        connect(client, late, Refusing.address());
        assertThat(refusal(late)).hasMessage("the client has stopped");
    }

    @Test
    void it_can_be_given_up_while_it_is_made_and_later() throws Exception {
        NioClient client = client();
        CompletableFuture<Boolean> reset = new CompletableFuture<>();
        try (Scripted server = new Scripted((peer, number) -> {
                    try {
                        peer.drain();
                        reset.complete(false);
                    } catch (IOException e) {
                        reset.complete(true);
                    }
                });
                ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            Listener made = new Listener(Fault.NONE);
            Runnable giveUp = connect(client, made, full.getLocalSocketAddress(), address(server));
            await("it connects", () -> client.connections() == 1);
            giveUp.run();
            assertThat(refusal(made)).hasMessage("the connection was given up");
            Listener open = new Listener(Fault.NONE);
            Runnable close = connect(client, open, address(server));
            assertThat(open.begun.await(20, TimeUnit.SECONDS)).isTrue();
            close.run();
            assertThat(open.text).failsWithin(Duration.ofSeconds(20));
            assertThat(reset.get(20, TimeUnit.SECONDS)).isTrue();
            await("closed", () -> client.connections() == 0);
            close.run(); // has no effect any more
            assertThat(made.begun.getCount()).isOne();
            assertThat(server.accepted).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void an_error_of_the_handler_costs_its_connection_alone(Fault fault) throws Exception {
        NioClient client = client();
        CountDownLatch over = new CountDownLatch(1);
        try (Scripted other = new Scripted((peer, number) -> {
                    over.await();
                    peer.write("well");
                });
                Scripted server = new Scripted((peer, number) -> {
                    peer.write("hi");
                    if (fault == Fault.STOPPING) {
                        peer.drain();
                    }
                })) {
            Listener bystander = new Listener(Fault.NONE);
            connect(client, bystander, address(other));
            assertThat(bystander.begun.await(20, TimeUnit.SECONDS)).isTrue();
            Listener failing = new Listener(fault);
            connect(client, failing, address(server));
            assertThat(failing.begun.await(20, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Boolean> stopped = new CompletableFuture<>();
            if (fault == Fault.STOPPING) {
                new Thread(() -> {
                            try {
                                stopped.complete(client.stop(Duration.ofSeconds(20)));
                            } catch (InterruptedException e) {
                                stopped.completeExceptionally(e);
                            }
                        })
                        .start();
            }
            assertThat(failing.text)
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableThat()
                    .withStackTraceContaining("on purpose");
            await("closed", () -> client.connections() == 1);
            over.countDown();
            assertThat(bystander.text.get(20, TimeUnit.SECONDS)).isEqualTo("well");
            if (fault == Fault.STOPPING) {
                assertThat(stopped.get(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }
}
