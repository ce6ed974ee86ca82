package dev.moqlog.writer;

import java.util.Locale;

/** Why an event that was recorded is not in a file. */
public enum DropReason {
  /** No memory was free: the disk was too slow for what came in. */
  MEMORY,
  /** Memory was getting short, and the event is one of the less important. */
  PRESSURE,
  /** The event is larger than a chunk of memory. */
  TOO_LARGE,
  /** The trace had reached its size limit. */
  TRACE_SIZE,
  /** The file could not be written, or not in time before the recorder was closed. */
  DISK,
  /** The trace or the recorder was closed before. */
  CLOSED,
  /** The memory of the flight recorder had no room for it. */
  FLIGHT_MEMORY;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The name in logs and metrics, such as {@code too_large}. */
  public String text() {
    return text;
  }
}
