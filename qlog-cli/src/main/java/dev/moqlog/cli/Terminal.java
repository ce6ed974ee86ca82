package dev.moqlog.cli;

import dev.moqlog.cli.render.Text;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * Where the program prints to, and what it may print there.
 *
 * <p>Java cannot tell whether standard error is a terminal; the launcher script can, and says so in
 * system properties.
 */
final class Terminal {

  static final int DEFAULT_COLUMNS = 100;

  private static final int DEFAULT_ROWS = 24;
  private static final int MIN_ROWS = 8;

  private final OutputStream out;
  private final PrintStream err;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;
  private final boolean colour;
  private final int columns;
  private final boolean unicode;
  private int progressLength;

  /**
   * @param colour whether colour may be used where there is a terminal
   * @param columns how wide output may be
   * @param unicode whether standard output shows all of Unicode
   */
  Terminal(
      OutputStream out,
      OutputStream err,
      boolean outIsTerminal,
      boolean errIsTerminal,
      boolean colour,
      int columns,
      boolean unicode) {
    this.out = out;
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
    this.colour = colour && outIsTerminal;
    this.columns = columns;
    this.unicode = unicode;
  }

  /** The terminal of this process. */
  static Terminal ofProcess() {
    String noColour = System.getenv("NO_COLOR");
    return new Terminal(
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        Boolean.getBoolean("moqlog.tty.stdout"),
        Boolean.getBoolean("moqlog.tty.stderr"),
        noColour == null || noColour.isEmpty(),
        Math.max(60, Integer.getInteger("moqlog.columns", DEFAULT_COLUMNS)),
        isUnicode(System.getProperties()));
  }

  /**
   * Whether the character set of standard output is one of Unicode; before Java 19 it is a guess.
   */
  static boolean isUnicode(Properties properties) {
    for (String key : List.of("stdout.encoding", "sun.stdout.encoding", "native.encoding")) {
      String name = properties.getProperty(key);
      if (name != null) {
        return name.toUpperCase(Locale.ROOT).startsWith("UTF");
      }
    }
    return false;
  }

  /** Standard output. */
  OutputStream out() {
    return out;
  }

  /** Standard error. */
  OutputStream err() {
    return err;
  }

  /** Whether a person watches standard output. */
  boolean outIsTerminal() {
    return outIsTerminal;
  }

  /** Whether a person watches standard error. */
  boolean errIsTerminal() {
    return errIsTerminal;
  }

  /** Whether standard output may have colour. */
  boolean colour() {
    return colour;
  }

  /** Whether standard output shows all of Unicode, block characters for instance. */
  boolean unicode() {
    return unicode;
  }

  /** How wide standard output may be. */
  int columns() {
    return outIsTerminal ? columns : DEFAULT_COLUMNS;
  }

  /** How high the terminal is. */
  int rows() {
    return Math.max(MIN_ROWS, Integer.getInteger("moqlog.rows", DEFAULT_ROWS));
  }

  /** Prints a line to standard output. */
  void print(String line) {
    try {
      out.write((line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      // As PrintStream does: whoever closed standard output knows.
    }
  }

  /** Says why a command failed; returns the exit code. */
  int failed(Exception failure) {
    if (!isBrokenPipe(failure)) {
      String message = failure.getMessage();
      error(message == null ? failure.toString() : message);
    }
    return ExitCode.FAILED;
  }

  /** Whether the reader of the output, such as head, has seen enough. */
  private static boolean isBrokenPipe(Exception failure) {
    return failure instanceof IOException && "Broken pipe".equals(failure.getMessage());
  }

  /** Prints a message for the user, whatever it names. */
  synchronized void error(String message) {
    clearProgress();
    err.println("qlog-cli: " + Text.printable(message));
  }

  /** Prints what may help after an error. */
  synchronized void hint(String message) {
    err.println(message);
  }

  /** Shows a line that the next one, or a message, replaces. */
  synchronized void progress(String line) {
    String fitting = line.substring(0, Math.min(line.length(), columns - 1));
    err.print('\r' + fitting + " ".repeat(Math.max(0, progressLength - fitting.length())));
    err.flush();
    progressLength = fitting.length();
  }

  /** Removes the line. */
  synchronized void clearProgress() {
    if (progressLength > 0) {
      progress("");
      err.print('\r');
      err.flush();
    }
  }
}
