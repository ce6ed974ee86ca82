package dev.moqlog.cli.watch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Tells by the last bytes of a trace whether {@code qlog-writer} has ended it: its last record is
 * then {@code moqlog:trace_ended}, which comes before the closing brackets of contained JSON. A
 * text inside an event cannot be taken for it, as the quotes of a text are escaped and no object of
 * an event begins a line.
 */
final class TraceEnd {

  /** More than the record and what follows it have. */
  static final int BYTES = 512;

  private static final Pattern ENDED =
      Pattern.compile(
          "(?:\\x1e|[\\[\\n])\\{\"time\":[0-9.eE+-]+,\"name\":\"moqlog:trace_ended\","
              + "\"data\":\\{[^{}]*\\}\\}(?:\\n|\\n\\]\\}\\]\\}\\n)\\z");

  private static final byte[] NAME = "moqlog:trace_ended".getBytes(StandardCharsets.US_ASCII);

  private TraceEnd() {}

  /**
   * Whether a file that is not compressed has that end.
   *
   * @throws IOException if it cannot be read
   */
  static boolean isWritten(Path file) throws IOException {
    byte[] end = new byte[BYTES];
    int length = 0;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long from = Math.max(0, channel.size() - BYTES);
      ByteBuffer buffer = ByteBuffer.wrap(end);
      while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {}
      length = buffer.position();
    }
    return isEnd(end, length);
  }

  /** Whether the last bytes of a file are that end. */
  static boolean isEnd(byte[] end, int length) {
    return contains(end, length)
        && ENDED.matcher(new String(end, 0, length, StandardCharsets.ISO_8859_1)).find();
  }

  private static boolean contains(byte[] bytes, int length) {
    for (int i = 0; i <= length - NAME.length; i++) {
      if (bytes[i] == 'm' && Arrays.equals(bytes, i, i + NAME.length, NAME, 0, NAME.length)) {
        return true;
      }
    }
    return false;
  }
}
