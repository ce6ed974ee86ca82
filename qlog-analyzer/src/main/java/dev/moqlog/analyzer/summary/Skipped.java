package dev.moqlog.analyzer.summary;

import java.util.OptionalLong;

/**
 * What could not be read.
 *
 * @param records how many stretches of a log were skipped; each held at least one record
 * @param bytes how many bytes of uncompressed content they have
 * @param firstOffset where the first one begins in the uncompressed content, absent without any
 */
public record Skipped(long records, long bytes, OptionalLong firstOffset) {

  /** Nothing was skipped. */
  public static final Skipped NONE = new Skipped(0, 0, OptionalLong.empty());
}
