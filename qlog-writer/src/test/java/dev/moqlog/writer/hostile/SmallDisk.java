package dev.moqlog.writer.hostile;

import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogRecorderBuilder;
import dev.moqlog.writer.QlogTrace;
import dev.moqlog.writer.RecorderStats;
import dev.moqlog.writer.sampling.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Records to a file system of 1 MiB until it is full, and checks what becomes of the traces. {@code
 * src/test/sh/small-disk.sh} makes the file system and runs this on it. Each check is printed; the
 * exit status is 1 if one fails.
 */
final class SmallDisk {

  private static final int KIB = 1 << 10;
  private static final long MEMORY_BYTES = 256 * KIB;

  private final Path disk;
  private boolean failed;
  private long recorded;

  private SmallDisk(Path disk) {
    this.disk = disk;
  }

  /** Argument: a directory on a file system of 1 MiB, with nothing in it. */
  public static void main(String[] arguments) throws Exception {
    SmallDisk test = new SmallDisk(Path.of(arguments[0]).toRealPath());
    long total = Files.getFileStore(test.disk).getTotalSpace();
    test.check("the disk has 1 MiB: " + total, total == 1024 * KIB);
    if (test.failed) {
      System.exit(1);
    }
    test.fullDisk();
    test.endWhileFull();
    test.oldTracesAreDeleted();
    test.newTracesAreRefused();
    System.exit(test.failed ? 1 : 0);
  }

  private void check(String what, boolean holds) {
    System.out.println((holds ? "ok      " : "FAILED  ") + what);
    failed |= !holds;
  }

  private QlogRecorderBuilder builder(String directory) {
    return QlogRecorder.builder(disk.resolve(directory))
        .flushInterval(Duration.ofMillis(40))
        .memoryBytes(MEMORY_BYTES)
        .minFreeBytes(0)
        .shutdownHook(false);
  }

  private static QlogTrace open(QlogRecorder recorder, String id) {
    return recorder.open(ConnectionInfo.server(new byte[] {1}).withApplicationId(id));
  }

  private void record(QlogTrace trace, int events) {
    for (int i = 0; i < events; i++) {
      trace.record(trace.nanoTime(), TraceReader.numbered(recorded++, 100));
    }
  }

  private Path ballast(int bytes) throws IOException {
    return Files.write(disk.resolve("ballast"), new byte[bytes]);
  }

  private void emptyDisk() throws IOException {
    try (var paths = Files.walk(disk)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        if (!path.equals(disk)) {
          Files.delete(path);
        }
      }
    }
    recorded = 0;
  }

  private void fullDisk() throws Exception {
    System.out.println("a disk that is full for a while");
    emptyDisk();
    Path ballast = ballast(512 * KIB);
    try (CapturedLog log = new CapturedLog()) {
      QlogRecorder recorder = builder("full").build();
      QlogTrace trace = open(recorder, "conn");
      Path file = disk.resolve("full/conn/trace.json");
      while (recorder.stats().writeErrors() == 0) {
        record(trace, 50);
        recorder.flush(Duration.ofSeconds(1));
      }
      record(trace, 20_000);
      RecorderStats full = recorder.stats();
      check("memory is bounded: " + full.memoryUsedBytes(), full.memoryUsedBytes() <= MEMORY_BYTES);
      check("events are dropped: " + full.allEventsDropped(), full.allEventsDropped() > 0);
      check(
          "what was written before is complete: " + TraceReader.numbers(file).size() + " events",
          TraceReader.numbers(file).size() == full.eventsWritten());
      check(
          "one line of the log tells path and cause: " + log.lines(),
          log.lines().size() == 1
              && log.lines().get(0).contains(file.toString())
              && log.lines().get(0).contains("No space left"));

      Files.delete(ballast);
      long before = full.eventsWritten();
      Until.isTrue("writing goes on", () -> recorder.stats().eventsWritten() > before);
      recorder.flush(Duration.ofSeconds(5));
      long last = recorded;
      record(trace, 10);
      trace.close();
      check("it recovers and is closed", recorder.close(Duration.ofSeconds(5)));
      List<Long> numbers = TraceReader.numbers(file);
      check(
          "events after the recovery are in the file",
          numbers
              .subList(numbers.size() - 10, numbers.size())
              .equals(LongStream.range(last, last + 10).boxed().toList()));
      check(
          numbers.size() + " events in the file and " + TraceReader.gaps(file) + " in gaps are all",
          numbers.size() + TraceReader.gaps(file) == recorded);
      check("the order is kept", numbers.equals(numbers.stream().sorted().distinct().toList()));
      check(
          "the recorder counted the same",
          recorder.stats().eventsWritten() == numbers.size()
              && recorder.stats().allEventsDropped() == TraceReader.gaps(file));
    }
  }

  private void endWhileFull() throws Exception {
    System.out.println("an end while the disk is full");
    emptyDisk();
    try (CapturedLog log = new CapturedLog()) {
      QlogRecorder recorder = builder("end").build();
      QlogTrace trace = open(recorder, "conn");
      while (recorder.stats().writeErrors() == 0) {
        record(trace, 50);
        recorder.flush(Duration.ofSeconds(1));
      }
      record(trace, 200);
      long began = System.nanoTime();
      check("the end says that events are lost", !recorder.close(Duration.ofSeconds(2)));
      check("within the time", System.nanoTime() - began < 3_000_000_000L);
      RecorderStats stats = recorder.stats();
      check(
          stats.eventsWritten() + " written and " + stats.allEventsDropped() + " dropped are all",
          stats.eventsWritten() + stats.allEventsDropped() == recorded);
      Path file = disk.resolve("end/conn/trace.json");
      check(
          "the file is complete and has what was written",
          TraceReader.numbers(file).size() == stats.eventsWritten());
      check("the log says so: " + log.lines(), log.lines().size() == 2);
    }
  }

  private void oldTracesAreDeleted() throws Exception {
    System.out.println("old traces make room for new ones");
    emptyDisk();
    long least = 128 * KIB;
    try (CapturedLog log = new CapturedLog()) {
      QlogRecorder recorder = builder("old").minFreeBytes(least).build();
      List<String> names = new ArrayList<>();
      for (int i = 0; recorder.stats().tracesDeleted() < 100; i++) {
        String name = String.format("conn-%05d", i);
        QlogTrace trace = open(recorder, name);
        if (trace.isEnabled()) {
          names.add(name);
          record(trace, 100);
          trace.close();
        }
        Until.isTrue("it is closed", () -> recorder.stats().openTraces() == 0);
      }
      Until.isTrue("enough is free", () -> Files.getFileStore(disk).getUsableSpace() >= least);
      check("traces were deleted: " + recorder.stats().tracesDeleted(), true);
      recorder.close(Duration.ofSeconds(5));
      List<Path> left = TraceReader.files(disk.resolve("old"));
      List<String> leftNames =
          left.stream().map(path -> path.getParent().getFileName().toString()).toList();
      check(
          "the oldest were deleted first; left are " + left.size() + " of " + names.size(),
          !left.isEmpty() && newestOnly(names, leftNames, (int) recorder.stats().tracesDeleted()));
      int complete = 0;
      for (Path file : left) {
        complete += TraceReader.isStrict(file) ? 1 : 0;
      }
      check("all that are left are complete", complete == left.size());
      check(
          recorder.stats().eventsWritten()
              + " written and "
              + recorder.stats().allEventsDropped()
              + " dropped are all",
          recorder.stats().eventsWritten() + recorder.stats().allEventsDropped() == recorded);
      check("the log is short: " + log.lines(), log.lines().size() <= 2);
    }
  }

  /** Traces that never got a file for lack of space may be missing among those that are left. */
  private static boolean newestOnly(List<String> names, List<String> left, int deleted) {
    return names.indexOf(left.get(0)) >= deleted;
  }

  private void newTracesAreRefused() throws Exception {
    System.out.println("new traces are refused while there is no room");
    emptyDisk();
    Path ballast = ballast(960 * KIB);
    try (QlogRecorder recorder = builder("refused").minFreeBytes(128 * KIB).build()) {
      Until.isTrue("it is noticed", () -> recorder.stats().diskFull());
      check("no trace is begun", !open(recorder, "conn").isEnabled());
      check("and that is counted", recorder.stats().skipped().get(Decision.Reason.DISK_FULL) == 1);
      Files.delete(ballast);
      Until.isTrue("it is noticed", () -> !recorder.stats().diskFull());
      QlogTrace trace = open(recorder, "conn");
      check("traces are begun again once there is room", trace.isEnabled());
      record(trace, 10);
      trace.close();
    }
    check("and written", TraceReader.numbers(disk.resolve("refused/conn/trace.json")).size() == 10);
  }
}
