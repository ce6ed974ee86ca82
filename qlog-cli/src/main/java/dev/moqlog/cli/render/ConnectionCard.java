package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.PacketSummary;
import dev.moqlog.analyzer.summary.RetransmitSummary;
import dev.moqlog.analyzer.summary.RttSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Everything about one connection, for people. */
final class ConnectionCard {

  private final Style style;
  private final List<String> lines = new ArrayList<>();

  private ConnectionCard(Style style) {
    this.style = style;
  }

  /** The lines of the card. */
  static List<String> lines(ConnectionSummary connection, Style style) {
    ConnectionCard card = new ConnectionCard(style);
    card.identity(connection);
    connection.rtt().ifPresentOrElse(card::rtt, () -> card.line("RTT", "not in the log"));
    connection.packets().ifPresent(card::packets);
    connection.loss().ifPresent(card::loss);
    connection
        .retransmit()
        .ifPresentOrElse(
            card::retransmit, () -> card.line("sent again", "unknown: the log names no frames"));
    return card.lines;
  }

  private void identity(ConnectionSummary connection) {
    line("connection", style.heading(Text.printable(connection.connectionId())));
    line(
        "source",
        Text.fit(connection.source(), style.columns() - 24)
            + (connection.traceIndex() > 0 ? ", trace " + connection.traceIndex() : ""));
    line(
        "recorded",
        "by "
            + connection.producer().orElse("an unknown stack")
            + ", vantage point "
            + connection.vantagePoint().qlogName()
            + connection.startTime().map(start -> ", from " + start).orElse(""));
    line(
        "events",
        Text.count(connection.events())
            + connection.durationNanos().stream()
                .mapToObj(nanos -> " in " + Text.duration(nanos))
                .collect(Collectors.joining()));
    if (!connection.flags().isEmpty()) {
      line(
          "flags",
          style.alert(
              connection.flags().stream()
                  .map(ConnectionSummary.Flag::label)
                  .collect(Collectors.joining(", "))));
    }
    if (!connection.corrections().isEmpty()) {
      line("corrected", String.join(", ", connection.corrections()));
    }
    lines.add("");
  }

  private void rtt(RttSummary rtt) {
    line(
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
    line(
        "",
        "mean "
            + Text.duration(rtt.meanNanos())
            + "   jitter "
            + Text.duration(rtt.jitterNanos())
            + "   last smoothed "
            + Text.duration(rtt.smoothedLastNanos()));
    line(
        "",
        Text.count(rtt.samples())
            + (rtt.source() == RttSummary.Source.LOGGED
                ? " samples as logged"
                : " samples inferred from acknowledgments")
            + (rtt.belowResolution() == 0
                ? ""
                : ", "
                    + Text.count(rtt.belowResolution())
                    + " more too short for the log's resolution"));
    lines.add("");
  }

  private void packets(PacketSummary packets) {
    line("packets", "sent " + Text.count(packets.sent()) + inBytes(packets.sentBytes()));
    line(
        "",
        "received "
            + Text.count(packets.received())
            + inBytes(packets.receivedBytes())
            + "   duplicates "
            + Text.count(packets.receivedDuplicate())
            + "   dropped "
            + Text.count(packets.dropped()));
    lines.add("");
  }

  private static String inBytes(OptionalLong bytes) {
    return bytes.isPresent() ? " (" + Text.bytes(bytes.getAsLong()) + ")" : "";
  }

  private void loss(LossSummary loss) {
    if (loss.ratio().isPresent()) {
      line(
          "loss",
          style.heading(Text.percent(loss.ratio()))
              + " of in-flight packets: "
              + Text.count(loss.lostInFlight())
              + " of "
              + Text.count(loss.sentInFlight())
              + evidence(loss));
    } else if (loss.sentInFlight() == 0) {
      line("loss", "none to speak of: no in-flight packet was sent");
    } else {
      line("loss", "unknown: the log has neither acknowledgments nor losses");
    }
    if (loss.byteRatio().isPresent()) {
      line(
          "",
          Text.percent(loss.byteRatio())
              + " of in-flight bytes: "
              + Text.bytes(loss.lostBytes().orElse(0))
              + " of "
              + Text.bytes(loss.sentBytes().orElse(0)));
    }
    line(
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
    lines.add("");
  }

  private static String evidence(LossSummary loss) {
    return switch (loss.source().orElseThrow()) {
      case EVENT -> ", as the stack declared" + (loss.net().isPresent() ? ", less spurious" : "");
      case COUNTER -> ", by the stack's own count";
      case INFERRED -> ", inferred from acknowledgments";
    };
  }

  private void retransmit(RetransmitSummary retransmit) {
    line(
        "sent again",
        retransmit.ratio().isEmpty()
            ? "nothing: no stream or crypto data was sent"
            : style.heading(Text.percent(retransmit.ratio())) + " of stream and crypto data");
    line(
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

  private void line(String label, String text) {
    lines.add((label + " ".repeat(Math.max(0, 13 - label.length())) + text).stripTrailing());
  }
}
