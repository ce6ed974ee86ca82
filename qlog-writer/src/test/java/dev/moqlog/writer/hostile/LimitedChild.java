package dev.moqlog.writer.hostile;

import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogTrace;
import dev.moqlog.writer.RecorderStats;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Records under limits of the system, until it is through. It prints {@code numbers} with events
 * recorded, written, dropped, and with failures.
 */
final class LimitedChild {

  static final int TRACES = 100;
  static final int ROUNDS = 3;
  static final int EVENTS = 10;

  private final QlogRecorder recorder;
  private long recorded;

  private LimitedChild(QlogRecorder recorder) {
    this.recorder = recorder;
  }

  /** Arguments: the directory, and what is limited. */
  public static void main(String[] arguments) throws Exception {
    LimitedChild child =
        new LimitedChild(
            QlogRecorder.builder(Path.of(arguments[0]))
                .flushInterval(Duration.ofMillis(40))
                .memoryBytes(arguments[1].equals("size") ? 512 << 10 : 8 << 20)
                .minFreeBytes(0)
                .build());
    switch (arguments[1]) {
      case "size" -> child.fileSize();
      case "files" -> child.openFiles();
      default -> throw new IllegalArgumentException(arguments[1]);
    }
    child.recorder.close();
    RecorderStats stats = child.recorder.stats();
    System.out.printf(
        "numbers %d %d %d %d%n",
        child.recorded, stats.eventsWritten(), stats.allEventsDropped(), stats.writeErrors());
  }

  private QlogTrace open(String id) {
    return recorder.open(ConnectionInfo.server(new byte[] {1}).withApplicationId(id));
  }

  private void record(QlogTrace trace, int from, int to) {
    for (int n = from; n < to; n++) {
      trace.record(trace.nanoTime(), TraceReader.numbered(n, 100));
      recorded++;
    }
  }

  private void fileSize() throws Exception {
    QlogTrace large = open("large");
    int next = 0;
    while (recorder.stats().writeErrors() == 0) {
      record(large, next, next + 100);
      next += 100;
      recorder.flush(Duration.ofSeconds(5));
    }
    record(large, next, next + 5000);
    QlogTrace small = open("small");
    long written = recorder.stats().eventsWritten();
    record(small, 0, 100);
    Until.isTrue("the small one", () -> recorder.stats().eventsWritten() >= written + 100);
  }

  private void openFiles() throws Exception {
    QlogTrace warm = open("warm");
    record(warm, 0, 1);
    warm.close();
    Until.isTrue("it is written", () -> recorder.stats().closedTraces() > 0);
    loadAllClasses();
    List<FileInputStream> taken = takeAll();
    QlogTrace unlucky = open("unlucky");
    record(unlucky, 0, 100);
    Until.isTrue("a file cannot be made", () -> recorder.stats().writeErrors() > 0);
    for (FileInputStream each : taken) {
      each.close();
    }
    Until.isTrue("it can be", () -> recorder.stats().eventsWritten() >= 101);

    List<QlogTrace> traces = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < TRACES; i++) {
        if (round == 0) {
          traces.add(open("conn-" + i));
        }
        record(traces.get(i), EVENTS * round, EVENTS * (round + 1));
      }
      long all = recorded;
      Until.isTrue("all are written", () -> recorder.stats().eventsWritten() >= all);
    }
  }

  /** From a directory each takes a file; from a jar, as in an application, they do not. */
  private static void loadAllClasses() throws Exception {
    Path place =
        Path.of(QlogRecorder.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> paths = Files.isDirectory(place) ? Files.walk(place) : Stream.empty()) {
      for (Path path : paths.filter(each -> each.toString().endsWith(".class")).toList()) {
        String name = place.relativize(path).toString().replace(File.separatorChar, '.');
        Class.forName(name.substring(0, name.length() - ".class".length()));
      }
    }
  }

  private static List<FileInputStream> takeAll() {
    List<FileInputStream> taken = new ArrayList<>();
    try {
      while (taken.size() < 10_000) {
        taken.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      return taken;
    }
    throw new IllegalStateException("there is no limit");
  }
}
