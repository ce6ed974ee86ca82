package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.PacketSummary;
import dev.moqlog.analyzer.summary.RetransmitSummary;
import dev.moqlog.analyzer.summary.RttSummary;
import dev.moqlog.analyzer.summary.Source;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Groups of a card that every log has: who, round-trip times, packets, loss, data sent again. */
final class TransportGroups {

  private final CardLines card;

  TransportGroups(CardLines card) {
    this.card = card;
  }

  void identity(ConnectionSummary connection) {
    card.group();
    card.line("connection", card.style().heading(Text.printable(connection.connectionId())));
    card.line(
        "source",
        Text.fit(connection.source(), card.style().columns() - 24)
            + (connection.traceIndex() > 0 ? ", trace " + connection.traceIndex() : ""));
    card.line(
        "recorded",
        "by "
            + connection.producer().orElse("an unknown stack")
            + ", vantage point "
            + connection.vantagePoint().qlogName()
            + connection.startTime().map(start -> ", from " + start).orElse(""));
    card.line(
        "events",
        Text.count(connection.events())
            + connection.durationNanos().stream()
                .mapToObj(nanos -> " in " + Text.duration(nanos))
                .collect(Collectors.joining()));
    connection
        .capture()
        .traceParent()
        .ifPresent(parent -> card.line("captured", "under span " + Text.printable(parent)));
    if (!connection.flags().isEmpty()) {
      card.line(
          "flags",
          card.style()
              .alert(
                  connection.flags().stream()
                      .map(ConnectionSummary.Flag::label)
                      .collect(Collectors.joining(", "))));
    }
    if (!connection.corrections().isEmpty()) {
      card.line("corrected", String.join(", ", connection.corrections()));
    }
  }

  void rtt(Optional<RttSummary> rtt) {
    card.group();
    rtt.ifPresentOrElse(this::rtt, () -> card.line("RTT", "not in the log"));
  }

  private void rtt(RttSummary rtt) {
    card.line(
        "RTT",
        "min "
            + Text.duration(rtt.minNanos())
            + "   median "
            + Text.duration(rtt.p50Nanos())
            + "   p95 "
            + Text.duration(rtt.p95Nanos())
            + "   p99 "
            + Text.duration(rtt.p99Nanos())
            + "   max "
            + Text.duration(rtt.maxNanos()));
    card.line(
        "",
        "mean "
            + Text.duration(rtt.meanNanos())
            + "   jitter "
            + Text.duration(rtt.jitterNanos())
            + "   last smoothed "
            + Text.duration(rtt.smoothedLastNanos()));
    card.line(
        "",
        Text.count(rtt.samples())
            + (rtt.source() == Source.LOGGED
                ? " samples as logged"
                : " samples inferred from acknowledgments")
            + (rtt.belowResolution() == 0
                ? ""
                : ", "
                    + Text.count(rtt.belowResolution())
                    + " more too short for the log's resolution"));
  }

  void packets(Optional<PacketSummary> packets) {
    packets.ifPresent(this::packets);
  }

  private void packets(PacketSummary packets) {
    card.group();
    card.line("packets", "sent " + Text.count(packets.sent()) + inBytes(packets.sentBytes()));
    card.line(
        "",
        "received "
            + Text.count(packets.received())
            + inBytes(packets.receivedBytes())
            + "   duplicates "
            + Text.count(packets.receivedDuplicate())
            + "   dropped "
            + Text.count(packets.dropped()));
  }

  private static String inBytes(OptionalLong bytes) {
    return bytes.isPresent() ? " (" + Text.bytes(bytes.getAsLong()) + ")" : "";
  }

  void loss(Optional<LossSummary> loss) {
    loss.ifPresent(this::loss);
  }

  private void loss(LossSummary loss) {
    card.group();
    if (loss.ratio().isPresent()) {
      card.line(
          "loss",
          card.style().heading(Text.percent(loss.ratio()))
              + " of in-flight packets: "
              + Text.count(loss.lostInFlight())
              + " of "
              + Text.count(loss.sentInFlight())
              + evidence(loss));
    } else if (loss.sentInFlight() == 0) {
      card.line("loss", "none to speak of: no in-flight packet was sent");
    } else {
      card.line("loss", "unknown: the log has neither acknowledgments nor losses");
    }
    if (loss.byteRatio().isPresent()) {
      card.line(
          "",
          Text.percent(loss.byteRatio())
              + " of in-flight bytes: "
              + Text.bytes(loss.lostBytes().orElse(0))
              + " of "
              + Text.bytes(loss.sentBytes().orElse(0)));
    }
    card.line(
        "",
        "declared "
            + Text.count(loss.declared())
            + "   spurious "
            + Text.count(loss.spurious())
            + "   net "
            + Text.count(loss.net())
            + "   inferred "
            + Text.count(loss.inferred())
            + "   unresolved "
            + Text.count(loss.unresolved()));
  }

  private static String evidence(LossSummary loss) {
    return switch (loss.source().orElseThrow()) {
      case EVENT -> ", as the stack declared" + (loss.net().isPresent() ? ", less spurious" : "");
      case COUNTER -> ", by the stack's own count";
      case INFERRED -> ", inferred from acknowledgments";
      default -> "";
    };
  }

  void retransmit(Optional<RetransmitSummary> retransmit) {
    card.group();
    retransmit.ifPresentOrElse(
        this::retransmit, () -> card.line("sent again", "unknown: the log names no frames"));
  }

  private void retransmit(RetransmitSummary retransmit) {
    card.line(
        "sent again",
        retransmit.ratio().isEmpty()
            ? "nothing: no stream or crypto data was sent"
            : card.style().heading(Text.percent(retransmit.ratio()))
                + " of stream and crypto data");
    card.line(
        "",
        "stream "
            + Text.bytes(retransmit.streamBytesRetransmitted())
            + " of "
            + Text.bytes(retransmit.streamBytesSent())
            + "   crypto "
            + Text.bytes(retransmit.cryptoBytesRetransmitted())
            + " of "
            + Text.bytes(retransmit.cryptoBytesSent()));
  }
}
