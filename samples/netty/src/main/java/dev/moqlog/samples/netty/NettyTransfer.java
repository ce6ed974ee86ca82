package dev.moqlog.samples.netty;

import dev.moqlog.samples.link.Direction;
import dev.moqlog.samples.link.LossyLink;
import dev.moqlog.samples.transfer.ServerIdentity;
import dev.moqlog.samples.transfer.TransferOptions;
import dev.moqlog.samples.transfer.TransferReport;
import dev.moqlog.samples.transfer.TransferTraces;
import dev.moqlog.writer.QlogRecorder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.TrustManagerFactory;

/**
 * Transfers data from a server to a client, both made with Netty, over a lossy link. What is
 * captured, the environment variables {@code MOQ_QLOG_...} decide.
 */
public final class NettyTransfer {
  private NettyTransfer() {}

  /** Runs one transfer; for the arguments see {@link TransferOptions#USAGE}. */
  public static void main(String[] arguments) throws Exception {
    TransferOptions options;
    try {
      options = TransferOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    try (QlogRecorder recorder = QlogRecorder.fromEnvironment()) {
      TransferTraces traces = new TransferTraces(recorder);
      run(options, traces).print(System.out);
      traces.print(System.out);
    }
  }

  /**
   * Runs one transfer whose connections the recorder of the traces decides about. Both ends have
   * closed the connection when this returns, and their traces.
   *
   * @throws IOException if the transfer fails
   * @throws TimeoutException if the server does not notice the end
   */
  static TransferReport run(TransferOptions options, TransferTraces traces)
      throws IOException, InterruptedException, TimeoutException {
    if (!traces.recorder().isEnabled()) {
      return run(options, ConnectionLogs.NONE);
    }
    try (RecordedLogs logs = new RecordedLogs(traces)) {
      return run(options, logs);
    }
  }

  /**
   * Runs one transfer. Both ends have closed the connection when this returns.
   *
   * @throws IOException if the transfer fails
   * @throws TimeoutException if the server does not notice the end
   */
  static TransferReport run(TransferOptions options, ConnectionLogs logs)
      throws IOException, InterruptedException, TimeoutException {
    ServerIdentity identity = ServerIdentity.create();
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    LossyLink usedLink;
    long bytes;
    long start;
    long end;
    try (TransferServer server = new TransferServer(group, identity, logs);
        LossyLink link =
            LossyLink.open(
                server.address(), options.conditions(), options.conditions(), options.seed());
        TransferClient client = new TransferClient(group, sslContext(identity), link.address())) {
      usedLink = link;
      start = System.nanoTime();
      bytes = client.transfer(options, logs);
      end = System.nanoTime();
      server.awaitDisconnected();
    } finally {
      group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
    return new TransferReport(
        bytes,
        Duration.ofNanos(end - start),
        usedLink.counters(Direction.TO_SERVER),
        usedLink.counters(Direction.TO_CLIENT));
  }

  private static QuicSslContext sslContext(ServerIdentity identity) throws IOException {
    try {
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(identity.trustStore());
      return QuicSslContextBuilder.forClient()
          .trustManager(trusted)
          .applicationProtocols(TransferServer.PROTOCOL)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot use the certificate of the server", e);
    }
  }
}
