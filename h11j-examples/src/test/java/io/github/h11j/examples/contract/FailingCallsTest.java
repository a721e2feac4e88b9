package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Policy;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a call into the application throws costs its own exchange: it is answered with 500, or broken off, and counted. */
@Timeout(60)
class FailingCallsTest {

    /** What is thrown. */
    @SuppressWarnings("ImmutableEnumChecker") // each supplier makes a new one
    private enum What {
        RUNTIME_EXCEPTION(() -> new IllegalArgumentException("on purpose")),
        CHECKED_EXCEPTION(() -> new IOException("on purpose")),
        ASSERTION_ERROR(() -> new AssertionError("on purpose")),
        LINKAGE_ERROR(() -> new NoClassDefFoundError("on purpose")),
        OUT_OF_MEMORY(() -> thrownBy(What::allocateTooMuch)),
        STACK_OVERFLOW(() -> thrownBy(What::recurse)),
        NEITHER(() -> new Throwable("on purpose"));

        private final Supplier<Throwable> thrown;

        What(Supplier<Throwable> thrown) {
            this.thrown = thrown;
        }

        private static void allocateTooMuch() {
            assertThat(new byte[Integer.MAX_VALUE]).isNull();
        }

        private static Throwable thrownBy(Runnable failing) {
            try {
                failing.run();
                throw new AssertionError("nothing was thrown");
            } catch (Throwable e) {
                return e;
            }
        }

        @SuppressWarnings("InfiniteRecursion")
        private static void recurse() {
            recurse();
        }

        void raise() {
            raise(thrown.get());
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void raise(Throwable thrown) throws T {
            throw (T) thrown; // also what a call must not throw
        }
    }

    /** Where it is thrown, and whether a response has begun by then. */
    private enum Where {
        HANDLER(false) {
            @Override
            void arrange(Request request, Exchange exchange, What what) {
                what.raise();
            }
        },
        HANDLER_AFTER_THE_HEAD(true) {
            @Override
            void arrange(Request request, Exchange exchange, What what) {
                begin(exchange);
                what.raise();
            }
        },
        BODY(false) {
            @Override
            void arrange(Request request, Exchange exchange, What what) {
                exchange.receiveBody(body(what::raise, () -> {}));
            }
        },
        END_OF_BODY(false) {
            @Override
            void arrange(Request request, Exchange exchange, What what) {
                exchange.receiveBody(body(() -> {}, what::raise));
            }
        },
        TASK(false) {
            @Override
            void arrange(Request request, Exchange exchange, What what) {
                exchange.execute(what::raise);
            }
        },
        TASK_OF_ANOTHER_THREAD(false) {
            @Override
            void arrange(Request request, Exchange exchange, What what) {
                new Thread(() -> exchange.execute(what::raise)).start();
            }
        },
        TASK_AFTER_THE_HEAD(true) {
            @Override
            void arrange(Request request, Exchange exchange, What what) {
                begin(exchange);
                exchange.execute(what::raise);
            }
        },
        TASK_FOR_ROOM(false) {
            @Override
            void arrange(Request request, Exchange exchange, What what) {
                exchange.onWritable(what::raise);
            }
        },
        OTHER_PROTOCOL_OPENED(true) {
            @Override
            void arrange(Request request, Exchange exchange, What what) {
                switchTo(exchange, new Other() {
                    @Override
                    public void opened(Duplex duplex) {
                        what.raise();
                    }
                });
            }
        },
        OTHER_PROTOCOL_RECEIVED(true) {
            @Override
            void arrange(Request request, Exchange exchange, What what) {
                switchTo(exchange, new Other() {
                    @Override
                    public void received(Bytes bytes) {
                        what.raise();
                    }
                });
            }
        },
        OTHER_PROTOCOL_TASK(true) {
            @Override
            void arrange(Request request, Exchange exchange, What what) {
                switchTo(exchange, new Other() {
                    @Override
                    public void opened(Duplex duplex) {
                        duplex.execute(what::raise);
                    }
                });
            }
        },
        OTHER_PROTOCOL_TASK_FOR_ROOM(true) {
            @Override
            void arrange(Request request, Exchange exchange, What what) {
                switchTo(exchange, new Other() {
                    @Override
                    public void opened(Duplex duplex) {
                        duplex.onWritable(what::raise);
                    }
                });
            }
        },
        OTHER_PROTOCOL_FAILED(true) {
            @Override
            void arrange(Request request, Exchange exchange, What what) {
                switchTo(exchange, new Other() {
                    @Override
                    public void received(Bytes bytes) throws Exception {
                        throw new IOException("on purpose");
                    }

                    @Override
                    public void failed(Exception cause) {
                        what.raise();
                    }
                });
            }
        },
        LISTENER_FOR_FAILURES(false) {
            @Override
            void arrange(Request request, Exchange exchange, What what) throws Exception {
                exchange.onFailure(cause -> what.raise());
                throw new IOException("on purpose");
            }
        },
        LISTENER_THAT_COMES_LATE(false) {
            @Override
            void arrange(Request request, Exchange exchange, What what) throws Exception {
                exchange.onFailure(cause -> exchange.onFailure(again -> what.raise()));
                throw new IOException("on purpose");
            }
        };

        final boolean late;

        Where(boolean late) {
            this.late = late;
        }

        abstract void arrange(Request request, Exchange exchange, What what) throws Exception;

        private static void begin(Exchange exchange) {
            exchange.send(new Response(200, Headers.of("Content-Length", "4")), Data.utf8("ha"));
            exchange.flush();
        }

        private interface Step {
            void run() throws Exception;
        }

        private static BodyHandler body(Step data, Step end) {
            return new BodyHandler() {
                @Override
                public void data(Data part) throws Exception {
                    data.run();
                }

                @Override
                public void end(EndOfMessage last) throws Exception {
                    end.run();
                }
            };
        }

        private static void switchTo(Exchange exchange, ProtocolHandler handler) {
            exchange.send(Responses.switching("other"));
            exchange.switchTo(handler);
        }
    }

    private static class Other implements ProtocolHandler {
        @Override
        public void opened(Duplex duplex) {}

        @Override
        public void received(Bytes bytes) throws Exception {}

        @Override
        public void ended() {}

        @Override
        public void failed(Exception cause) {}
    }

    static Stream<Arguments> cases() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(Where.values()).map(where -> Arguments.of(kind, where)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_call_that_throws_costs_its_own_exchange(Kind kind, Where where) throws Exception {
        What[] all = What.values();
        try (Kind.Running server = kind.start((request, exchange) -> {
            if (request.target().equals("/good")) {
                exchange.send(Responses.text(200, "good"));
            } else {
                where.arrange(request, exchange, What.valueOf(request.target().substring(1)));
            }
        })) {
            try (Peer bystander = server.connect()) {
                assertThat(bystander.write(good()).answer()).endsWith("good");
                for (What what : all) {
                    expectFailure(server, where, what);
                    assertThat(bystander.write(good()).answer()).endsWith("good");
                }
                for (int i = 0; i < 4; i++) { // on all loops
                    assertThat(server.talk(good())).endsWith("good");
                }
            }
            assertThat(server.failures()).isGreaterThanOrEqualTo(all.length);
            Peer.await("closed", () -> server.connections() == 0);
            assertThat(server.stop().within(Duration.ofSeconds(20))).isTrue();
        }
    }

    private static String good() {
        return "GET /good HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    private static void expectFailure(Kind.Running server, Where where, What what) throws IOException {
        boolean switched = where.name().startsWith("OTHER");
        try (Peer peer = server.connect()) {
            peer.write((switched ? "GET /" : "POST /") + what + " HTTP/1.1\r\nHost: a\r\n"
                    + (switched
                            ? "Connection: upgrade\r\nUpgrade: other\r\n\r\nother"
                            : "Content-Length: 4\r\n\r\nbody"));
            if (where.late) {
                String head = readUntilBroken(peer);
                assertThat(head).as("%s", what).startsWith(switched ? "HTTP/1.1 101 " : "HTTP/1.1 200 ");
                assertThat(head).endsWith(switched ? "\r\n\r\n" : "\r\n\r\nha");
            } else {
                assertThat(peer.answer()).as("%s", what).startsWith("HTTP/1.1 500 ");
            }
        }
    }

    /** What has come before the end, which must not look as if nothing were missing; a reset may take all of it. */
    private static String readUntilBroken(Peer peer) {
        StringBuilder text = new StringBuilder();
        try {
            for (int c = peer.socket().getInputStream().read();
                    c >= 0;
                    c = peer.socket().getInputStream().read()) {
                text.append((char) c);
            }
        } catch (IOException e) {
            // as it should be
        }
        return text.toString();
    }

    @ParameterizedTest
    @EnumSource
    void a_listener_of_the_policy_that_throws_costs_its_own_request(Kind kind) throws Exception {
        List<What> all = List.of(What.RUNTIME_EXCEPTION, What.ASSERTION_ERROR, What.OUT_OF_MEMORY);
        for (What what : all) {
            Policy policy = Policy.H11.with((sender, violation, offset, excerpt) -> what.raise());
            try (Kind.Running server = kind.start(
                    (request, exchange) -> exchange.send(Responses.text(200, "good")),
                    Kind.Rules.USUAL.withPolicy(policy))) {
                try (Peer peer = server.connect()) {
                    peer.write("GET / HTTP/1.1\nHost: a\n\n"); // bare line feeds, which this policy tolerates
                    assertThat(peer.readAll()).as("%s", what).startsWith("HTTP/1.1 500 ");
                }
                assertThat(server.failures()).isEqualTo(1);
                assertThat(server.talk(good())).endsWith("good");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_listener_that_throws_gives_its_slot_back(Kind kind) throws Exception {
        AtomicInteger begun = new AtomicInteger();
        try (Kind.Running server = kind.start(
                (request, exchange) -> {
                    exchange.onFailure(cause -> What.ASSERTION_ERROR.raise());
                    if (request.target().equals("/good")) {
                        exchange.send(Responses.text(200, "good"));
                    } else {
                        exchange.receiveBody(Where.body(() -> {}, () -> {}));
                        begun.incrementAndGet();
                    }
                },
                Kind.Rules.USUAL.withMaxConnections(2))) {
            for (int i = 1; i <= 6; i++) {
                int count = i;
                try (Peer peer = server.connect()) {
                    peer.write("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
                    Peer.await("begun", () -> begun.get() == count);
                    if (i % 2 == 0) {
                        peer.reset();
                    } else {
                        peer.write("no chunk\r\n");
                        assertThat(peer.answer()).startsWith("HTTP/1.1 400 ");
                    }
                }
                Peer.await("told", () -> server.failures() == count);
                assertThat(server.talk(good())).endsWith("good");
            }
        }
    }
}
