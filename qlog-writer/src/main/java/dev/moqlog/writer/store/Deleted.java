package dev.moqlog.writer.store;

import java.nio.file.Path;

/** A trace that was deleted to keep within the limits. */
public record Deleted(Path path, long bytes, Cause cause) {

  /** The limit it was deleted for. */
  public enum Cause {
    AGE,
    BUDGET,
    FREE_SPACE
  }
}
