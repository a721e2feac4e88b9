import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Date;

/** The codec, with Netty's own handlers for keep-alive and for whole requests. */
class NettyServer {
    public static void main(String[] arguments) throws InterruptedException {
        new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory()))
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpServerKeepAliveHandler(),
                                        new HttpObjectAggregator(1 << 20),
                                        new Echo());
                    }
                })
                .bind("127.0.0.1", Integer.parseInt(arguments[0]))
                .sync();
    }

    static class Echo extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            boolean valid = request.decoderResult().isSuccess();
            String method = request.method().name();
            HttpResponseStatus status = valid ? status(method, request.uri()) : HttpResponseStatus.BAD_REQUEST;
            ByteBuf hello = Unpooled.copiedBuffer("hello\n", StandardCharsets.UTF_8);
            ByteBuf content = status != HttpResponseStatus.OK
                    ? Unpooled.EMPTY_BUFFER
                    : method.equals("POST") ? request.content().retain() : hello;
            int length = content.readableBytes();
            var response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, status, method.equals("HEAD") ? Unpooled.EMPTY_BUFFER : content);
            response.headers().set(HttpHeaderNames.DATE, DateFormatter.format(new Date()));
            if (status != HttpResponseStatus.NO_CONTENT) {
                response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, length);
            }
            if (status == HttpResponseStatus.METHOD_NOT_ALLOWED || status == HttpResponseStatus.NO_CONTENT) {
                response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD, POST, OPTIONS");
            }
            HttpUtil.setKeepAlive(response, valid && HttpUtil.isKeepAlive(request));
            var sent = context.writeAndFlush(response);
            if (!valid) {
                sent.addListener(ChannelFutureListener.CLOSE);
            }
        }

        private static HttpResponseStatus status(String method, String target) {
            return switch (method) {
                case "POST" -> HttpResponseStatus.OK;
                case "GET", "HEAD" -> target.matches("/(\\?.*)?") ? HttpResponseStatus.OK : HttpResponseStatus.NOT_FOUND;
                case "OPTIONS" -> HttpResponseStatus.NO_CONTENT;
                default -> HttpResponseStatus.METHOD_NOT_ALLOWED;
            };
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
