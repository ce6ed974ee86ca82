package dev.moqlog.benchmarks;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A JSON text sequence (RFC 7464) as a parser of JSON takes it: with spaces instead of the record
 * separators, which are no JSON.
 */
public final class SeparatorsAsSpaces extends FilterInputStream {

  private static final int RECORD_SEPARATOR = 0x1E;

  /** Of that stream, which is closed with this one. */
  public SeparatorsAsSpaces(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    return value == RECORD_SEPARATOR ? ' ' : value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    for (int i = offset; i < offset + count; i++) {
      if (buffer[i] == RECORD_SEPARATOR) {
        buffer[i] = ' ';
      }
    }
    return count;
  }
}
