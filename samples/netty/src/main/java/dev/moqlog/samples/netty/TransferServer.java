package dev.moqlog.samples.netty;

import dev.moqlog.samples.link.LossyLink;
import dev.moqlog.samples.transfer.Payload;
import dev.moqlog.samples.transfer.ServerIdentity;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManagerFactory;

/** A server for one connection: sends as many bytes as each stream asks for. */
final class TransferServer implements AutoCloseable {
  /** The application protocol: a stream asks with a long, and gets that many bytes. */
  static final String PROTOCOL = "transfer";

  static final Duration IDLE_TIMEOUT = Duration.ofSeconds(5);

  private static final int CHUNK_BYTES = 1 << 14;

  private final Channel socket;
  private final Promise<Void> disconnected;

  /**
   * Starts the server.
   *
   * @throws IOException if the codec does not take the key
   */
  TransferServer(EventLoopGroup group, ServerIdentity identity, ConnectionLogs logs)
      throws IOException {
    disconnected = group.next().newPromise();
    OriginalConnectionIds ids = new OriginalConnectionIds();
    ChannelHandler codec =
        new QuicServerCodecBuilder()
            .sslEngineProvider(new ChannelLogging(logs).sslEngines(sslContext(identity), ids))
            .connectionIdAddressGenerator(ids)
            .tokenHandler(null)
            .maxIdleTimeout(IDLE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .initialMaxData(1_000_000)
            .initialMaxStreamDataBidirectionalRemote(100_000)
            .initialMaxStreamsBidirectional(1)
            .handler(new ConnectionHandler())
            .streamHandler(
                new ChannelInitializer<QuicStreamChannel>() {
                  @Override
                  protected void initChannel(QuicStreamChannel stream) {
                    stream.pipeline().addLast(new RequestHandler());
                  }
                })
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

  InetSocketAddress address() {
    return (InetSocketAddress) socket.localAddress();
  }

  /**
   * Waits until the connection has been closed by the client, or has been idle for too long.
   *
   * @throws TimeoutException if it stays open nevertheless
   */
  void awaitDisconnected() throws InterruptedException, TimeoutException {
    if (!disconnected.await(2 * IDLE_TIMEOUT.toMillis())) {
      throw new TimeoutException("the server did not notice that the client has gone");
    }
  }

  /** Closes the socket, and what is still open with it. */
  @Override
  public void close() {
    socket.close().syncUninterruptibly();
  }

  private static QuicSslContext sslContext(ServerIdentity identity) throws IOException {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(identity.keyStore(), identity.passwordChars());
      return QuicSslContextBuilder.forServer(keys, identity.password())
          .applicationProtocols(PROTOCOL)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use the key of the server", e);
    }
  }

  @ChannelHandler.Sharable
  private final class ConnectionHandler extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      context.channel().closeFuture().addListener(closed -> disconnected.trySuccess(null));
      context.fireChannelActive();
    }
  }

  /** Reads the request of one stream, then writes as fast as the stream takes it. */
  private static final class RequestHandler extends SimpleChannelInboundHandler<ByteBuf> {
    private final ByteBuf request = Unpooled.buffer(Long.BYTES);
    private final Payload payload = new Payload();
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private long bytes;

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf received) {
      request.writeBytes(received);
      if (bytes == 0 && request.readableBytes() >= Long.BYTES) {
        bytes = request.getLong(0);
        write(context);
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      write(context);
    }

    private void write(ChannelHandlerContext context) {
      while (payload.position() < bytes && context.channel().isWritable()) {
        int length = (int) Math.min(chunk.length, bytes - payload.position());
        payload.fill(chunk, length);
        boolean last = payload.position() == bytes;
        ChannelFuture written = context.writeAndFlush(Unpooled.copiedBuffer(chunk, 0, length));
        if (last) {
          // Not before the write is done: a shutdown discards what the peer has not made room for.
          written.addListener(QuicStreamChannel.SHUTDOWN_OUTPUT);
        }
      }
    }
  }
}
