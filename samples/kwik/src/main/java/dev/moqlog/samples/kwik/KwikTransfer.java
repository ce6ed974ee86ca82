package dev.moqlog.samples.kwik;

import dev.moqlog.samples.link.Direction;
import dev.moqlog.samples.link.LossyLink;
import dev.moqlog.samples.transfer.Payload;
import dev.moqlog.samples.transfer.ServerIdentity;
import dev.moqlog.samples.transfer.TransferOptions;
import dev.moqlog.samples.transfer.TransferReport;
import dev.moqlog.samples.transfer.TransferTraces;
import dev.moqlog.writer.QlogRecorder;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.QuicStream;

/**
 * Transfers data from a server to a client, both made with Kwik, over a lossy link. What is
 * captured, the environment variables {@code MOQ_QLOG_...} decide.
 */
public final class KwikTransfer {
  private static final long STREAM_BUFFER_BYTES = 1_000_000;
  private static final int CHUNK_BYTES = 1 << 16;

  private KwikTransfer() {}

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
   * Runs one transfer. Both ends have closed the connection when this returns.
   *
   * @throws IOException if the transfer fails
   * @throws TimeoutException if the server does not notice the end
   */
  static TransferReport run(TransferOptions options, TransferTraces traces)
      throws IOException, InterruptedException, TimeoutException {
    ServerIdentity identity = ServerIdentity.create();
    KwikCapture capture = new KwikCapture(traces);
    LossyLink usedLink;
    long bytes;
    long start;
    long end;
    try (DatagramSocket socket =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        LossyLink link =
            LossyLink.open(
                (InetSocketAddress) socket.getLocalSocketAddress(),
                options.conditions(),
                options.conditions(),
                options.seed());
        TransferServer server = new TransferServer(socket, identity, capture)) {
      usedLink = link;
      KwikQlog qlog = KwikQlog.ofClient(capture, link.address());
      QuicClientConnection connection = client(link.address().getPort(), identity, qlog);
      try {
        start = System.nanoTime();
        connection.connect();
        qlog.handshakeComplete(TransferServer.PROTOCOL);
        bytes = request(connection, options.bytes());
        end = System.nanoTime();
        if (options.closeCode() != 0) {
          connection.close(options.closeCode(), "as asked for");
        }
      } finally {
        connection.closeAndWait();
        qlog.end();
      }
      server.awaitDisconnected();
    }
    return new TransferReport(
        bytes,
        Duration.ofNanos(end - start),
        usedLink.counters(Direction.TO_SERVER),
        usedLink.counters(Direction.TO_CLIENT));
  }

  private static QuicClientConnection client(int port, ServerIdentity identity, KwikQlog qlog)
      throws IOException {
    return QuicClientConnection.newBuilder()
        .host("localhost")
        .preferIPv4()
        .port(port)
        .applicationProtocol(TransferServer.PROTOCOL)
        .customTrustStore(identity.trustStore())
        .maxIdleTimeout(TransferServer.IDLE_TIMEOUT)
        .defaultStreamReceiveBufferSize(STREAM_BUFFER_BYTES)
        .socketFactory(
            destination -> {
              DatagramSocket socket = new DatagramSocket();
              socket.setReceiveBufferSize(LossyLink.SOCKET_BUFFER_BYTES);
              return socket;
            })
        .logger(new ClientLogger(qlog))
        .build();
  }

  /** Asks for a number of bytes, and checks what comes. */
  private static long request(QuicClientConnection connection, long bytes) throws IOException {
    QuicStream stream = connection.createStream(true);
    try (DataOutputStream out = new DataOutputStream(stream.getOutputStream())) {
      out.writeLong(bytes);
    }
    Payload payload = new Payload();
    byte[] chunk = new byte[CHUNK_BYTES];
    try (InputStream in = stream.getInputStream()) {
      for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        payload.check(ByteBuffer.wrap(chunk, 0, length));
      }
    }
    if (payload.position() != bytes) {
      throw new IOException("the stream ended after " + payload.position() + " of " + bytes);
    }
    return payload.position();
  }
}
