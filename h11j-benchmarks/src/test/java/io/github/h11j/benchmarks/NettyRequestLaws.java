package io.github.h11j.benchmarks;

import io.github.h11j.Role;
import io.github.h11j.spec.generators.ByteString;
import io.github.h11j.spec.pair.ConnectionUnderTest;
import io.github.h11j.spec.pair.Heard;
import io.github.h11j.spec.pair.ParserUnderTest;
import io.github.h11j.spec.properties.ConnectionProperties;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The laws of docs/guide/property-testing.md for Netty's decoder of requests. */
// quoted: netty
class NettyRequestLaws implements ConnectionProperties {

    static final class NettyRequests extends ParserUnderTest {
        private final EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder());

        NettyRequests() {
            super(Role.SERVER);
        }

        @Override
        protected void parse(byte[] bytes) {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            hearAll();
        }

        @Override
        protected void parseEnd(boolean orderly) {
            channel.finish();
            hearAll();
        }

        private void hearAll() {
            for (HttpObject part = channel.readInbound(); part != null; part = channel.readInbound()) {
                hear(part);
                ReferenceCountUtil.release(part);
            }
        }

        private void hear(HttpObject part) {
            if (part.decoderResult().isFailure()) {
                Throwable cause = part.decoderResult().cause();
                refuse(cause.getClass().getSimpleName(), OptionalLong.empty(), cause);
                return;
            }
            if (part instanceof HttpRequest head) {
                String version = head.protocolVersion().text().substring("HTTP/".length());
                hear(new Heard.RequestHead(head.method().name(), head.uri(), fields(head.headers()), version));
            }
            if (part instanceof HttpContent content && content.content().isReadable()) {
                hear(new Heard.Content(ByteString.of(ByteBufUtil.getBytes(content.content()))));
            }
            if (part instanceof LastHttpContent last) {
                hear(new Heard.End(fields(last.trailingHeaders())));
            }
        }

        private static List<Heard.Field> fields(HttpHeaders headers) {
            return headers.entries().stream()
                    .map(entry -> new Heard.Field(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }

    @Override
    public ConnectionUnderTest connection(Role role) {
        return new NettyRequests();
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.SERVER);
    }
}
// end
