package dev.moqlog.writer.hostile;

import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogTrace;
import dev.moqlog.writer.TraceListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Records and ends while traces are open, or waits to be ended. */
final class ShutdownChild {

  static final int TRACES = 20;
  static final int EVENTS = 500;

  private ShutdownChild() {}

  /** Arguments: the directory, how to end, and whether the disk stands still. */
  public static void main(String[] arguments) throws Exception {
    boolean stalled = Boolean.parseBoolean(arguments[2]);
    CountDownLatch reached = new CountDownLatch(1);
    QlogRecorder recorder =
        QlogRecorder.builder(Path.of(arguments[0]))
            .flushInterval(Duration.ofSeconds(stalled ? 1 : 10))
            .minFreeBytes(0)
            .listener(
                new TraceListener() {
                  @Override
                  public void fileCreated(QlogTrace trace) {
                    if (stalled) {
                      reached.countDown();
                      standStill();
                    }
                  }
                })
            .build();
    for (int i = 0; i < TRACES; i++) {
      QlogTrace trace =
          recorder.open(ConnectionInfo.server(new byte[] {1}).withApplicationId("conn-" + i));
      for (int n = 0; n < EVENTS; n++) {
        trace.record(trace.nanoTime(), TraceReader.numbered(n, 100));
      }
    }
    if (stalled) {
      reached.await();
    }
    System.out.println("ready");
    if (arguments[1].equals("exit")) {
      System.exit(3);
    }
    standStill();
  }

  /** For ever. */
  private static void standStill() {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException e) {
        System.out.println("interrupted");
      }
    }
  }
}
