package dev.moqlog.analyzer.connection;

import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.summary.DropSummary;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Packets that could not be used, by reason. Not safe for several threads. */
final class DropMetric {

  private static final int MAX_REASONS = 32;
  private static final String OTHERS = "others";

  /** Packets of one reason. */
  private static final class Count {
    private long packets;
    private long bytes;
  }

  private final Map<String, Count> reasons = new TreeMap<>();
  private long buffered;

  /** A packet arrived but could not be used. */
  void dropped(QlogEvent event) {
    String reason = reason(event.detail().trigger());
    if (!reasons.containsKey(reason) && reasons.size() >= MAX_REASONS - 1) {
      reason = OTHERS;
    }
    Count count = reasons.computeIfAbsent(reason, any -> new Count());
    count.packets++;
    count.bytes += Math.max(0, event.packet().lengthBytes());
  }

  /** A packet arrived that could not be used yet. */
  void buffered() {
    buffered++;
  }

  /** The current name of a trigger. */
  private static String reason(String trigger) {
    if (trigger == null || trigger.isEmpty()) {
      return "unspecified";
    }
    String name = trigger.toLowerCase(Locale.ROOT);
    return switch (name) {
      case "payload_decrypt_error" -> "decryption_failure";
      case "keys_unavailable" -> "key_unavailable";
      case "unknown_connection_id" -> "connection_unknown";
      default -> name;
    };
  }

  /** The packets dropped and buffered, absent without any. */
  Optional<DropSummary> summary() {
    if (reasons.isEmpty() && buffered == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new DropSummary(
            reasons.entrySet().stream()
                .map(
                    entry ->
                        new DropSummary.Reason(
                            entry.getKey(), entry.getValue().packets, entry.getValue().bytes))
                .sorted(Comparator.comparingLong(DropSummary.Reason::packets).reversed())
                .toList(),
            buffered));
  }
}
