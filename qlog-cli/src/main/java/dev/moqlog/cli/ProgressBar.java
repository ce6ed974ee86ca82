package dev.moqlog.cli;

import dev.moqlog.analyzer.QlogAnalyzer;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A bar on standard error that shows how far an analysis is, once it takes more than a second. */
final class ProgressBar implements QlogAnalyzer.Progress {

  private static final long FIRST_NANOS = 1_000_000_000;
  private static final long INTERVAL_NANOS = 100_000_000;
  private static final int WIDTH = 30;

  private final Terminal terminal;
  private final LongSupplier nanoClock;
  private final long startNanos;
  private final AtomicLong readBytes = new AtomicLong();
  private final AtomicLong nextNanos;
  private volatile long totalBytes;
  private volatile boolean closed;

  /**
   * @param nanoClock as {@link System#nanoTime}
   */
  ProgressBar(Terminal terminal, LongSupplier nanoClock) {
    this.terminal = terminal;
    this.nanoClock = nanoClock;
    this.startNanos = nanoClock.getAsLong();
    this.nextNanos = new AtomicLong(startNanos + FIRST_NANOS);
  }

  @Override
  public void found(int sources, long storedBytes) {
    totalBytes = storedBytes;
  }

  @Override
  public void read(long storedBytes) {
    long read = readBytes.addAndGet(storedBytes);
    long now = nanoClock.getAsLong();
    long next = nextNanos.get();
    if (!closed && now - next >= 0 && nextNanos.compareAndSet(next, now + INTERVAL_NANOS)) {
      terminal.progress(line(read, totalBytes, now - startNanos));
    }
  }

  /** Removes the bar for good. */
  void close() {
    closed = true;
    terminal.clearProgress();
  }

  private static String line(long read, long total, long elapsedNanos) {
    double megabytes = read / 1e6;
    double rate = megabytes / (elapsedNanos / 1e9);
    if (total == 0) {
      return String.format(Locale.ROOT, "%,.0f MB read, %,.0f MB/s ", megabytes, rate);
    }
    double share = Math.min(1, (double) read / total);
    int filled = (int) (share * WIDTH);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3.0f %%  %,.0f MB/s ",
        "=".repeat(filled),
        " ".repeat(WIDTH - filled),
        share * 100,
        rate);
  }
}
