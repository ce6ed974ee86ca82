package dev.moqlog.analyzer.summary;

import java.util.List;

/**
 * What came of one source: a file, an entry of an archive, or standard input.
 *
 * @param source its name, as given
 * @param status whether it was read
 * @param connections how many connections it has
 * @param skipped what of it could not be read, over all its traces
 * @param truncated whether it ends before it is complete
 * @param problems what was wrong, in words for its owner, each with a byte offset where there is
 *     one; only the first few of many
 */
public record SourceSummary(
    String source,
    Status status,
    long connections,
    Skipped skipped,
    boolean truncated,
    List<String> problems) {

  /** What came of a source. */
  public enum Status {
    /** It is a qlog file; what was readable was read. */
    READ,
    /** It has no content. */
    EMPTY,
    /** It is something else. */
    NOT_QLOG,
    /** It could not be opened. */
    UNREADABLE
  }

  /** A source of which nothing was read. */
  public static SourceSummary unread(String source, Status status, String problem) {
    return new SourceSummary(source, status, 0, Skipped.NONE, false, List.of(problem));
  }

  /** Whether all of it was read without loss. */
  public boolean intact() {
    return status == Status.READ && problems.isEmpty() && skipped.records() == 0 && !truncated;
  }
}
