package dev.moqlog.cli;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/** What connections can be ranked by, the worst or largest first. */
enum SortKey {
  LOSS(
      "loss",
      connection -> connection.loss().map(loss -> orUnknown(loss.ratio())).orElse(unknown())),
  RTT(
      "RTT p95",
      connection -> connection.rtt().map(rtt -> (double) rtt.p95Nanos()).orElse(unknown())),
  RETRANSMIT(
      "retransmission",
      connection -> connection.retransmit().map(sent -> orUnknown(sent.ratio())).orElse(unknown())),
  SPURIOUS(
      "spurious loss",
      connection -> connection.loss().map(loss -> orUnknown(loss.spurious())).orElse(unknown())),
  DURATION("duration", connection -> orUnknown(connection.durationNanos())),
  PACKETS(
      "packets sent",
      connection -> connection.packets().map(packets -> (double) packets.sent()).orElse(unknown())),
  EVENTS("events", ConnectionSummary::events);

  private final String title;
  private final ToDoubleFunction<ConnectionSummary> value;

  SortKey(String title, ToDoubleFunction<ConnectionSummary> value) {
    this.title = title;
    this.value = value;
  }

  /** What it is called in a report. */
  String title() {
    return title;
  }

  /**
   * The worst first, those that do not tell last. Equals are ordered by loss, retransmission, RTT,
   * and then by where they come from, so that the order is total.
   */
  Comparator<ConnectionSummary> worstFirst() {
    return descending()
        .thenComparing(LOSS.descending())
        .thenComparing(RETRANSMIT.descending())
        .thenComparing(RTT.descending())
        .thenComparing(ConnectionSummary::source)
        .thenComparingInt(ConnectionSummary::traceIndex)
        .thenComparing(ConnectionSummary::connectionId);
  }

  private Comparator<ConnectionSummary> descending() {
    return Comparator.comparingDouble(value).reversed();
  }

  private static double orUnknown(OptionalDouble value) {
    return value.orElse(unknown());
  }

  private static double orUnknown(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : unknown();
  }

  /** Less than anything that is known. */
  private static double unknown() {
    return -1;
  }
}
