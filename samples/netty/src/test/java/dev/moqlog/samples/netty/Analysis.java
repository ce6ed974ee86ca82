package dev.moqlog.samples.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.Results;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.vocabulary.VantagePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the analyzer finds in a directory of traces, all of which must be undamaged. */
record Analysis(List<ConnectionSummary> connections) {
  static Analysis of(Path directory) {
    List<ConnectionSummary> connections = new ArrayList<>();
    QlogAnalyzer.builder()
        .build()
        .analyze(
            List.of(directory.toString()),
            new Results() {
              @Override
              public void connection(ConnectionSummary connection) {
                assertThat(connection.flags()).isEmpty();
                connections.add(connection);
              }

              @Override
              public void source(SourceSummary source) {
                assertThat(source.intact()).as(source.source()).isTrue();
              }
            });
    return new Analysis(connections);
  }

  ConnectionSummary of(VantagePoint side) {
    assertThat(connections).filteredOn(found -> found.vantagePoint() == side).hasSize(1);
    return connections.stream().filter(found -> found.vantagePoint() == side).findAny().get();
  }

  static List<Path> traces(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}
