package dev.moqlog.writer.hostile;

import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogTrace;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Records until it is killed: two busy traces, two quiet ones and many short ones. What it has
 * recorded, and when, it notes in a file that is mapped into its memory, which survives it to the
 * last event.
 */
final class CrashChild {

  static final int LONG_TRACES = 4;
  static final int MAX_ENTRIES = 1 << 19;
  static final int ENTRY_BYTES = 16;

  private static final long PACE_NANOS = 200_000;

  /** Every how many turns each of the long traces gets an event. */
  private static final int[] TURNS = {1, 3, 50, 400};

  private CrashChild() {}

  /** Arguments: the directory, the file for notes, the flush interval in milliseconds. */
  public static void main(String[] arguments) throws Exception {
    QlogRecorder recorder =
        QlogRecorder.builder(Path.of(arguments[0]))
            .flushInterval(Duration.ofMillis(Long.parseLong(arguments[2])))
            .minFreeBytes(0)
            .build();
    try (FileChannel channel =
        FileChannel.open(
            Path.of(arguments[1]),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      new Producer(
              recorder,
              channel.map(
                  FileChannel.MapMode.READ_WRITE, 0, (long) ENTRY_BYTES * (MAX_ENTRIES + 1)))
          .run();
    }
  }

  private static final class Producer {
    private final QlogRecorder recorder;
    private final MappedByteBuffer notes;
    private final Random random = new Random();
    private int entries;

    Producer(QlogRecorder recorder, MappedByteBuffer notes) {
      this.recorder = recorder;
      this.notes = notes;
    }

    void run() {
      QlogTrace[] traces = new QlogTrace[LONG_TRACES];
      int[] numbers = new int[LONG_TRACES];
      for (int i = 0; i < LONG_TRACES; i++) {
        traces[i] = open(i);
      }
      QlogTrace brief = null;
      int briefIndex = LONG_TRACES;
      int briefNumber = 0;
      for (int turn = 0; entries < MAX_ENTRIES - LONG_TRACES - 1; turn++) {
        for (int i = 0; i < LONG_TRACES; i++) {
          if (turn % TURNS[i] == 0) {
            record(traces[i], i, numbers[i]++);
          }
        }
        if (turn % 8 == 0) {
          if (brief == null) {
            brief = open(briefIndex);
            briefNumber = 0;
          }
          record(brief, briefIndex, briefNumber++);
          if (random.nextInt(8) == 0) {
            brief.close();
            brief = null;
            briefIndex++;
          }
        }
        if (turn == 100) {
          System.out.println("recording");
        } else if (turn % 1000 == 0) {
          System.out.println("recorded " + entries);
        }
        LockSupport.parkNanos(PACE_NANOS);
      }
    }

    private QlogTrace open(int index) {
      return recorder.open(
          ConnectionInfo.server(new byte[] {1}).withApplicationId(CrashRun.name(index)));
    }

    private void record(QlogTrace trace, int index, int number) {
      trace.record(System.nanoTime(), TraceReader.numbered(number, random.nextInt(300)));
      int at = ENTRY_BYTES * (entries + 1);
      notes.putInt(at, index);
      notes.putInt(at + 4, number);
      notes.putLong(at + 8, System.currentTimeMillis());
      entries++;
      notes.putInt(0, entries);
    }
  }
}
