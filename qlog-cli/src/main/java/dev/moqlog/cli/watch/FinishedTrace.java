package dev.moqlog.cli.watch;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A trace to which nobody writes any more and that was not counted yet: what is analysed and
 * counted as a whole. It is one file, or a log of QUIC and the log of MoQ beside it.
 *
 * @param files at least one
 * @param modifiedNanos when the last of them was last modified, in nanoseconds since 1970
 * @param finished since when it is known to be finished: since it was last modified, or, where only
 *     silence tells, since that had lasted long enough
 */
public record FinishedTrace(List<Part> files, long modifiedNanos, Instant finished) {

  /**
   * One file of it.
   *
   * @param key its name below the directory that is watched, with {@code /} between the parts and
   *     without the extension of its compression
   * @param path the file as it is now
   * @param counted what to remember of it
   */
  public record Part(String key, Path path, CountedTrace counted) {}

  /** The size of the files. */
  public long bytes() {
    return files.stream().mapToLong(part -> part.counted().bytes()).sum();
  }

  /** The files, as they are now. */
  public List<Path> paths() {
    return files.stream().map(Part::path).toList();
  }
}
