package dev.moqlog.cli.render;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding;
import dev.moqlog.analyzer.diagnose.Finding.Confidence;
import dev.moqlog.analyzer.diagnose.Finding.Evidence;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.diagnose.Rule;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.summary.SourceSummary.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/** Connections and findings made by hand. */
final class Diagnosed {

  static final long SECOND = 1_000_000_000L;

  /** When the connections begin: absolute times, as many logs have them. */
  static final long START = 1_700_000_000L * SECOND;

  static final Rule RULE = Rule.HANDSHAKE_FAILED;
  static final Style PLAIN = new Style(100, false, true);

  private Diagnosed() {}

  static ConnectionSummary.Builder connection(String id) {
    ConnectionSummary.Builder connection =
        new ConnectionSummary.Builder(id, "logs/" + id + ".qlog", 0);
    connection.startNanos = OptionalLong.of(START);
    connection.durationNanos = OptionalLong.of(10 * SECOND);
    connection.events = 100;
    return connection;
  }

  /** From the second to the fourth second, with evidence at byte 123456. */
  static Finding finding(Severity severity, double impact, String text) {
    return new Finding(
        RULE,
        severity,
        Confidence.MEDIUM,
        impact,
        text,
        OptionalLong.of(START + 2 * SECOND),
        OptionalLong.of(START + 4 * SECOND),
        List.of(
            Evidence.of("12 of 100 packets"),
            new Evidence(
                "the longest gap", OptionalLong.of(START + 3 * SECOND), OptionalLong.of(123_456))));
  }

  static DiagnosedConnection with(String id, Finding... findings) {
    return new DiagnosedConnection(connection(id).build(), List.of(findings));
  }

  /** A report as it is made. */
  interface Maker {
    Report on(ByteArrayOutputStream out) throws IOException;
  }

  /** What a report shows of connections, each in a file of its own. */
  static String report(Maker maker, DiagnosedConnection... connections) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Report report = maker.on(out);
    FleetSummary fleet = new FleetSummary();
    for (DiagnosedConnection connection : connections) {
      SourceSummary source =
          new SourceSummary(
              connection.connection().source(),
              Status.READ,
              1,
              connection.connection().skipped(),
              false,
              List.of());
      fleet.add(connection.connection());
      fleet.add(source);
      report.connection(connection);
      report.source(source);
    }
    report.end(fleet);
    return out.toString(StandardCharsets.UTF_8);
  }
}
