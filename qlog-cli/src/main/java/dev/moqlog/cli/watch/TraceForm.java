package dev.moqlog.cli.watch;

import dev.moqlog.writer.store.TraceNames;
import java.util.List;

/**
 * The forms in which a trace may be on the disk: as it was written, or compressed, which shows in
 * an extension of its name.
 */
enum TraceForm {
  PLAIN(""),
  GZIP(".gz"),
  ZSTD(".zst"),
  BROTLI(".br");

  private static final List<TraceForm> ALL = List.of(values());
  private static final List<TraceForm> COMPRESSED_FIRST = List.of(GZIP, ZSTD, BROTLI, PLAIN);
  private static final String UNFINISHED = ".tmp";

  private final String extension;

  TraceForm(String extension) {
    this.extension = extension;
  }

  /** All, in the order in which they are preferred: a plain file beside a compressed one is it. */
  static List<TraceForm> all(boolean compressedFirst) {
    return compressedFirst ? COMPRESSED_FIRST : ALL;
  }

  /** The form that a file of that name has. */
  static TraceForm of(String fileName) {
    for (TraceForm form : ALL) {
      if (form != PLAIN
          && fileName.endsWith(form.extension)
          && fileName.length() > form.extension.length()) {
        return form;
      }
    }
    return PLAIN;
  }

  /** Whether files and directories of that name are none of a trace, finished or not. */
  static boolean isPassedOver(String fileName) {
    return fileName.startsWith(".")
        || fileName.endsWith(UNFINISHED)
        || fileName.equals("__MACOSX")
        || fileName.equals("lost+found");
  }

  /** The name of a file without what this form adds to it. */
  String logicalName(String fileName) {
    return fileName.substring(0, fileName.length() - extension.length());
  }

  /** The name that a trace has in this form. */
  String fileName(String logicalName) {
    return logicalName + extension;
  }

  boolean isCompressed() {
    return this != PLAIN;
  }

  /**
   * Whether a trace in this form is finished because only {@code qlog-writer} calls it so, and
   * gives it this name when it is complete.
   */
  boolean isFinishedAs(String logicalName) {
    return this != PLAIN && TraceNames.isTraceFile(fileName(logicalName));
  }
}
