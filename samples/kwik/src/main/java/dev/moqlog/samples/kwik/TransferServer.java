package dev.moqlog.samples.kwik;

import dev.moqlog.samples.link.LossyLink;
import dev.moqlog.samples.transfer.Payload;
import dev.moqlog.samples.transfer.ServerIdentity;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.QuicStream;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.server.ApplicationProtocolConnection;
import tech.kwik.core.server.ApplicationProtocolConnectionFactory;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnector;

/**
 * A server for one connection: sends as many bytes as each stream asks for. Safe for use by several
 * threads.
 */
final class TransferServer implements AutoCloseable {
  /** The application protocol: a stream asks with a long, and gets that many bytes. */
  static final String PROTOCOL = "transfer";

  static final Duration IDLE_TIMEOUT = Duration.ofSeconds(5);

  /**
   * Less than a packet. Kwik 0.10.8 can send just one packet of a larger write and forget the rest
   * until the next write, which never comes once its buffer is full.
   */
  private static final int CHUNK_BYTES = 1_000;

  private final ServerConnector connector;
  private final KwikCapture capture;
  private final CountDownLatch disconnected = new CountDownLatch(1);

  /**
   * Starts the server, which closes the socket when it is closed itself.
   *
   * @throws IOException if it cannot be started
   */
  TransferServer(DatagramSocket socket, ServerIdentity identity, KwikCapture capture)
      throws IOException {
    this.capture = capture;
    socket.setReceiveBufferSize(LossyLink.SOCKET_BUFFER_BYTES);
    try {
      connector =
          ServerConnector.builder()
              .withSocket(socket)
              .withKeyStore(identity.keyStore(), identity.alias(), identity.passwordChars())
              .withConfiguration(
                  ServerConnectionConfig.builder()
                      .maxIdleTimeout((int) IDLE_TIMEOUT.toMillis())
                      .maxConnectionBufferSize(1_000_000)
                      .maxBidirectionalStreamBufferSize(100_000)
                      .maxUnidirectionalStreamBufferSize(100_000)
                      .maxOpenPeerInitiatedBidirectionalStreams(1)
                      .maxOpenPeerInitiatedUnidirectionalStreams(0)
                      .connectionIdLength(8)
                      .retryRequired(ServerConnectionConfig.RetryRequired.Never)
                      .build())
              .withLogger(new NullLogger())
              .build();
    } catch (CertificateException e) {
      throw new IOException("Kwik does not take the certificate", e);
    }
    connector.registerApplicationProtocol(PROTOCOL, new Protocol());
    capture.serve((InetSocketAddress) socket.getLocalSocketAddress(), PROTOCOL);
    connector.start();
  }

  /**
   * Waits until the connection has been closed by the client, or has been idle for too long.
   *
   * @throws TimeoutException if it stays open nevertheless
   */
  void awaitDisconnected() throws InterruptedException, TimeoutException {
    if (!disconnected.await(2 * IDLE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new TimeoutException("the server did not notice that the client has gone");
    }
  }

  /** Closes what is still open, and waits for it. */
  @Override
  public void close() {
    connector.close();
    capture.stopServing();
  }

  private static void serve(QuicStream stream) {
    try (DataInputStream in = new DataInputStream(stream.getInputStream());
        OutputStream out = stream.getOutputStream()) {
      long bytes = in.readLong();
      Payload payload = new Payload();
      byte[] chunk = new byte[CHUNK_BYTES];
      while (payload.position() < bytes) {
        int length = (int) Math.min(chunk.length, bytes - payload.position());
        payload.fill(chunk, length);
        out.write(chunk, 0, length);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the server cannot go on sending", e);
    }
  }

  private final class Protocol implements ApplicationProtocolConnectionFactory {
    @Override
    public int maxConcurrentPeerInitiatedBidirectionalStreams() {
      return 1;
    }

    @Override
    public int maxConcurrentPeerInitiatedUnidirectionalStreams() {
      return 0;
    }

    @Override
    public ApplicationProtocolConnection createConnection(
        String protocol, QuicConnection connection) {
      connection.setConnectionListener(event -> disconnected.countDown());
      return new ApplicationProtocolConnection() {
        @Override
        public void acceptPeerInitiatedStream(QuicStream stream) {
          new Thread(() -> serve(stream), "transfer-" + stream.getStreamId()).start();
        }
      };
    }
  }
}
