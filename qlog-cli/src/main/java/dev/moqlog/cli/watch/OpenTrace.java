package dev.moqlog.cli.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Locale;

/** A trace that is there and was not counted yet. */
final class OpenTrace {

  final WatchedDirectory directory;

  /** The name of its file without the extension of a compression. */
  final String name;

  private TraceForm form;
  private long bytes = -1;
  private long modifiedNanos;

  /** When it changed last, by the clock of the watch where that saw it. */
  private long changedNanos;

  private boolean ended;
  private boolean silent;
  private CountedTrace first;

  /** What a look at the file tells. */
  enum Look {
    THERE,
    GONE,
    /** There is another trace now where it was. */
    REPLACED
  }

  OpenTrace(WatchedDirectory directory, String name, TraceForm form) {
    this.directory = directory;
    this.name = name;
    this.form = form;
  }

  /** Whether the file is a log of MoQ, which may stand beside one of QUIC. */
  boolean isMoqLog() {
    return name.toLowerCase(Locale.ROOT).endsWith(".mlog");
  }

  /** Whether nobody writes to it any more. */
  boolean isFinished() {
    return ended || silent;
  }

  /** It is there in this form, too. */
  void seenAs(TraceForm other) {
    if (other.ordinal() < form.ordinal() && !other.isCompressed()) {
      become(other);
    }
  }

  private void become(TraceForm other) {
    form = other;
    bytes = -1;
    ended = false;
    silent = false;
  }

  /** Looks at the file, in whatever form it is there. */
  Look look(Path directoryPath, long nowNanos, long settleNanos) {
    try {
      return lookAt(directoryPath, nowNanos, settleNanos);
    } catch (NoSuchFileException e) {
      return lookForOtherForms(directoryPath, nowNanos, settleNanos);
    } catch (IOException e) {
      // Nothing is known of it for now.
      return Look.THERE;
    }
  }

  private Look lookForOtherForms(Path directoryPath, long nowNanos, long settleNanos) {
    for (TraceForm other : TraceForm.all(form.isCompressed())) {
      try {
        if (Files.isRegularFile(directoryPath.resolve(other.fileName(name)))) {
          become(other);
          return lookAt(directoryPath, nowNanos, settleNanos);
        }
      } catch (NoSuchFileException e) {
        // Gone in this form, too.
      } catch (IOException e) {
        return Look.THERE;
      }
    }
    return Look.GONE;
  }

  private Look lookAt(Path directoryPath, long nowNanos, long settleNanos) throws IOException {
    Path file = directoryPath.resolve(form.fileName(name));
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    long size = attributes.size();
    long modified = FileTimes.nanos(attributes.lastModifiedTime());
    Look look = Look.THERE;
    if (size != bytes || modified != modifiedNanos) {
      look = isReplaced(file) ? Look.REPLACED : Look.THERE;
      changedNanos = bytes < 0 ? Math.min(modified, nowNanos) : nowNanos;
      bytes = size;
      modifiedNanos = modified;
      ended = form.isCompressed() ? form.isFinishedAs(name) : hasEnd(file);
      if (ended) {
        // The end may have been written since the attributes were read.
        attributes = Files.readAttributes(file, BasicFileAttributes.class);
        bytes = attributes.size();
        modifiedNanos = FileTimes.nanos(attributes.lastModifiedTime());
      }
    }
    silent = !ended && nowNanos - changedNanos >= settleNanos;
    return look;
  }

  /** Whether it begins otherwise than it did. */
  private boolean isReplaced(Path file) throws NoSuchFileException {
    boolean replaced = first != null && !TraceHead.matches(first, file, form).orElse(true);
    if (first == null || replaced || first.headBytes() == 0) {
      first = counted(TraceHead.of(file, form));
    }
    return replaced;
  }

  private CountedTrace counted(TraceHead head) {
    return new CountedTrace(
        bytes, modifiedNanos, form.isCompressed(), false, head.bytes(), head.hash());
  }

  private static boolean hasEnd(Path file) throws NoSuchFileException {
    try {
      return TraceEnd.isWritten(file);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      // Who cannot read it can tell only by its silence.
      return false;
    }
  }

  long modifiedNanos() {
    return modifiedNanos;
  }

  /** Since when it is known to be finished. */
  Instant finishedSince(long settleNanos) {
    return FileTimes.instant(silent ? changedNanos + settleNanos : modifiedNanos);
  }

  /**
   * The file, to be analysed.
   *
   * @throws NoSuchFileException if it is gone
   */
  FinishedTrace.Part part(Path directoryPath) throws NoSuchFileException {
    Path file = directoryPath.resolve(form.fileName(name));
    // A trace that was short when it was first seen may have more of a head by now.
    TraceHead head =
        first != null && first.headBytes() == TraceHead.MAX_BYTES
            ? new TraceHead(first.headBytes(), first.headHash())
            : TraceHead.of(file, form);
    return new FinishedTrace.Part(directory.key(name), file, counted(head));
  }
}
