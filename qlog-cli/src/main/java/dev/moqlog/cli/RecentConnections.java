package dev.moqlog.cli;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The connections of the last minute, to a tenth of it, in memory that does not depend on how many
 * they are. Not safe for several threads.
 */
final class RecentConnections {

  private static final Duration SPAN = Duration.ofMinutes(1);
  private static final Duration SLOT = SPAN.dividedBy(10);
  private static final int WORST = 5;

  private static final Comparator<ConnectionSummary> MOST_LOSS = SortKey.LOSS.worstFirst();

  /** A tenth of a minute. */
  private static final class Slot {
    private final Instant start;
    private final FleetSummary fleet = new FleetSummary();
    private final List<ConnectionSummary> worst = new ArrayList<>();

    private Slot(Instant start) {
      this.start = start;
    }
  }

  private final Deque<Slot> slots = new ArrayDeque<>();

  /** Takes a connection that was counted now. */
  void add(DiagnosedConnection diagnosed, Instant now) {
    Slot slot = slot(now);
    slot.fleet.add(diagnosed.connection());
    if (diagnosed.connection().loss().map(loss -> loss.ratio().orElse(0)).orElse(0.0) > 0) {
      slot.worst.add(diagnosed.connection().withoutDistributions());
      slot.worst.sort(MOST_LOSS);
      if (slot.worst.size() > WORST) {
        slot.worst.remove(WORST);
      }
    }
  }

  /** Takes a source that was counted now. */
  void add(SourceSummary source, Instant now) {
    slot(now).fleet.add(source);
  }

  private Slot slot(Instant now) {
    forget(now);
    if (slots.isEmpty() || !slots.getLast().start.plus(SLOT).isAfter(now)) {
      slots.add(new Slot(now));
    }
    return slots.getLast();
  }

  private void forget(Instant now) {
    while (!slots.isEmpty() && !slots.getFirst().start.plus(SPAN).isAfter(now)) {
      slots.remove();
    }
  }

  /** All of them together. */
  FleetSummary fleet(Instant now) {
    forget(now);
    FleetSummary all = new FleetSummary();
    slots.forEach(slot -> all.merge(slot.fleet));
    return all;
  }

  /** Those with the most loss, the worst first. */
  List<ConnectionSummary> worst(Instant now) {
    forget(now);
    return slots.stream()
        .flatMap(slot -> slot.worst.stream())
        .sorted(MOST_LOSS)
        .limit(WORST)
        .toList();
  }

  /** How long the last minute is, for a watch that runs for some time. */
  static Duration span(Duration running) {
    return running.compareTo(SPAN) < 0 ? running : SPAN;
  }
}
