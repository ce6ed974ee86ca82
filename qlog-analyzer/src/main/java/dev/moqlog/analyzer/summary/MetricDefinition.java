package dev.moqlog.analyzer.summary;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a number in the output means, for help texts and documentation.
 *
 * @param label the field of machine-readable output that it defines, or several
 * @param unit the unit; 1 for a ratio
 * @param definition what it is and how it is computed, with its denominator
 * @param events the qlog events it is computed from
 * @param reference where the terms are defined
 */
public record MetricDefinition(
    String label, String unit, String definition, String events, String reference) {

  private static final List<MetricDefinition> ALL =
      Stream.of(
              PacketDefinitions.ALL,
              TransferDefinitions.ALL,
              TransportDefinitions.ALL,
              MoqDefinitions.ALL,
              JoinDefinitions.ALL)
          .flatMap(List::stream)
          .toList();

  /** All definitions, in the order of the output. */
  public static List<MetricDefinition> all() {
    return ALL;
  }

  /**
   * The definitions that a field or a group of fields has: of {@code loss.ratio} one, of {@code
   * loss} those of all its fields, of {@code rtt_ms.p95} that of {@code rtt_ms}.
   *
   * @param field in any letter case
   * @return in the order of the output, empty if the field is unknown
   */
  public static List<MetricDefinition> of(String field) {
    String name = field.strip().toLowerCase(Locale.ROOT);
    List<MetricDefinition> exact = matching(label -> label.equals(name));
    if (!exact.isEmpty() || name.isEmpty()) {
      return exact;
    }
    List<MetricDefinition> group =
        matching(label -> label.startsWith(name + ".") || label.startsWith(name + "_"));
    return group.isEmpty() ? matching(label -> name.startsWith(label + ".")) : group;
  }

  private static List<MetricDefinition> matching(Predicate<String> condition) {
    return ALL.stream()
        .filter(metric -> Arrays.stream(metric.label.split(", ")).anyMatch(condition))
        .toList();
  }
}
