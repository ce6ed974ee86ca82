package dev.moqlog.writer.hostile;

import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.RecorderStats;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One process that was killed while it recorded, and what was found afterwards.
 *
 * @param files how many files it left
 * @param strictBefore how many of them were complete before the repair
 * @param strictAfter how many were after it
 * @param repaired how many files the recorder says it repaired
 * @param recorded how many events were recorded
 * @param found how many of them are in the files
 * @param lossMillis how long before the kill the oldest event that is lost was recorded
 * @param faults what must not be: events missing between others, twice, or out of order
 */
record CrashRun(
    int files,
    int strictBefore,
    int strictAfter,
    long repaired,
    long recorded,
    long found,
    long lossMillis,
    List<String> faults) {

  private static final long A_MOMENT_MILLIS = 250;

  private record Note(int number, long millis) {}

  static String name(int index) {
    return "t-" + index;
  }

  /**
   * Kills a process some time after its first writes, so many milliseconds later at most, and
   * starts a recorder after it.
   */
  static CrashRun of(Path directory, Duration flushInterval, int maxMillis) throws Exception {
    Path root = directory.resolve("qlog");
    Path notes = directory.resolve("notes");
    long killed;
    try (ChildJvm child = ChildJvm.start(CrashChild.class, root, notes, flushInterval.toMillis())) {
      child.await("recording");
      int millis = (int) flushInterval.toMillis() + ThreadLocalRandom.current().nextInt(maxMillis);
      if (!child.runsFor(millis)) {
        throw new IllegalStateException("the child ended: " + String.join("\n", child.lines()));
      }
      killed = System.currentTimeMillis();
      child.kill();
    }
    int before = strict(TraceReader.files(root));
    // What was written a moment ago may belong to the recorder itself; no process restarts as fast.
    Until.isTrue("a moment is over", () -> System.currentTimeMillis() > killed + A_MOMENT_MILLIS);
    RecorderStats stats = repair(root);
    List<Path> files = TraceReader.files(root);
    return compare(root, notes, killed, files.size(), before, stats.tracesRepaired());
  }

  private static RecorderStats repair(Path root) throws IOException {
    QlogRecorder recorder = QlogRecorder.builder(root).minFreeBytes(0).shutdownHook(false).build();
    recorder.close(Duration.ofSeconds(30));
    return recorder.stats();
  }

  private static int strict(List<Path> files) throws IOException {
    int strict = 0;
    for (Path file : files) {
      strict += TraceReader.isStrict(file) ? 1 : 0;
    }
    return strict;
  }

  private static CrashRun compare(
      Path root, Path notes, long killed, int files, int before, long repaired) throws IOException {
    int after = strict(TraceReader.files(root));
    List<String> faults = new ArrayList<>();
    Map<String, List<Note>> recorded = read(notes);
    long events = 0;
    long found = 0;
    long loss = 0;
    for (Map.Entry<String, List<Note>> trace : recorded.entrySet()) {
      events += trace.getValue().size();
      Path file = root.resolve(trace.getKey()).resolve("trace.json");
      List<Long> numbers =
          Files.exists(file) && TraceReader.isStrict(file) ? TraceReader.numbers(file) : List.of();
      found += numbers.size();
      for (int i = 0; i < numbers.size(); i++) {
        if (numbers.get(i) != i) {
          faults.add(file + ": event " + numbers.get(i) + " in place of " + i);
          break;
        }
      }
      if (numbers.size() < trace.getValue().size()) {
        loss = Math.max(loss, killed - trace.getValue().get(numbers.size()).millis());
      }
    }
    if (TraceReader.files(root).size() > recorded.size() + 1) {
      faults.add(files + " files of " + recorded.size() + " traces");
    }
    return new CrashRun(files, before, after, repaired, events, found, loss, faults);
  }

  private static Map<String, List<Note>> read(Path file) throws IOException {
    ByteBuffer notes = ByteBuffer.wrap(Files.readAllBytes(file));
    Map<String, List<Note>> byTrace = new TreeMap<>();
    int entries = notes.getInt(0);
    for (int i = 1; i <= entries; i++) {
      int at = CrashChild.ENTRY_BYTES * i;
      byTrace
          .computeIfAbsent(name(notes.getInt(at)), key -> new ArrayList<>())
          .add(new Note(notes.getInt(at + 4), notes.getLong(at + 8)));
    }
    return byTrace;
  }
}
