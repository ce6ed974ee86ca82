package dev.moqlog.samples;

import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.Results;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Names the connections of some qlog files that lost packets. */
public final class LossyConnections {

  private LossyConnections() {}

  /** Takes the paths of files or directories. */
  public static void main(String[] paths) {
    print(List.of(paths), System.out);
  }

  static void print(List<String> paths, PrintStream out) {
    FleetSummary fleet = new FleetSummary();
    QlogAnalyzer.builder()
        .build()
        .analyze(
            paths,
            new Results() {
              @Override
              public void connection(ConnectionSummary connection) {
                fleet.add(connection);
                double ratio = connection.loss().map(loss -> loss.ratio().orElse(0)).orElse(0.0);
                if (ratio > 0) {
                  String id = connection.connectionId();
                  out.printf(Locale.ROOT, "%s lost %.2f %%%n", id, ratio * 100);
                }
              }

              @Override
              public void source(SourceSummary source) {
                source.problems().forEach(problem -> out.println(source.source() + ": " + problem));
              }
            });
    out.printf(Locale.ROOT, "%.2f %% over all%n", fleet.lossRatio().orElse(0) * 100);
  }
}
