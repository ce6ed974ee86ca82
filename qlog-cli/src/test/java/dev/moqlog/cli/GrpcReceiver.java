package dev.moqlog.cli;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/** An OTLP endpoint by gRPC, as far as it takes unary calls, whose messages another decodes. */
final class GrpcReceiver implements AutoCloseable {

  private static final int FRAME_HEADER = 5;

  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel server;
  private final OtlpReceiver sink;

  GrpcReceiver(OtlpReceiver sink) {
    this.sink = sink;
    this.server =
        new ServerBootstrap()
            .group(threads)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            Http2FrameCodecBuilder.forServer().build(),
                            new Http2MultiplexHandler(
                                new ChannelInitializer<Channel>() {
                                  @Override
                                  protected void initChannel(Channel stream) {
                                    stream.pipeline().addLast(new Call());
                                  }
                                }));
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  String url() {
    return "http://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort();
  }

  /** One call. */
  private final class Call extends ChannelInboundHandlerAdapter {

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private String path;

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) throws Exception {
      if (frame instanceof Http2HeadersFrame headers) {
        path = headers.headers().path().toString();
      } else if (frame instanceof Http2DataFrame data) {
        data.content().readBytes(body, data.content().readableBytes());
        boolean end = data.isEndStream();
        data.release();
        if (end) {
          answer(context);
        }
      }
    }

    private void answer(ChannelHandlerContext context) {
      byte[] framed = body.toByteArray();
      sink.take(path, Arrays.copyOfRange(framed, FRAME_HEADER, framed.length));
      context.write(
          new DefaultHttp2HeadersFrame(
              new DefaultHttp2Headers().status("200").set("content-type", "application/grpc")));
      ByteBuf empty = Unpooled.wrappedBuffer(new byte[FRAME_HEADER]);
      context.write(new DefaultHttp2DataFrame(empty));
      context.writeAndFlush(
          new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().set("grpc-status", "0"), true));
    }
  }

  @Override
  public void close() {
    server.close().syncUninterruptibly();
    threads.shutdownGracefully();
  }
}
