package dev.moqlog.samples.telemetry.net;

/** Has something done at a time that changes often: with few tasks, and perhaps too early. */
final class Timer {

  private final SimulatedTime time;
  private final Runnable action;
  private long due = Long.MAX_VALUE;

  Timer(SimulatedTime time, Runnable action) {
    this.time = time;
    this.action = action;
  }

  /** Has it done then, or at an earlier time that was asked for before. */
  void setBy(long nanos) {
    if (nanos < due) {
      due = nanos;
      time.at(nanos, () -> expire(nanos));
    }
  }

  private void expire(long nanos) {
    if (due == nanos) {
      due = Long.MAX_VALUE;
      action.run();
    }
  }
}
