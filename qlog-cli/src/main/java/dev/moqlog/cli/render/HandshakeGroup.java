package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.HandshakeSummary;
import dev.moqlog.analyzer.summary.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** How the connection began. */
final class HandshakeGroup {

  private HandshakeGroup() {}

  static void add(CardLines card, Optional<HandshakeSummary> handshake) {
    handshake.ifPresent(
        begun -> {
          card.group();
          card.parts("handshake", times(begun));
          List<String> terms = terms(begun);
          if (!terms.isEmpty()) {
            card.parts("", terms);
          }
          card.parts("", packets(begun));
        });
  }

  private static List<String> times(HandshakeSummary handshake) {
    List<String> times = new ArrayList<>();
    if (handshake.completeNanos().isPresent()) {
      times.add(
          "complete after "
              + Text.duration(handshake.completeNanos())
              + handshake.source().map(HandshakeGroup::evidence).orElse(""));
    } else {
      times.add("not complete in the log");
    }
    time(times, "confirmed after ", handshake.confirmedNanos());
    time(times, "first reply after ", handshake.firstReplyNanos());
    time(times, "request to first byte ", handshake.firstByteNanos());
    return times;
  }

  private static void time(List<String> times, String label, OptionalLong nanos) {
    if (nanos.isPresent()) {
      times.add(label + Text.duration(nanos));
    }
  }

  private static String evidence(Source source) {
    return source == Source.INFERRED ? " (by frames)" : " (logged)";
  }

  private static List<String> terms(HandshakeSummary handshake) {
    List<String> terms = new ArrayList<>();
    handshake.quicVersion().ifPresent(version -> terms.add("version " + Text.printable(version)));
    handshake.alpn().ifPresent(alpn -> terms.add("ALPN " + Text.printable(alpn)));
    return terms;
  }

  private static List<String> packets(HandshakeSummary handshake) {
    List<String> packets = new ArrayList<>();
    packets.add("Initial packets sent " + Text.count(handshake.initialPacketsSent()));
    if (handshake.zeroRttPackets() > 0 || handshake.zeroRttAccepted().isPresent()) {
      packets.add(
          "0-RTT packets "
              + Text.count(handshake.zeroRttPackets())
              + handshake
                  .zeroRttAccepted()
                  .map(yes -> yes ? ", accepted" : ", rejected")
                  .orElse(""));
    }
    if (handshake.retry()) {
      packets.add("Retry");
    }
    if (handshake.versionNegotiation()) {
      packets.add("Version Negotiation");
    }
    handshake
        .amplification()
        .ifPresent(
            ratio ->
                packets.add(
                    String.format(
                        Locale.ROOT, "sent %.2f x what came before address validation", ratio)));
    return packets;
  }
}
