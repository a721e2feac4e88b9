package io.github.h11j.spec.bindings;

import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Limits;
import io.github.h11j.NextEvent;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server on Netty's channels and direct buffers, with h11j in place of its codec, on the core alone. */
@SuppressWarnings("FutureReturnValueIgnored") // what becomes of a write or a close shows at the channel
final class NettyBinding implements RunningServer {

    private static final Policy POLICY = Policy.STRICT.with(Limits.DEFAULT.withBody(1 << 20));
    private static final int MAX_DRAIN = 1 << 18;
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final Set<String> KNOWN =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Timeouts timeouts;
    private final Channel listener;
    private volatile boolean stopping;

    private NettyBinding(Timeouts timeouts) {
        this.timeouts = timeouts;
        this.listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 200)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channels.add(channel);
                        channel.pipeline().addLast(new Peer());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    static NettyBinding start(Timeouts timeouts) {
        return new NettyBinding(timeouts);
    }

    @Override
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public boolean stop(Duration atMost) throws InterruptedException {
        stopping = true;
        listener.close().sync();
        channels.forEach(channel -> channel.pipeline().fireUserEventTriggered("stop"));
        boolean all = channels.newCloseFuture().await(atMost.toMillis());
        channels.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        return all;
    }

    private final class Peer extends ChannelInboundHandlerAdapter {

        private final Connection http = Connection.server(POLICY);
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private @Nullable Request request;
        private @Nullable Future<?> timer;
        private boolean idle = true;
        private boolean needsData = true;
        private boolean closing;
        private long drained;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            beginIdle(context);
            context.read();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            try {
                if (closing) {
                    drained += bytes.readableBytes();
                    if (drained > MAX_DRAIN) {
                        context.close();
                    }
                    return;
                }
                if (idle) {
                    idle = false;
                    deadlineIn(context, timeouts.head());
                } else if (request != null) {
                    deadlineIn(context, timeouts.body());
                }
                http.receiveBorrowed(bytes.nioBuffer());
                drive(context);
            } finally {
                http.endLease();
                bytes.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
            readMore(context);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (context.channel().isWritable()) {
                drive(context);
                context.flush();
                readMore(context);
            }
        }

        private void readMore(ChannelHandlerContext context) {
            if (closing || (needsData && context.channel().isWritable())) {
                context.read();
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                if (closing) {
                    context.close();
                    return;
                }
                http.receiveEof();
                drive(context);
                context.flush();
            } else if (event.equals("stop") && idle) {
                closeGently(context);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (timer != null) {
                timer.cancel(false);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close(); // a reset
        }

        private void drive(ChannelHandlerContext context) {
            while (!closing && context.channel().isWritable() && step(context)) {
                // again
            }
        }

        private boolean step(ChannelHandlerContext context) {
            NextEvent next;
            try {
                next = http.nextEvent();
            } catch (RemoteProtocolException e) {
                send(context, http.errorResponse(e, date()));
                closeGently(context);
                return false;
            }
            needsData = next == Signal.NEED_DATA;
            if (next instanceof Request head) {
                request = head;
                body.reset();
                deadlineIn(context, timeouts.body());
                if (http.theyAreWaitingFor100Continue()) {
                    send(context, List.of(new InformationalResponse(100, Headers.EMPTY)));
                }
            } else if (next instanceof Data data) {
                body.writeBytes(data.bytes().toByteArray());
            } else if (next instanceof EndOfMessage && request != null) {
                send(context, answer(request));
                if (http.isReusable()) {
                    http.startNextCycle();
                    beginIdle(context);
                } else {
                    closeGently(context);
                }
            } else {
                if (!needsData) {
                    closeGently(context);
                }
                return false;
            }
            return !closing;
        }

        private void send(ChannelHandlerContext context, List<? extends Event> events) {
            if (!events.isEmpty()) {
                context.write(Unpooled.wrappedBuffer(http.send(events)));
            }
        }

        private void beginIdle(ChannelHandlerContext context) {
            request = null;
            idle = http.bufferedBytes() == 0;
            deadlineIn(context, idle ? timeouts.idle() : timeouts.head());
            if (stopping && idle) {
                closeGently(context);
            }
        }

        private void deadlineIn(ChannelHandlerContext context, Duration time) {
            if (timer != null) {
                timer.cancel(false);
            }
            timer = context.executor().schedule(() -> timedOut(context), time.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void timedOut(ChannelHandlerContext context) {
            if (closing) {
                context.close();
                return;
            }
            if (!idle) {
                send(context, http.errorResponse(408, "the request did not come in time", date()));
            }
            closeGently(context);
        }

        private void closeGently(ChannelHandlerContext context) {
            closing = true;
            deadlineIn(context, LINGER);
            context.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(written -> ((SocketChannel) context.channel()).shutdownOutput());
            context.read();
        }

        private List<Event> answer(Request request) {
            byte[] content = "Hello\n".getBytes(StandardCharsets.UTF_8);
            Headers headers = date().with("Content-Type", "text/plain");
            int status = 200;
            if (request.target().regionMatches(true, 0, "https:", 0, 6)) {
                status = 421;
            } else if (request.method().equals("POST")) {
                content = body.toByteArray();
            } else if (request.method().equals("OPTIONS")) {
                headers = headers.with("Allow", "GET, HEAD, POST, OPTIONS");
                content = new byte[0];
            } else if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
                status = KNOWN.contains(request.method()) ? 405 : 501;
                headers = headers.with("Allow", "GET, HEAD, POST, OPTIONS");
            }
            if (stopping) {
                headers = headers.with("Connection", "close");
            }
            return List.of(new Response(status, headers), Data.of(content), EndOfMessage.NO_TRAILERS);
        }

        private static Headers date() {
            return Headers.of("Date", DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
        }
    }
}
