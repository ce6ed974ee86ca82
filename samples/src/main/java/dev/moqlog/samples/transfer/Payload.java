package dev.moqlog.samples.transfer;

import java.nio.ByteBuffer;

/** Data that a receiver can check: each byte depends on its position in the stream. */
public final class Payload {
  private long position;

  /** Fills an array with what comes next. */
  public void fill(byte[] target, int length) {
    for (int i = 0; i < length; i++) {
      target[i] = at(position++);
    }
  }

  /**
   * Checks that the remaining bytes of a buffer are what comes next.
   *
   * @throws IllegalStateException if one of them is not
   */
  public void check(ByteBuffer received) {
    while (received.hasRemaining()) {
      byte value = received.get();
      if (value != at(position)) {
        throw new IllegalStateException(
            "byte " + position + " is " + value + " instead of " + at(position));
      }
      position++;
    }
  }

  /** How many bytes have been filled in or checked. */
  public long position() {
    return position;
  }

  private static byte at(long position) {
    return (byte) ((position * 0x9E3779B97F4A7C15L) >>> 56);
  }
}
