package io.github.h11j.examples.netty;

import io.github.h11j.engine.ServerRules;
import io.github.h11j.handler.Handler;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** A Netty server as a program has one, whose pipelines end with our handler. */
public final class NettyServer implements AutoCloseable {

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final NettyHandler.Group group;
    private final Channel listener;

    /** On loopback, and a port that is free. */
    public NettyServer(Handler handler, ServerRules rules, long heldBytes, Optional<SSLContext> tls) {
        this(handler, rules, heldBytes, pipeline -> tls.ifPresent(context -> pipeline.addLast(secured(context))));
    }

    /** With other handlers before ours. */
    NettyServer(Handler handler, ServerRules rules, long heldBytes, Consumer<ChannelPipeline> before) {
        group = new NettyHandler.Group(heldBytes);
        listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        before.accept(channel.pipeline());
                        channel.pipeline().addLast(new NettyHandler(handler, rules, group));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    private static SslHandler secured(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(0); // the session has a limit of its own
        return handler;
    }

    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    public int connections() {
        return group.connections();
    }

    public long failures() {
        return group.failures();
    }

    /** Whether all exchanges were finished in time. */
    public boolean stop(Duration patience) throws InterruptedException {
        if (loops.isShuttingDown()) {
            return true;
        }
        listener.close().sync();
        boolean finished = true;
        try {
            group.stop().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            finished = false;
            group.abort();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS);
        return finished;
    }

    @Override
    public void close() {
        try {
            stop(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
