package dev.moqlog.cli;

import dev.moqlog.cli.render.Text;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where the program prints to, and what it may print there.
 *
 * <p>Java cannot tell whether standard error is a terminal; the launcher script can, and says so in
 * system properties.
 */
final class Terminal {

  private static final int DEFAULT_COLUMNS = 100;

  private final OutputStream out;
  private final PrintStream err;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;
  private final boolean colour;
  private final int columns;
  private int progressLength;

  /**
   * @param colour whether colour may be used where there is a terminal
   * @param columns how wide output may be
   */
  Terminal(
      OutputStream out,
      OutputStream err,
      boolean outIsTerminal,
      boolean errIsTerminal,
      boolean colour,
      int columns) {
    this.out = out;
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
    this.colour = colour && outIsTerminal;
    this.columns = columns;
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
        Math.max(60, Integer.getInteger("moqlog.columns", DEFAULT_COLUMNS)));
  }

  /** Standard output. */
  OutputStream out() {
    return out;
  }

  /** Standard error. */
  OutputStream err() {
    return err;
  }

  /** Whether a person watches standard error. */
  boolean errIsTerminal() {
    return errIsTerminal;
  }

  /** Whether standard output may have colour. */
  boolean colour() {
    return colour;
  }

  /** How wide standard output may be. */
  int columns() {
    return outIsTerminal ? columns : DEFAULT_COLUMNS;
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
