package dev.moqlog.samples.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.samples.telemetry.moq.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedTest {

  @Test
  void theSameSeedGivesTheSameLogs(@TempDir Path one, @TempDir Path other, @TempDir Path third)
      throws Exception {
    assertThat(logs(one, 1)).isEqualTo(logs(other, 1)).isNotEqualTo(logs(third, 2));
  }

  /** All events by file; headers differ, as they have the ids of spans. */
  private static Map<String, List<String>> logs(Path directory, long seed) throws Exception {
    Rig.run(directory, new Simulation.Scenario(seed, 1, List.of("live/news"), 0), 10);
    Map<String, List<String>> logs = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(path -> path.endsWith("trace.json")).toList()) {
        logs.put(directory.relativize(file).toString(), events(file));
      }
    }
    assertThat(logs).hasSizeGreaterThan(5);
    return logs;
  }

  private static List<String> events(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> events = lines.stream().filter(line -> line.startsWith("{\"time\"")).toList();
    assertThat(events).hasSizeGreaterThan(10);
    return events;
  }
}
