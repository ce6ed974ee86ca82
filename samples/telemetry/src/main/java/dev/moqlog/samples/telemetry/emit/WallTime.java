package dev.moqlog.samples.telemetry.emit;

import dev.moqlog.samples.telemetry.net.SimulatedTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Simulated time as a clock on the wall shows it. Safe for all threads.
 *
 * @param start what the clock showed at the beginning
 */
public record WallTime(SimulatedTime time, Instant start) {

  /** Now. */
  public Instant now() {
    return start.plusNanos(time.nanos());
  }

  /** Now, in microseconds since 1970. */
  public long micros() {
    return TimeUnit.SECONDS.toMicros(start.getEpochSecond())
        + (start.getNano() + time.nanos()) / 1000;
  }
}
