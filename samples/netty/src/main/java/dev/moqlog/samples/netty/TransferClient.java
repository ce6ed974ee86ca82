package dev.moqlog.samples.netty;

import dev.moqlog.samples.link.LossyLink;
import dev.moqlog.samples.transfer.Payload;
import dev.moqlog.samples.transfer.TransferOptions;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelBootstrap;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicConnectionAddress;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.security.SecureRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A client that asks for a number of bytes, and checks what comes. */
final class TransferClient implements AutoCloseable {
  private static final int CONNECTION_ID_BYTES = 16;
  private static final int STREAM_WINDOW_BYTES = 1_000_000;

  private final EventLoopGroup group;
  private final InetSocketAddress server;
  private final Channel socket;

  TransferClient(EventLoopGroup group, QuicSslContext context, InetSocketAddress server) {
    this.group = group;
    this.server = server;
    ChannelHandler codec =
        new QuicClientCodecBuilder()
            .sslEngineProvider(
                channel -> context.newEngine(channel.alloc(), "localhost", server.getPort()))
            .maxIdleTimeout(TransferServer.IDLE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .initialMaxData(10 * STREAM_WINDOW_BYTES)
            .initialMaxStreamDataBidirectionalLocal(STREAM_WINDOW_BYTES)
            .build();
    socket =
        new Bootstrap()
            .group(group)
            .channel(NioDatagramChannel.class)
            .option(ChannelOption.SO_RCVBUF, LossyLink.SOCKET_BUFFER_BYTES)
            .handler(codec)
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  /**
   * Makes a connection, transfers the bytes and closes the connection.
   *
   * @return how many bytes came
   * @throws IOException if the transfer fails
   */
  long transfer(TransferOptions options, ConnectionLogs logs)
      throws IOException, InterruptedException {
    byte[] originalId = new byte[CONNECTION_ID_BYTES];
    new SecureRandom().nextBytes(originalId);
    QuicChannelBootstrap bootstrap =
        QuicChannel.newBootstrap(socket)
            .remoteAddress(server)
            // Chosen here, so that it is known before the first packet.
            .remoteConnectionAddress(new QuicConnectionAddress(originalId));
    new ChannelLogging(logs).prepare(bootstrap, ByteBufUtil.hexDump(originalId));
    try {
      QuicChannel connection = bootstrap.connect().get();
      try {
        return request(connection, options.bytes());
      } finally {
        connection.close(true, options.closeCode(), Unpooled.EMPTY_BUFFER).sync();
      }
    } catch (ExecutionException e) {
      throw new IOException("the transfer failed: " + e.getCause().getMessage(), e.getCause());
    }
  }

  private long request(QuicChannel connection, long bytes)
      throws InterruptedException, ExecutionException {
    Promise<Long> received = group.next().newPromise();
    QuicStreamChannel stream =
        connection
            .createStream(QuicStreamType.BIDIRECTIONAL, new ResponseHandler(bytes, received))
            .get();
    stream.writeAndFlush(Unpooled.copyLong(bytes)).addListener(QuicStreamChannel.SHUTDOWN_OUTPUT);
    return received.get();
  }

  @Override
  public void close() {
    socket.close().syncUninterruptibly();
  }

  private static final class ResponseHandler extends SimpleChannelInboundHandler<ByteBuf> {
    private final Payload payload = new Payload();
    private final long expectedBytes;
    private final Promise<Long> received;

    ResponseHandler(long expectedBytes, Promise<Long> received) {
      this.expectedBytes = expectedBytes;
      this.received = received;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf part) {
      payload.check(part.nioBuffer());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownReadComplete.INSTANCE) {
        if (payload.position() == expectedBytes) {
          received.trySuccess(expectedBytes);
        } else {
          received.tryFailure(
              new IOException(
                  "the stream ended after " + payload.position() + " of " + expectedBytes));
        }
      }
      context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      received.tryFailure(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      received.tryFailure(new ClosedChannelException());
      context.fireChannelInactive();
    }
  }
}
