package dev.moqlog.writer.sampling;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A clock that tests set; it wraps like {@link System#nanoTime()}. */
final class FakeClock implements LongSupplier {

  private long nanos;

  FakeClock(long nanos) {
    this.nanos = nanos;
  }

  void advance(Duration by) {
    nanos += by.toNanos();
  }

  void set(long nanos) {
    this.nanos = nanos;
  }

  @Override
  public long getAsLong() {
    return nanos;
  }
}
