package dev.moqlog.benchmarks.generate;

import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.Results;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;

/** What the analyzer says about logs. */
final class Analyzed implements Results {

  final List<ConnectionSummary> connections = new ArrayList<>();
  final List<String> problems = new ArrayList<>();

  static Analyzed of(byte[] log) {
    Analyzed results = new Analyzed();
    QlogAnalyzer.builder().build().analyze("log", new ByteArrayInputStream(log), results);
    return results;
  }

  static Analyzed ofPath(Object path) {
    Analyzed results = new Analyzed();
    QlogAnalyzer.builder().build().analyze(List.of(path.toString()), results);
    return results;
  }

  @Override
  public void connection(ConnectionSummary connection) {
    connections.add(connection);
  }

  @Override
  public void source(SourceSummary source) {
    problems.addAll(source.problems());
    if (source.status() != SourceSummary.Status.READ) {
      problems.add(source.source() + ": " + source.status());
    }
  }

  List<String> ids() {
    return connections.stream().map(ConnectionSummary::connectionId).toList();
  }

  /** All that must not differ between a log and its variants, in any order of connections. */
  List<String> counts() {
    return connections.stream().map(Analyzed::counts).sorted().toList();
  }

  static String counts(ConnectionSummary connection) {
    return String.join(
        "\n",
        "events " + connection.events(),
        "" + connection.vantagePoint() + connection.producer(),
        "" + connection.packets(),
        "" + connection.loss(),
        "" + connection.retransmit(),
        "RTT samples " + connection.rtt().map(rtt -> rtt.samples()),
        "reordered " + connection.reorder().map(reorder -> reorder.reordered()),
        "" + connection.flags(),
        "" + connection.corrections());
  }
}
