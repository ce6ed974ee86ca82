package dev.moqlog.writer;

import dev.moqlog.writer.sampling.Decision;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a recorder counts about itself. Safe for all threads; nothing here blocks or allocates. */
final class RecorderCounters {

  final LongAdder eventsWritten = new LongAdder();
  final LongAdder bytesWritten = new LongAdder();
  final LongAdder writes = new LongAdder();
  final LongAdder writeNanos = new LongAdder();
  final LongAdder writeErrors = new LongAdder();
  final LongAdder otherErrors = new LongAdder();
  final LongAdder tracesClosed = new LongAdder();
  final LongAdder tracesDeleted = new LongAdder();
  final LongAdder tracesCompressed = new LongAdder();
  final LongAdder tracesRepaired = new LongAdder();
  final LongAdder tracesTruncated = new LongAdder();
  final LongAdder flightsOpened = new LongAdder();
  final LongAdder flightsPromoted = new LongAdder();
  final LongAdder promotionsRefused = new LongAdder();
  final LongAdder flightEventsForgotten = new LongAdder();

  private final LongAdder[] dropped = new LongAdder[DropReason.values().length];
  private final LongAdder[] recorded = new LongAdder[Decision.Reason.values().length];
  private final LongAdder[] skipped = new LongAdder[Decision.Reason.values().length];

  RecorderCounters() {
    for (int i = 0; i < dropped.length; i++) {
      dropped[i] = new LongAdder();
    }
    for (int i = 0; i < recorded.length; i++) {
      recorded[i] = new LongAdder();
      skipped[i] = new LongAdder();
    }
  }

  void dropped(DropReason reason, long events) {
    dropped[reason.ordinal()].add(events);
  }

  void decided(Decision decision) {
    (decision.isRecord() ? recorded : skipped)[decision.reason().ordinal()].increment();
  }

  Map<DropReason, Long> dropped() {
    Map<DropReason, Long> map = new EnumMap<>(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      map.put(reason, dropped[reason.ordinal()].sum());
    }
    return map;
  }

  Map<Decision.Reason, Long> recorded() {
    return byReason(recorded);
  }

  Map<Decision.Reason, Long> skipped() {
    return byReason(skipped);
  }

  private static Map<Decision.Reason, Long> byReason(LongAdder[] adders) {
    Map<Decision.Reason, Long> map = new EnumMap<>(Decision.Reason.class);
    for (Decision.Reason reason : Decision.Reason.values()) {
      map.put(reason, adders[reason.ordinal()].sum());
    }
    return map;
  }
}
