package dev.moqlog.samples;

import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.summary.FleetSummary;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Names the connections of some qlog files that lost packets: the analyzer in ten lines. */
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
            source -> {
              fleet.add(source);
              for (var connection : source.connections()) {
                double ratio = connection.loss().map(loss -> loss.ratio().orElse(0)).orElse(0.0);
                if (ratio > 0) {
                  out.printf(
                      Locale.ROOT, "%s lost %.2f %%%n", connection.connectionId(), ratio * 100);
                }
              }
            });
    out.printf(Locale.ROOT, "%.2f %% over all%n", fleet.lossRatio().orElse(0) * 100);
  }
}
