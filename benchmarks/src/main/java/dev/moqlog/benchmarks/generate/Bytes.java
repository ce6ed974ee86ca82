package dev.moqlog.benchmarks.generate;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Bytes that are put together before they are written. For one thread. */
final class Bytes {

  private byte[] buffer = new byte[1 << 16];
  private int length;

  void write(int value) {
    ensure(1);
    buffer[length++] = (byte) value;
  }

  void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  void write(byte[] bytes, int offset, int count) {
    ensure(count);
    System.arraycopy(bytes, offset, buffer, length, count);
    length += count;
  }

  int length() {
    return length;
  }

  int last() {
    return buffer[length - 1];
  }

  /** Takes back the last byte. */
  void removeLast() {
    length--;
  }

  byte[] toArray() {
    return Arrays.copyOf(buffer, length);
  }

  /** Hands everything over, and is empty then. */
  void moveTo(OutputStream out) throws IOException {
    out.write(buffer, 0, length);
    length = 0;
  }

  private void ensure(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}
