package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.FrameList;
import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.summary.MtuSummary;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketType;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** The size of packets and the search for a larger one (RFC 8899). Not safe for several threads. */
final class MtuMetric {

  private static final int MIN_DATAGRAM = 1_200;
  private static final int MAX_UDP_PAYLOAD = 65_535;
  private static final int MAX_OPEN_PROBES = 64;

  /** Packet numbers of probes whose fate is open. */
  private long[] probes = {};

  private int openProbes;

  private long logged = ABSENT;
  private long peerMax = ABSENT;
  private long largestSent = ABSENT;
  private long largestAcked = ABSENT;
  private long largestPlain;
  private long probesSent;
  private long probesAcked;
  private long probesLost;

  /** The stack logged its MTU. */
  void updated(long mtu) {
    if (mtu > 0 && mtu <= MAX_UDP_PAYLOAD) {
      logged = Math.max(logged, mtu);
    }
  }

  /** One side's transport parameters became known. */
  void parametersSet(QlogEvent event) {
    if ("remote".equals(event.owner()) && event.parameters().maxUdpPayloadBytes() != ABSENT) {
      peerMax = event.parameters().maxUdpPayloadBytes();
    }
  }

  /** A packet was sent. */
  void sent(PacketFields packet, FrameList frames) {
    long length = packet.lengthBytes();
    if (length == ABSENT) {
      return;
    }
    largestSent = Math.max(largestSent, length);
    boolean probe =
        packet.mtuProbe()
            || (length > largestPlain
                && length > MIN_DATAGRAM
                && packet.type() == PacketType.ONE_RTT
                && onlyProbes(frames));
    if (!probe) {
      largestPlain = Math.max(largestPlain, length);
    } else {
      probesSent++;
      if (openProbes < MAX_OPEN_PROBES && indexOf(packet.number()) < 0) {
        if (openProbes == probes.length) {
          probes = Arrays.copyOf(probes, Math.max(4, 2 * openProbes));
        }
        probes[openProbes++] = packet.number();
      }
    }
  }

  private int indexOf(long probe) {
    for (int i = 0; i < openProbes; i++) {
      if (probes[i] == probe) {
        return i;
      }
    }
    return -1;
  }

  /** A probe's fate is known; false if the packet is none whose fate was open. */
  private boolean close(long probe) {
    int i = indexOf(probe);
    if (i >= 0) {
      probes[i] = probes[--openProbes];
    }
    return i >= 0;
  }

  private static boolean onlyProbes(FrameList frames) {
    boolean ping = false;
    for (int i = 0; i < frames.count(); i++) {
      FrameType type = frames.type(i);
      ping |= type == FrameType.PING;
      // Some ask for an immediate acknowledgment, by an extension.
      if (type != FrameType.PING && type != FrameType.PADDING && type != FrameType.OTHER) {
        return false;
      }
    }
    return ping;
  }

  /** A packet was declared lost. */
  void lost(PacketFields packet) {
    if (packet.type() != PacketType.ONE_RTT || !packet.hasNumber()) {
      return;
    }
    if (close(packet.number())) {
      probesLost++;
    } else if (packet.mtuProbe()) {
      probesSent++;
      probesLost++;
    }
  }

  /** A packet was acknowledged for the first time. */
  void acked(FateListener.SentPacket packet) {
    if (packet.lengthBytes > largestAcked && packet.lengthBytes > 0) {
      largestAcked = packet.lengthBytes;
    }
    if (close(packet.number)) {
      probesAcked++;
    }
  }

  /** A packet was declared or inferred to be lost. */
  void lostForGood(FateListener.SentPacket packet) {
    if (close(packet.number)) {
      probesLost++;
    }
  }

  /** What is known at the end, if anything. */
  Optional<MtuSummary> summary() {
    if (logged == ABSENT && largestSent == ABSENT && peerMax == ABSENT) {
      return Optional.empty();
    }
    return Optional.of(
        new MtuSummary(
            optional(logged),
            optional(largestSent),
            optional(largestAcked),
            probesSent,
            probesAcked,
            probesLost,
            optional(peerMax)));
  }

  private static OptionalLong optional(long value) {
    return value == ABSENT ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
