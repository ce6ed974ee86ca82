package dev.moqlog.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that commits, killed again and again. */
class KilledStateTest {

  private static final int KILLS = 12;

  /** So many traces there are at a time; older ones are forgotten. */
  private static final int LIVE = 500;

  private static final CountedTrace TRACE = new CountedTrace(1, 2, false, false, 3, 4);

  static String key(long number) {
    return Long.toHexString(number * 0x9e3779b97f4a7c15L) + "/trace.json";
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void aKilledProcessLosesNoCommitAndNoHalfOfOneIsLeft(@TempDir Path directory) throws Exception {
    Path root = Files.createDirectory(directory.resolve("qlog"));
    Path file = directory.resolve("state.mv");
    Random random = new Random();
    long last = 0;
    for (int i = 0; i < KILLS; i++) {
      long reported = Math.max(last, killed(root, file, random.nextInt(300)));
      last = check(root, file);
      assertThat(last).as("kill %s", i).isBetween(reported, reported + 1);
    }
    assertThat(last).isPositive();
  }

  /** The last commit that a process reported before it was killed. */
  private static long killed(Path root, Path file, int commits) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                root.toString(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    long reported = 0;
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i <= commits; i++) {
        reported = number(lines.readLine());
      }
      // By its handle, since the process itself would close the stream before it was read.
      child.toHandle().destroyForcibly();
      // It may have said more than was read by then, and the last line may be cut.
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.endsWith(".")) {
          reported = number(line);
        }
      }
    } catch (IOException e) {
      // The end of a stream whose process was killed.
    } finally {
      child.destroyForcibly().waitFor();
    }
    return reported;
  }

  private static long number(String line) {
    assertThat(line).matches("[0-9]+\\.");
    return Long.parseLong(line.substring(0, line.length() - 1));
  }

  /** Compares all that is in the file; returns its last commit. */
  private static long check(Path root, Path file) throws IOException {
    try (WatchState state = WatchState.open(file, root)) {
      long last = state.totals().counted();
      Set<String> keys = new HashSet<>();
      state.after(null).forEachRemaining(entry -> keys.add(entry.getKey()));
      Set<String> expected = new HashSet<>();
      for (long number = Math.max(1, last - LIVE + 1); number <= last; number++) {
        expected.add(key(number));
      }
      assertThat(keys).isEqualTo(expected);
      long sum = 0;
      for (byte[] value : state.series().values()) {
        sum += ByteBuffer.wrap(value).getLong();
      }
      assertThat(sum).isEqualTo(last);
      return last;
    }
  }

  /** Commits increasing numbers, and says so, until it is killed. */
  static final class Child {

    private Child() {}

    /** Arguments: the directory that is watched and the state file. */
    public static void main(String[] arguments) throws IOException {
      try (WatchState state = WatchState.open(Path.of(arguments[1]), Path.of(arguments[0]))) {
        Map<String, Long> series = new HashMap<>();
        state.series().forEach((name, value) -> series.put(name, ByteBuffer.wrap(value).getLong()));
        for (long number = state.totals().counted() + 1; ; number++) {
          String name = "series" + number % 20;
          long value = series.merge(name, 1L, Long::sum);
          state.commit(
              number > LIVE ? Set.of(key(number - LIVE)) : Set.of(),
              Map.of(key(number), TRACE),
              Map.of(name, ByteBuffer.allocate(1000).putLong(value).array()),
              new WatchTotals(number, 0, 0, 0));
          System.out.println(number + ".");
        }
      }
    }
  }
}
