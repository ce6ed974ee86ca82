package dev.moqlog.cli.watch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures what it costs to follow a directory with very many connections, without the analysis:
 * each second some new ones appear there and the oldest vanish.
 *
 * <pre>
 * java -Xmx128m -cp ... dev.moqlog.cli.watch.PollCost DIRECTORY 120000 200 60
 * </pre>
 *
 * <p>Arguments: a directory, how many connections there are in it, how many come and go in a
 * second, and for how many seconds. {@link TraceLoad} tells how to make the class path.
 */
final class PollCost {

  private static final byte[] TRACE =
      ("{\"qlog_version\":\"0.3\",\"traces\":[{\"common_fields\":{\"reference_time\":%019d},"
              + "\"events\":["
              + " ".repeat(1000)
              + "\n{\"time\":2.5,\"name\":\"moqlog:trace_ended\",\"data\":{\"events\":1,"
              + "\"dropped_events\":0,\"times_raised\":0}}\n]}]}\n")
          .getBytes(StandardCharsets.US_ASCII);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private PollCost() {}

  /** Counts traces and keeps nothing. */
  private static final class NoCounter implements Counter {

    @Override
    public Collection<FinishedTrace> count(List<FinishedTrace> traces) {
      return List.of();
    }

    @Override
    public Map<String, byte[]> takeChanges() {
      return Map.of();
    }

    @Override
    public void committed(WatchNumbers numbers) {}
  }

  private static Path directory(Path root, long number) {
    return root.resolve(String.format("%016x", number * 0x9e3779b97f4a7c15L));
  }

  private static void make(Path root, long number) throws IOException {
    Path directory = Files.createDirectories(directory(root, number));
    String text = new String(TRACE, StandardCharsets.US_ASCII);
    Files.writeString(directory.resolve("trace.json"), String.format(text, number));
  }

  private static void delete(Path root, long number) throws IOException {
    Files.delete(directory(root, number).resolve("trace.json"));
    Files.delete(directory(root, number));
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Path root = Files.createDirectories(Path.of(arguments[0]));
    int count = Integer.parseInt(arguments[1]);
    int perSecond = Integer.parseInt(arguments[2]);
    int seconds = Integer.parseInt(arguments[3]);
    for (long i = 0; i < count; i++) {
      make(root, i);
    }
    InstantSource clock = InstantSource.system();
    try (WatchState state = WatchState.open(root.resolve(".moqlog-watch.mv"), root)) {
      TraceFollower follower = new TraceFollower(root, Duration.ofSeconds(30), state, clock);
      Watcher watcher = new Watcher(follower, state, new NoCounter(), clock);
      long begin = System.nanoTime();
      while (watcher.step()) {}
      System.out.printf(
          "counted %d in %.1f s%n",
          watcher.numbers().totals().counted(), (System.nanoTime() - begin) / 1e9);
      Thread churn = new Thread(() -> churn(root, count, perSecond, seconds), "churn");
      churn.start();
      follow(watcher, seconds);
      churn.join();
      watcher.step();
      System.out.println(watcher.numbers());
    }
  }

  private static void churn(Path root, int count, int perSecond, int seconds) {
    long begin = System.nanoTime();
    try {
      for (long i = 0; i < (long) perSecond * seconds; i++) {
        make(root, count + i);
        delete(root, i);
        long due = begin + (i + 1) * 1_000_000_000L / perSecond;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void follow(Watcher watcher, int seconds) throws IOException {
    long cpuBegin = THREADS.getCurrentThreadCpuTime();
    long worst = 0;
    long begin = System.nanoTime();
    for (int i = 0; i < seconds; i++) {
      long before = System.nanoTime();
      watcher.step();
      worst = Math.max(worst, System.nanoTime() - before);
      LockSupport.parkNanos(begin + (i + 1) * 1_000_000_000L - System.nanoTime());
    }
    long cpu = THREADS.getCurrentThreadCpuTime() - cpuBegin;
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        "CPU %.1f %% of a core, longest step %.0f ms, heap in use %.1f MB, lag at most %s%n",
        100.0 * cpu / (System.nanoTime() - begin),
        worst / 1e6,
        (runtime.totalMemory() - runtime.freeMemory()) / 1e6,
        watcher.numbers().maxLag());
  }
}
