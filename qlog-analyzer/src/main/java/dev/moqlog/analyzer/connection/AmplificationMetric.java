package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketType;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How near a server came to the limit of three times the bytes received, which holds until the
 * client's address is validated (RFC 9000 section 8.1), and how long it kept the server waiting.
 *
 * <p>Datagrams count by their logged size; where only packets are logged, by the packets of equal
 * time, and a datagram with an Initial packet as 1200 bytes at least, since a server takes no
 * smaller one (section 14.1). Not safe for several threads.
 */
final class AmplificationMetric {

  private static final int FACTOR = 3;
  private static final int MIN_INITIAL_DATAGRAM = 1_200;

  /** With less than this left, no datagram of any use fits. */
  private static final double FULL = 2.9;

  private boolean server;
  private boolean validated;
  private boolean lengthsMissing;

  private long receivedBytes;
  private long sentBytes;

  // The datagram that packets are received in at one time.
  private long datagramNanos = ABSENT;
  private long datagramBytes;
  private long datagramCounted;

  private boolean datagramsSent;
  private boolean datagramsReceived;
  private double largestRatio = -1;

  private boolean blockedLogged;
  private long blockedSinceNanos = ABSENT;
  private long fullSinceNanos = ABSENT;
  private long waitedNanos;
  private long blockedNanos;

  /** Whether this is a server whose first packet the log has. */
  void setServer(boolean server) {
    this.server = server;
  }

  /** UDP datagrams were sent or received. */
  void datagrams(QlogEvent event) {
    if (validated) {
      return;
    }
    long bytes = event.detail().datagramBytes();
    if (bytes == ABSENT) {
      bytes = event.packet().lengthBytes();
    }
    if (bytes == ABSENT) {
      return;
    }
    if (event.type() == EventType.UDP_DATAGRAMS_SENT) {
      if (!datagramsSent) {
        datagramsSent = true;
        sentBytes = 0;
      }
      sent(bytes, event.timeNanos());
    } else {
      if (!datagramsReceived) {
        datagramsReceived = true;
        receivedBytes = 0;
      }
      receivedBytes += bytes;
      credit(event.timeNanos());
    }
  }

  /** A packet was sent or received. */
  void packet(QlogEvent event, boolean sent) {
    if (!server) {
      return;
    }
    PacketFields packet = event.packet();
    if (sent) {
      boolean data =
          packet.type() != PacketType.ONE_RTT
              && (!event.frames().logged() || event.frames().contains(FrameType.CRYPTO));
      if (data && !blockedLogged) {
        // It had more to send all the time.
        blockedNanos = Saturated.sum(blockedNanos, waitedNanos);
        waitedNanos = 0;
      }
      if (!validated && !datagramsSent) {
        lengthsMissing |= packet.lengthBytes() == ABSENT;
        sent(Math.max(0, packet.lengthBytes()), event.timeNanos());
      }
    } else if (!validated) {
      received(packet, event.timeNanos());
    }
  }

  private void sent(long bytes, long nanos) {
    sentBytes += bytes;
    if (server && receivedBytes > 0) {
      double ratio = (double) sentBytes / receivedBytes;
      largestRatio = Math.max(largestRatio, ratio);
      fullSinceNanos = ratio > FULL ? nanos : ABSENT;
    }
  }

  private void received(PacketFields packet, long nanos) {
    if (!datagramsReceived) {
      if (nanos != datagramNanos) {
        datagramNanos = nanos;
        datagramBytes = 0;
        datagramCounted = 0;
      }
      datagramBytes += Math.max(0, packet.lengthBytes());
      long counted =
          packet.type() == PacketType.INITIAL
              ? Math.max(MIN_INITIAL_DATAGRAM, datagramBytes)
              : datagramBytes;
      receivedBytes += Math.max(0, counted - datagramCounted);
      datagramCounted = Math.max(counted, datagramCounted);
    }
    // Only who got the server's Initial packets can send Handshake packets.
    validated =
        packet.type() == PacketType.HANDSHAKE
            || packet.type() == PacketType.ONE_RTT
            || (packet.type() == PacketType.INITIAL && packet.hasToken());
    credit(nanos);
  }

  private void credit(long nanos) {
    if (fullSinceNanos != ABSENT
        && nanos > fullSinceNanos
        && (validated || sentBytes < FACTOR * receivedBytes)) {
      waitedNanos = Saturated.sum(waitedNanos, nanos - fullSinceNanos);
      fullSinceNanos = ABSENT;
    }
  }

  /** The stack says that it is blocked, or no longer. */
  void blockedUpdated(QlogEvent event) {
    if (!"amplification_protection".equals(event.detail().reason())) {
      return;
    }
    if (!blockedLogged) {
      blockedLogged = true;
      blockedNanos = 0;
    }
    if ("blocked".equals(event.detail().newState())) {
      blockedSinceNanos = blockedSinceNanos == ABSENT ? event.timeNanos() : blockedSinceNanos;
    } else if (blockedSinceNanos != ABSENT) {
      blockedNanos =
          Saturated.sum(blockedNanos, Math.max(0, event.timeNanos() - blockedSinceNanos));
      blockedSinceNanos = ABSENT;
    }
  }

  /** The largest ratio of bytes sent to bytes received before validation, absent if unknown. */
  OptionalDouble largestRatio() {
    return largestRatio < 0 || lengthsMissing
        ? OptionalDouble.empty()
        : OptionalDouble.of(largestRatio);
  }

  /** For how long the limit was in the way, absent if unknown. */
  OptionalLong blockedNanos() {
    return blockedLogged || (largestRatio >= 0 && !lengthsMissing)
        ? OptionalLong.of(blockedNanos)
        : OptionalLong.empty();
  }
}
