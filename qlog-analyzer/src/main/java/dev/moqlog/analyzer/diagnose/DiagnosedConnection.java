package dev.moqlog.analyzer.diagnose;

import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A connection with what is to be said about it.
 *
 * @param connection its numbers
 * @param findings what was found, the most important first
 */
public record DiagnosedConnection(ConnectionSummary connection, List<Finding> findings) {

  /**
   * The connection with the most important finding first; of equals the one that has more. Then by
   * where they come from, so that the order is total.
   */
  public static final Comparator<DiagnosedConnection> WORST_FIRST =
      Comparator.comparing(DiagnosedConnection::findings, DiagnosedConnection::compareFindings)
          .thenComparing(diagnosed -> diagnosed.connection.source())
          .thenComparing(diagnosed -> diagnosed.connection.traceIndex())
          .thenComparing(diagnosed -> diagnosed.connection.connectionId());

  /** Diagnoses a connection. */
  public static DiagnosedConnection of(ConnectionSummary connection) {
    return new DiagnosedConnection(connection, Diagnosis.of(connection));
  }

  /** The same with only some of its findings. */
  public DiagnosedConnection only(Predicate<Finding> condition) {
    return new DiagnosedConnection(connection, findings.stream().filter(condition).toList());
  }

  /** The same without what only merging and diagnosing need. */
  public DiagnosedConnection withoutDistributions() {
    return new DiagnosedConnection(connection.withoutDistributions(), findings);
  }

  /** The severity of the most important finding, absent without any. */
  public Optional<Severity> severity() {
    return findings.stream().map(Finding::severity).max(Comparator.naturalOrder());
  }

  private static int compareFindings(List<Finding> one, List<Finding> other) {
    Iterator<Finding> others = other.iterator();
    for (Finding finding : one) {
      if (!others.hasNext()) {
        return -1;
      }
      int order = Finding.WORST_FIRST.compare(finding, others.next());
      if (order != 0) {
        return order;
      }
    }
    return others.hasNext() ? 1 : 0;
  }
}
