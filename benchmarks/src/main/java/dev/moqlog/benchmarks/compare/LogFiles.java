package dev.moqlog.benchmarks.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The logs that are read, all of one form and not compressed, and the answer that is wanted. */
final class LogFiles {

  private static final int LOOKED_AT_BYTES = 4096;

  /** How the events of a log are packed. */
  enum Form {
    CONTAINED,
    SEQUENCE,
    LINES
  }

  private LogFiles() {}

  /** All files below a directory, or the one file. */
  static List<Path> in(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  static Form form(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String begin = new String(in.readNBytes(LOOKED_AT_BYTES), StandardCharsets.UTF_8);
      if (begin.startsWith("\u001e")) {
        return Form.SEQUENCE;
      }
      return begin.contains("\"traces\"") ? Form.CONTAINED : Form.LINES;
    }
  }

  /** What each of the programs prints. */
  static String answer(long events, long sent, long lost) {
    return String.format(Locale.ROOT, "events=%d sent=%d lost=%d", events, sent, lost);
  }
}
