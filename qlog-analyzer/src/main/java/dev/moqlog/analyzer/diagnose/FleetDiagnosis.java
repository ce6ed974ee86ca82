package dev.moqlog.analyzer.diagnose;

import dev.moqlog.analyzer.diagnose.Finding.Severity;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What was found over many connections: how many have each finding, and the worst examples of it.
 *
 * <p>Adding connections and merging are exactly associative and commutative, with a new instance as
 * identity. Memory does not grow with the number of connections. Not safe for use by several
 * threads.
 */
public final class FleetDiagnosis {

  /** How many examples of each rule are kept. */
  public static final int EXAMPLES = 3;

  private static final int SEVERITIES = Severity.values().length;

  private final long[] connectionsByWorst = new long[SEVERITIES];
  private final Map<Rule, Found> found = new EnumMap<>(Rule.class);
  private long connections;

  /**
   * A finding with the connection that has it.
   *
   * @param finding what was found
   * @param connectionId the connection's id
   * @param source the file it is in
   * @param traceIndex the ordinal of the trace in its source
   */
  public record Example(Finding finding, String connectionId, String source, int traceIndex) {

    /** The most important first; then by where they come from, so that the order is total. */
    public static final Comparator<Example> WORST_FIRST =
        Comparator.comparing(Example::finding, Finding.WORST_FIRST)
            .thenComparing(Example::source)
            .thenComparing(Example::traceIndex)
            .thenComparing(Example::connectionId)
            .thenComparing(example -> example.finding.text());
  }

  /** Counts of one rule, each connection by its most severe finding of that rule. */
  private static final class Found {

    private final long[] connections = new long[SEVERITIES];
    private final TreeSet<Example> worst = new TreeSet<>(Example.WORST_FIRST);

    void example(Example example) {
      worst.add(example);
      if (worst.size() > EXAMPLES) {
        worst.pollLast();
      }
    }
  }

  /** Adds a connection. */
  public void add(DiagnosedConnection diagnosed) {
    connections++;
    diagnosed.severity().ifPresent(severity -> connectionsByWorst[severity.ordinal()]++);
    Map<Rule, Severity> rules = new EnumMap<>(Rule.class);
    for (Finding finding : diagnosed.findings()) {
      rules.merge(
          finding.rule(),
          finding.severity(),
          (one, other) -> one.compareTo(other) > 0 ? one : other);
      found(finding.rule())
          .example(
              new Example(
                  finding,
                  diagnosed.connection().connectionId(),
                  diagnosed.connection().source(),
                  diagnosed.connection().traceIndex()));
    }
    rules.forEach((rule, severity) -> found(rule).connections[severity.ordinal()]++);
  }

  /** Adds all that another one has, which stays as it is. */
  public void merge(FleetDiagnosis other) {
    connections += other.connections;
    addAll(connectionsByWorst, other.connectionsByWorst);
    other.found.forEach(
        (rule, theirs) -> {
          Found ours = found(rule);
          addAll(ours.connections, theirs.connections);
          theirs.worst.forEach(ours::example);
        });
  }

  /** How many connections were added. */
  public long connections() {
    return connections;
  }

  /** How many connections have a finding of that severity or a higher one. */
  public long connections(Severity atLeast) {
    return sum(connectionsByWorst, atLeast);
  }

  /** How many connections have a finding of that rule with that severity or a higher one. */
  public long connections(Rule rule, Severity atLeast) {
    Found counts = found.get(rule);
    return counts == null ? 0 : sum(counts.connections, atLeast);
  }

  /**
   * The rules that found something of that severity or a higher one: first those that are critical
   * for the most connections, then those that concern the most.
   */
  public List<Rule> rules(Severity atLeast) {
    return found.keySet().stream()
        .filter(rule -> connections(rule, atLeast) > 0)
        .sorted(
            Comparator.<Rule>comparingLong(rule -> -connections(rule, Severity.CRITICAL))
                .thenComparing(rule -> -connections(rule, atLeast)))
        .toList();
  }

  /** The worst findings of a rule with that severity or a higher one, at most {@link #EXAMPLES}. */
  public List<Example> worst(Rule rule, Severity atLeast) {
    Found examples = found.get(rule);
    return examples == null
        ? List.of()
        : examples.worst.stream()
            .filter(example -> example.finding().severity().compareTo(atLeast) >= 0)
            .toList();
  }

  private Found found(Rule rule) {
    return found.computeIfAbsent(rule, any -> new Found());
  }

  private static long sum(long[] bySeverity, Severity atLeast) {
    return Arrays.stream(bySeverity, atLeast.ordinal(), SEVERITIES).sum();
  }

  private static void addAll(long[] sums, long[] others) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += others[i];
    }
  }
}
