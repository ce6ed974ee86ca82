package dev.moqlog.samples.kwik;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the analyzer finds in a directory of traces, all of which must be undamaged. */
record Analysis(List<ConnectionSummary> connections) {
  private static final Pattern SENT =
      Pattern.compile(
          "\"transport:packet_sent\",\"data\":\\{\"header\":\\{"
              + "\"packet_type\":\"(\\w+)\",\"packet_number\":(\\d+)");

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

  /** How many packet numbers were used, if none was left out. */
  static long packetNumbersUsed(ConnectionSummary connection) throws IOException {
    Map<String, Long> used = new HashMap<>();
    Matcher sent = SENT.matcher(Files.readString(Path.of(connection.source())));
    while (sent.find()) {
      used.merge(sent.group(1), Long.parseLong(sent.group(2)) + 1, Math::max);
    }
    return used.values().stream().mapToLong(Long::longValue).sum();
  }

  static List<Path> traces(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}
