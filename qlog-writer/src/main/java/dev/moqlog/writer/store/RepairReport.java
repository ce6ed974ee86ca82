package dev.moqlog.writer.store;

import java.nio.file.Path;

/**
 * What was found out about a file, and done.
 *
 * @param bytesBefore its size as it was found
 * @param bytesAfter its size now, or if it is {@link Status#REPAIRABLE} after a repair
 * @param bytesRemoved how much was, or would be, cut off its end before the closing was added
 * @param detail one line for people, with the offset at which something is wrong
 */
public record RepairReport(
    Path path, Status status, long bytesBefore, long bytesAfter, long bytesRemoved, String detail) {

  /** The state of a file. Unless it is {@link #REPAIRED}, nothing was changed. */
  public enum Status {
    /** Complete. */
    INTACT,
    /** Its end was torn, and was cut off behind the last complete event. */
    REPAIRED,
    /** Its end is torn; a repair would make it complete. */
    REPAIRABLE,
    /** It has no complete event, and nothing to keep. */
    EMPTY,
    /** It has events behind what is wrong with it, which a repair would throw away. */
    DAMAGED,
    /** It is something else, or cannot be told. */
    NOT_QLOG,
    /** It is compressed, and must be uncompressed first. */
    COMPRESSED
  }
}
