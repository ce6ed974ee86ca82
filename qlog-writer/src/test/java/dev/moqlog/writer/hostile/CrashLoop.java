package dev.moqlog.writer.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Kills a process that records, many times over, and sums up what is left of its traces.
 *
 * <pre>
 * ./mvnw -q -pl qlog-writer test-compile dependency:build-classpath -Dmdep.outputFile=target/cp
 * cd qlog-writer
 * java -cp "target/test-classes:target/classes:$(cat target/cp)" \
 *     dev.moqlog.writer.hostile.CrashLoop 100 1000
 * </pre>
 *
 * <p>Arguments: how often, and the flush interval in milliseconds. The exit status is 1 if a file
 * could not be read after the repair, or had events missing before others, twice, or out of order.
 */
final class CrashLoop {

  private CrashLoop() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    int kills = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    long flushMillis = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1000;
    List<CrashRun> runs = new ArrayList<>();
    for (int i = 0; i < kills; i++) {
      Path directory = Files.createTempDirectory("moqlog-crash");
      CrashRun run = CrashRun.of(directory, Duration.ofMillis(flushMillis), (int) flushMillis * 3);
      run.faults().forEach(System.out::println);
      runs.add(run);
      if (run.strictAfter() == run.files() && run.faults().isEmpty()) {
        delete(directory);
      } else {
        System.out.println("kept for a look: " + directory);
      }
    }
    report(kills, flushMillis, runs);
  }

  private static void report(int kills, long flushMillis, List<CrashRun> runs) {
    long files = sum(runs.stream().map(CrashRun::files));
    long before = sum(runs.stream().map(CrashRun::strictBefore));
    long after = sum(runs.stream().map(CrashRun::strictAfter));
    long faults = runs.stream().mapToLong(run -> run.faults().size()).sum();
    List<Long> losses = new ArrayList<>(runs.stream().map(CrashRun::lossMillis).toList());
    Collections.sort(losses);
    System.out.printf("kills: %d, flush interval: %d ms%n", kills, flushMillis);
    System.out.printf(
        "files: %d, strictly JSON before repair: %d (%.2f %%), after repair: %d, unreadable: %d%n",
        files, before, 100.0 * before / files, after, files - after);
    System.out.printf(
        "kills without any torn file: %d, files repaired: %d%n",
        runs.stream().filter(run -> run.strictBefore() == run.files()).count(),
        runs.stream().mapToLong(CrashRun::repaired).sum());
    System.out.printf(
        "events recorded: %d, in the files: %d%n",
        runs.stream().mapToLong(CrashRun::recorded).sum(),
        runs.stream().mapToLong(CrashRun::found).sum());
    System.out.printf(
        "age of the oldest lost event: median %d ms, largest %d ms%n",
        losses.get(losses.size() / 2), losses.get(losses.size() - 1));
    System.out.printf("faults (missing between others, twice, out of order): %d%n", faults);
    if (after < files || faults > 0) {
      System.exit(1);
    }
  }

  private static long sum(Stream<Integer> numbers) {
    return numbers.mapToLong(Integer::longValue).sum();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
