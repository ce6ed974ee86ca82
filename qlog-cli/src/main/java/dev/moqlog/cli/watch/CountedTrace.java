package dev.moqlog.cli.watch;

import java.nio.ByteBuffer;

/**
 * What is remembered of a trace that was counted, by which its file is known again: as the same
 * one, compressed or grown meanwhile, or as another one of the same name.
 *
 * @param bytes the size of the file
 * @param modifiedNanos when it was last modified, in nanoseconds since 1970
 * @param compressed whether it was compressed
 * @param changed whether it changed after it was counted
 * @param headBytes how much of the beginning of its (uncompressed) content the hash is of; 0 if the
 *     content could not be read
 * @param headHash a hash of that
 */
public record CountedTrace(
    long bytes,
    long modifiedNanos,
    boolean compressed,
    boolean changed,
    int headBytes,
    long headHash) {

  private static final int ENCODED_BYTES = 3 * Long.BYTES + Integer.BYTES + 1;
  private static final int COMPRESSED = 1;
  private static final int CHANGED = 2;

  /** Whether a file of that size and time is this one, as it was. */
  boolean isUnchanged(long fileBytes, long fileModifiedNanos) {
    return fileBytes == bytes && fileModifiedNanos == modifiedNanos;
  }

  byte[] encoded() {
    return ByteBuffer.allocate(ENCODED_BYTES)
        .put((byte) ((compressed ? COMPRESSED : 0) | (changed ? CHANGED : 0)))
        .putLong(bytes)
        .putLong(modifiedNanos)
        .putInt(headBytes)
        .putLong(headHash)
        .array();
  }

  /**
   * @throws IllegalArgumentException if these are not the bytes of one
   */
  static CountedTrace decoded(byte[] encoded) {
    if (encoded.length != ENCODED_BYTES) {
      throw new IllegalArgumentException("not a counted trace: " + encoded.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(encoded);
    int flags = in.get();
    return new CountedTrace(
        in.getLong(),
        in.getLong(),
        (flags & COMPRESSED) != 0,
        (flags & CHANGED) != 0,
        in.getInt(),
        in.getLong());
  }
}
