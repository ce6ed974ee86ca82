package dev.moqlog.benchmarks.writer;

import dev.moqlog.writer.QlogTrace;
import dev.moqlog.writer.TraceListener;
import java.util.concurrent.CountDownLatch;

/**
 * Holds the I/O thread up, as a disk does that hangs, when it has made a file.
 *
 * <p>It waits in a monitor and not for a latch: like a system call, and unlike a thread that is
 * parked, it is then not disturbed when it is told to hurry.
 */
final class StalledDisk implements TraceListener {

  private final Object monitor = new Object();
  private final CountDownLatch stalled = new CountDownLatch(1);
  private boolean stalling;

  /** The next file that is made holds the thread up. */
  void stallAtNextFile() {
    synchronized (monitor) {
      stalling = true;
    }
  }

  /** Waits until the thread is held up. */
  void awaitStall() {
    try {
      stalled.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the thread go on, for good. */
  void goOn() {
    synchronized (monitor) {
      stalling = false;
      monitor.notifyAll();
    }
  }

  @Override
  public void fileCreated(QlogTrace trace) {
    synchronized (monitor) {
      if (!stalling) {
        return;
      }
      stalled.countDown();
      try {
        while (stalling) {
          monitor.wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
