package dev.moqlog.cli.watch;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The sum of a checksum of each entry of a state file, in whatever order they come. The store has
 * checksums of its own, but not of what entries hold.
 */
final class ContentSum {

  private static final int RADIX = 16;

  private final CRC32C crc = new CRC32C();
  private long value;

  private ContentSum(long value) {
    this.value = value;
  }

  /**
   * The sum that a text tells.
   *
   * @param text null for that of no entry; what is no sum is that of none too
   */
  static ContentSum of(String text) {
    try {
      return new ContentSum(text == null ? 0 : Long.parseUnsignedLong(text, RADIX));
    } catch (NumberFormatException e) {
      return new ContentSum(0);
    }
  }

  /**
   * @param map the name of the map that the entry is in
   */
  void add(String map, String key, byte[] content) {
    value += checksum(map, key, content);
  }

  /** As {@link #add}, of an entry that is not there any more. */
  void remove(String map, String key, byte[] content) {
    value -= checksum(map, key, content);
  }

  boolean isSame(ContentSum other) {
    return value == other.value;
  }

  /** As {@link #of} reads it. */
  @Override
  public String toString() {
    return Long.toUnsignedString(value, RADIX);
  }

  private long checksum(String map, String key, byte[] content) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    crc.reset();
    crc.update(map.getBytes(StandardCharsets.UTF_8));
    crc.update(name);
    crc.update(content);
    // Else entries with related checksums would make up for each other.
    return Hashes.mixed(crc.getValue());
  }
}
