package dev.moqlog.benchmarks.writer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long the caller waits for one event, at a steady 100 000 events per second into a file: while
 * all is well, and while the disk hangs for five seconds in the middle. Ends with an error unless
 * every event is in the file or counted as dropped, and memory stayed within its bound.
 */
public final class PacedLatency {

  private static final Duration STALL = Duration.ofSeconds(5);

  private PacedLatency() {}

  /** Takes {@code --quick}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    boolean quick = Arrays.asList(arguments).contains("--quick");
    Duration margin = Duration.ofSeconds(quick ? 2 : 10);
    new PacedRun(Duration.ofSeconds(quick ? 2 : 5), Duration.ZERO).run("warm-up");
    List<PacedRun.Outcome> outcomes = new ArrayList<>();
    outcomes.add(new PacedRun(margin.multipliedBy(2).plusSeconds(1), Duration.ZERO).run("normal"));
    outcomes.add(new PacedRun(margin.multipliedBy(2).plus(STALL), STALL).run("stalled disk"));
    System.out.println();
    System.out.print(table(outcomes));
    Path file = Path.of("benchmarks/target/paced-jdk" + Runtime.version().feature() + ".json");
    Files.createDirectories(file.getParent());
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(file.toFile(), outcomes);
    if (!outcomes.stream().allMatch(PacedRun.Outcome::isExact)) {
      System.exit(1);
    }
  }

  static String table(List<PacedRun.Outcome> outcomes) {
    StringBuilder table =
        new StringBuilder("| run | p50 ns | p99 ns | p99.9 ns | max µs | B/event | events |")
            .append(" written | dropped | memory, of at most | adds up |\n")
            .append("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|\n");
    for (PacedRun.Outcome outcome : outcomes) {
      table.append(row(outcome.run(), outcome.caller(), outcome));
      if (outcome.whileStalled() != null) {
        table.append(row(outcome.run() + ", the 5 s alone", outcome.whileStalled(), null));
      }
      table.append(row(outcome.run() + ", clock alone", outcome.clock(), null));
    }
    return table.toString();
  }

  private static String row(String name, Latencies times, PacedRun.Outcome outcome) {
    String text =
        String.format(
            Locale.ROOT,
            "| %s | %d | %d | %d | %d |",
            name,
            times.p50Nanos(),
            times.p99Nanos(),
            times.p999Nanos(),
            times.maxNanos() / 1000);
    if (outcome == null) {
      return text + " | | | | | |\n";
    }
    return text
        + String.format(
            Locale.ROOT,
            " %.2f | %d | %d | %d | %.1f of %.1f MiB | %s |%n",
            outcome.bytesPerEvent(),
            outcome.events(),
            outcome.written(),
            outcome.dropped(),
            outcome.mostMemoryBytes() / 1048576.0,
            outcome.memoryBoundBytes() / 1048576.0,
            outcome.isExact() ? "yes" : "NO");
  }
}
