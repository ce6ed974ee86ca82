package dev.moqlog.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that runs until SIGINT or SIGTERM end in order, and the process with exit code 0:
 * left to itself, the virtual machine takes any signal for a failure.
 */
final class StopSignal implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  /**
   * @param stop asks the command to end; called on a thread of its own
   */
  StopSignal(Runnable stop) {
    this.hook = new Thread(() -> signalled(stop), "qlog-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void signalled(Runnable stop) {
    stop.run();
    try {
      if (ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(ExitCode.OK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command has ended. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, because of the signal.
    }
    ended.countDown();
  }
}
