package dev.moqlog.writer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Holds up the thread that writes, once it has made the first file, until it is let go. */
final class StalledDisk implements TraceListener, AutoCloseable {

  private final CountDownLatch stalled = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  @Override
  public void fileCreated(QlogTrace trace) {
    stalled.countDown();
    boolean interrupted = false;
    while (released.getCount() > 0) {
      try {
        released.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Has what is pending written, and returns once the writing thread is held up in it. */
  void begin(QlogRecorder recorder) throws InterruptedException {
    recorder.flush(Duration.ofMillis(1));
    assertThat(stalled.await(10, SECONDS)).isTrue();
  }

  boolean isStalled() {
    return stalled.getCount() == 0 && released.getCount() > 0;
  }

  void release() {
    released.countDown();
  }

  @Override
  public void close() {
    release();
  }
}
