package dev.moqlog.samples.transfer;

import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.EnvironmentVariable;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogTrace;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The traces that one recorder makes of the connections of a transfer. Safe for all threads. */
public final class TransferTraces {
  private final QlogRecorder recorder;
  private final List<QlogTrace> enabled = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  /** Leaves the recorder to the caller, who closes it. */
  public TransferTraces(QlogRecorder recorder) {
    this.recorder = recorder;
  }

  /** As {@link QlogRecorder#open(ConnectionInfo, long)}. */
  public QlogTrace open(ConnectionInfo connection, long nanos) {
    QlogTrace trace = recorder.open(connection, nanos);
    connections.incrementAndGet();
    if (trace.isEnabled()) {
      enabled.add(trace);
    }
    return trace;
  }

  /** The recorder that decides about the connections. */
  public QlogRecorder recorder() {
    return recorder;
  }

  /** The files of the connections so far. They are complete once the recorder is closed. */
  public List<Path> files() {
    return enabled.stream().map(QlogTrace::path).flatMap(Optional::stream).sorted().toList();
  }

  /**
   * Prints where the traces are, or why there are none. To be called before the recorder closes.
   */
  public void print(PrintStream out) {
    String on = EnvironmentVariable.ENABLED.variableName() + "=true";
    String rate = EnvironmentVariable.SAMPLE_RATE.variableName();
    List<Path> files = files();
    files.forEach(file -> out.println("trace: " + file));
    if (!recorder.isEnabled()) {
      out.println("nothing was captured; " + on + " " + rate + "=1 captures every connection");
    } else if (files.isEmpty()) {
      out.printf(
          Locale.ROOT,
          "nothing was captured: none of %d connections was sampled; %s=1 captures every one%n",
          connections.get(),
          rate);
    }
  }
}
