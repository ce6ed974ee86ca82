package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.AckSummary;
import dev.moqlog.analyzer.summary.CongestionSummary;
import dev.moqlog.analyzer.summary.CongestionSummary.Level;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.DatagramSummary;
import dev.moqlog.analyzer.summary.DeliverySummary;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.ReorderSummary;
import dev.moqlog.analyzer.summary.StreamSummary;
import dev.moqlog.analyzer.summary.StreamsSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/** Groups of a card about the transfer of data: rates, congestion control, streams, arrival. */
final class TransferGroups {

  private static final int MAX_STREAMS = 5;

  private final CardLines card;

  TransferGroups(CardLines card) {
    this.card = card;
  }

  void delivery(DeliverySummary delivery) {
    card.group();
    List<String> out = new ArrayList<>();
    rate(out, "out ", delivery.goodputOutBitsPerSecond());
    rate(out, "in ", delivery.goodputInBitsPerSecond());
    if (!out.isEmpty()) {
      out.add("of stream and datagram data");
      card.parts("goodput", out);
    }
    List<String> wire = new ArrayList<>();
    rate(wire, "sent ", delivery.sentBitsPerSecond());
    rate(wire, "at most ", delivery.peakSentBitsPerSecond());
    rate(wire, "received ", delivery.receivedBitsPerSecond());
    rate(wire, "at most ", delivery.peakReceivedBitsPerSecond());
    if (!wire.isEmpty()) {
      card.parts(out.isEmpty() ? "rate" : "", wire);
    }
    if (delivery.activeNanos().isPresent()) {
      card.parts(
          "",
          List.of(
              "active " + Text.duration(delivery.activeNanos()),
              "idle " + Text.duration(delivery.idleNanos())));
    }
  }

  private static void rate(List<String> parts, String label, OptionalLong bitsPerSecond) {
    if (bitsPerSecond.isPresent()) {
      parts.add(label + Text.bitRate(bitsPerSecond.getAsLong()));
    }
  }

  void congestion(CongestionSummary congestion) {
    card.group();
    List<String> parts = new ArrayList<>();
    congestion.window().ifPresent(level -> parts.add("window " + range(level, Text::bytes)));
    congestion.inFlight().ifPresent(level -> parts.add("in flight " + range(level, Text::bytes)));
    congestion.pacing().ifPresent(level -> parts.add("pacing " + range(level, Text::bitRate)));
    congestion.utilisation().ifPresent(share -> parts.add("window used " + Text.percent(share)));
    congestion
        .windowLimitedShare()
        .ifPresent(share -> parts.add("full " + Text.percent(share) + " of the time"));
    if (congestion.slowStartThresholdBytes().isPresent()) {
      parts.add("ssthresh " + Text.bytes(congestion.slowStartThresholdBytes().getAsLong()));
    }
    if (congestion.events().isPresent()) {
      parts.add(
          Text.count(congestion.events().getAsLong(), "recovery period")
              + (congestion.spuriousEvents().orElse(0) > 0
                  ? ", " + Text.count(congestion.spuriousEvents()) + " for nothing"
                  : ""));
    }
    congestion
        .states()
        .forEach(
            state -> parts.add(Text.printable(state.state()) + " " + Text.duration(state.nanos())));
    if (!parts.isEmpty()) {
      card.parts("congestion", parts);
    }
  }

  private static String range(Level level, LongFunction<String> text) {
    return text.apply(level.min())
        + " to "
        + text.apply(level.max())
        + ", mean "
        + text.apply(level.mean());
  }

  void streams(ConnectionSummary connection, StreamsSummary streams) {
    if (streams.count() == 0) {
      return;
    }
    card.group();
    card.parts(
        "streams",
        List.of(
            Text.count(streams.clientBidirectional() + streams.clientUnidirectional())
                + " by the client",
            Text.count(streams.serverBidirectional() + streams.serverUnidirectional())
                + " by the server",
            "at most " + Text.count(streams.largestConcurrency()) + " at once"));
    card.parts(
        "",
        List.of(
            "resets sent " + Text.count(streams.resetsSent()),
            "received " + Text.count(streams.resetsReceived()),
            "received data waited behind gaps "
                + Text.duration(streams.headOfLineNanos())
                + ", at most "
                + Text.duration(streams.longestHeadOfLineNanos())));
    Columns columns = new Columns(1);
    columns.row("largest", "opened", "to", "sent", "again", "received", "waited");
    streams.streams().stream()
        .sorted(
            Comparator.<StreamSummary>comparingLong(
                    stream -> -(stream.bytesSent() + stream.bytesReceived()))
                .thenComparingLong(StreamSummary::id))
        .limit(MAX_STREAMS)
        .forEach(
            stream ->
                columns.row(
                    Long.toString(stream.id()),
                    Times.at(connection, stream.openedNanos()),
                    Times.at(connection, stream.lastNanos()),
                    Text.bytes(stream.bytesSent()),
                    Text.bytes(stream.bytesRetransmitted()),
                    Text.bytes(stream.bytesReceived()),
                    Text.duration(stream.headOfLineNanos())));
    columns.lines().forEach(row -> card.line("", row));
  }

  void datagrams(DatagramSummary datagrams) {
    card.group();
    card.parts(
        "datagrams",
        List.of(
            "sent "
                + Text.count(datagrams.framesSent())
                + " ("
                + Text.bytes(datagrams.bytesSent())
                + ")",
            "received "
                + Text.count(datagrams.framesReceived())
                + " ("
                + Text.bytes(datagrams.bytesReceived())
                + ")",
            "packets lost with some " + Text.count(datagrams.packetsLost())));
  }

  void reorder(ReorderSummary reorder) {
    if (reorder.received() == 0) {
      return;
    }
    card.group();
    List<String> parts = new ArrayList<>();
    parts.add(
        "reordered "
            + Text.count(reorder.reordered())
            + " ("
            + Text.percent(reorder.ratio())
            + ")");
    reorder
        .extentPackets()
        .ifPresent(late -> parts.add("late by at most " + Text.count(late.max(), "packet")));
    reorder.extentNanos().ifPresent(late -> parts.add("and " + Text.duration(late.max())));
    parts.add("duplicates " + Text.count(reorder.duplicates()));
    parts.add("never came " + Text.count(reorder.missing()));
    card.parts("arrival", parts);
  }

  void acks(AckSummary acks) {
    card.group();
    List<String> parts = new ArrayList<>();
    parts.add("received " + Text.count(acks.received()));
    acks.delayNanos().ifPresent(delays -> parts.add("delayed " + spread(delays)));
    parts.add("sent " + Text.count(acks.sent()));
    acks.packetsPerAck()
        .ifPresent(
            packets ->
                parts.add(String.format(Locale.ROOT, "one for %.1f packets received", packets)));
    card.parts("ACKs", parts);
  }

  private static String spread(DistributionSummary nanos) {
    return "median "
        + Text.duration(nanos.p50())
        + ", p95 "
        + Text.duration(nanos.p95())
        + ", max "
        + Text.duration(nanos.max());
  }

  /** All of them that the log tells. */
  void all(ConnectionSummary connection) {
    connection.delivery().ifPresent(this::delivery);
    connection.congestion().ifPresent(this::congestion);
    connection.streams().ifPresent(streams -> streams(connection, streams));
    connection.datagrams().ifPresent(this::datagrams);
    connection.reorder().ifPresent(this::reorder);
    connection.acks().ifPresent(this::acks);
  }
}
