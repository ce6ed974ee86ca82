package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.FrameList;
import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.summary.MtuSummary;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketType;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The size of packets and the search for a larger one (RFC 8899). Not safe for several threads. */
final class MtuMetric {

  private static final int MIN_DATAGRAM = 1_200;
  private static final int MAX_UDP_PAYLOAD = 65_535;
  private static final int MAX_OPEN_PROBES = 64;

  /** Packet numbers of probes whose fate is open. */
  private final Set<Long> probes = new LinkedHashSet<>();

  private long logged = ABSENT;
  private long peerMax = ABSENT;
  private long largestSent = ABSENT;
  private long largestAcked = ABSENT;
  private long largestPlain;
  private long probesSent;
  private long probesAcked;
  private long probesLost;

  /** Takes an event of any kind. */
  void event(QlogEvent event) {
    switch (event.type()) {
      case PACKET_SENT -> sent(event.packet(), event.frames());
      case PACKET_LOST -> lost(event.packet());
      case MTU_UPDATED -> {
        long mtu = event.detail().newValue();
        if (mtu > 0 && mtu <= MAX_UDP_PAYLOAD) {
          logged = Math.max(logged, mtu);
        }
      }
      case PARAMETERS_SET -> {
        if ("remote".equals(event.owner()) && event.parameters().maxUdpPayloadBytes() != ABSENT) {
          peerMax = event.parameters().maxUdpPayloadBytes();
        }
      }
      default -> {}
    }
  }

  private void sent(PacketFields packet, FrameList frames) {
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
      if (probes.size() < MAX_OPEN_PROBES) {
        probes.add(packet.number());
      }
    }
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

  private void lost(PacketFields packet) {
    if (packet.type() != PacketType.ONE_RTT || !packet.hasNumber()) {
      return;
    }
    if (probes.remove(packet.number())) {
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
    if (!probes.isEmpty() && probes.remove(packet.number)) {
      probesAcked++;
    }
  }

  /** A packet was declared or inferred to be lost. */
  void lostForGood(FateListener.SentPacket packet) {
    if (!probes.isEmpty() && probes.remove(packet.number)) {
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
