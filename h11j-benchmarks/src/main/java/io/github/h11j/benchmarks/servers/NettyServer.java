package io.github.h11j.benchmarks.servers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Netty's codec on its NIO or its native transport; what it has read is answered in one flush. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails to be written closes the channel
final class NettyServer implements GreetingServer {

    private final EventLoopGroup loops;
    private final Channel listener;

    static NettyServer nio() throws InterruptedException {
        return new NettyServer(NioIoHandler.newFactory(), NioServerSocketChannel.class);
    }

    /** On Linux. */
    static NettyServer epoll() throws InterruptedException {
        return new NettyServer(EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
    }

    private NettyServer(IoHandlerFactory transport, Class<? extends ServerChannel> channel)
            throws InterruptedException {
        loops = new MultiThreadIoEventLoopGroup(transport);
        listener = new ServerBootstrap()
                .group(loops)
                .channel(channel)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpServerExpectContinueHandler(), new Greeter());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
    }

    private static final class Greeter extends SimpleChannelInboundHandler<HttpObject> {
        private boolean keepAlive;
        private boolean head;

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            if (part.decoderResult().isFailure()) {
                keepAlive = false;
                answer(context, HttpResponseStatus.BAD_REQUEST);
                return;
            }
            if (part instanceof HttpRequest request) {
                keepAlive = HttpUtil.isKeepAlive(request);
                head = request.method().name().equals("HEAD");
            }
            if (part instanceof LastHttpContent) {
                answer(context, HttpResponseStatus.OK);
            }
        }

        private void answer(ChannelHandlerContext context, HttpResponseStatus status) {
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    status,
                    head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(Greeting.buffer()));
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, Greeting.TYPE)
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, Greeting.length())
                    .set(HttpHeaderNames.DATE, Greeting.date())
                    .set(HttpHeaderNames.SERVER, "netty");
            HttpUtil.setKeepAlive(response, keepAlive);
            if (keepAlive) {
                context.write(response, context.voidPromise());
            } else {
                context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    @Override
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void stop() throws InterruptedException {
        listener.close().sync();
        loops.shutdownGracefully();
    }
}
