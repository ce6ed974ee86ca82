package dev.moqlog.samples.kwik;

import dev.moqlog.samples.transfer.TransferTraces;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What the qlogs of all connections of a program have in common: what opens their traces, and how
 * the times of Kwik become those of the recorder. Safe for all threads.
 */
final class KwikCapture {
  /** Kwik makes the qlogs of a server itself, and hands nothing on to them. */
  private static final AtomicReference<KwikCapture> SERVING = new AtomicReference<>();

  private final TransferTraces traces;
  private final Instant anchor = Instant.now();
  private final long anchorNanos = System.nanoTime();
  private volatile InetSocketAddress serverAddress;
  private volatile String protocol;

  KwikCapture(TransferTraces traces) {
    this.traces = traces;
  }

  /** Takes the connections that a server accepts from now on, for the one protocol that it has. */
  void serve(InetSocketAddress address, String protocol) {
    this.serverAddress = address;
    this.protocol = protocol;
    SERVING.set(this);
  }

  /** Takes no more of them. */
  void stopServing() {
    SERVING.compareAndSet(this, null);
  }

  /** What takes the connections of servers now. */
  static Optional<KwikCapture> serving() {
    return Optional.ofNullable(SERVING.get());
  }

  TransferTraces traces() {
    return traces;
  }

  /** The address of the server, or null. */
  InetSocketAddress serverAddress() {
    return serverAddress;
  }

  /** The application protocol of the server, or null. */
  String protocol() {
    return protocol;
  }

  /**
   * A time of Kwik on the clock of the recorder. One anchor serves all, so that the times of both
   * ends fit; should the wall clock be set meanwhile, times after that are off by as much.
   */
  long nanos(Instant time) {
    return anchorNanos + Duration.between(anchor, time).toNanos();
  }
}
