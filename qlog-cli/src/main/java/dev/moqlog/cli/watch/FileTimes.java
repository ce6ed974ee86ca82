package dev.moqlog.cli.watch;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Times of files and of the clock as nanoseconds since 1970, from then to the year 2116. */
final class FileTimes {

  /** So that a sum or difference of two times fits into a long. */
  private static final long MAX_NANOS = Long.MAX_VALUE / 2;

  private FileTimes() {}

  static long nanos(FileTime time) {
    return clamped(time.to(TimeUnit.NANOSECONDS));
  }

  static long nanos(Instant instant) {
    return nanos(FileTime.from(instant));
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  private static long clamped(long nanos) {
    return Math.max(0, Math.min(MAX_NANOS, nanos));
  }
}
