package dev.moqlog.samples.netty;

import dev.moqlog.samples.netty.ConnectionLogs.Side;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QLogConfiguration;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelBootstrap;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslEngine;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Turns the codec's own logging on, channel by channel. */
final class ChannelLogging {
  private static final String TITLE = "transfer";

  private final ConnectionLogs logs;

  ChannelLogging(ConnectionLogs logs) {
    this.logs = logs;
  }

  /** Prepares a client's channel. It gets a handler, so it must not be given another. */
  void prepare(QuicChannelBootstrap bootstrap, String originalConnectionId) {
    Optional<Path> file = logs.fileFor(Side.CLIENT, originalConnectionId);
    bootstrap.option(
        QuicChannelOption.QLOG, file.map(path -> configuration(path, Side.CLIENT)).orElse(null));
    bootstrap.handler(
        new ChannelInboundHandlerAdapter() {
          @Override
          public void handlerAdded(ChannelHandlerContext context) {
            file.ifPresent(
                path -> awaitEnd(context.channel(), Side.CLIENT, originalConnectionId, path));
          }
        });
  }

  /**
   * What a server's codec calls for each new channel. This is the one moment when the channel
   * exists, but takes the option still.
   */
  Function<QuicChannel, QuicSslEngine> sslEngines(
      QuicSslContext context, OriginalConnectionIds ids) {
    return channel -> {
      String id = ids.latest();
      logs.fileFor(Side.SERVER, id)
          .ifPresent(
              file -> {
                channel
                    .config()
                    .setOption(QuicChannelOption.QLOG, configuration(file, Side.SERVER));
                awaitEnd(channel, Side.SERVER, id, file);
              });
      return context.newEngine(channel.alloc());
    };
  }

  private void awaitEnd(Channel channel, Side side, String id, Path file) {
    // The codec frees the native connection, which ends the file, before the future completes.
    channel.closeFuture().addListener(closed -> logs.complete(side, id, file));
  }

  private static QLogConfiguration configuration(Path file, Side side) {
    return new QLogConfiguration(file.toString(), TITLE, side.name());
  }
}
