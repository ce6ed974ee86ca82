package dev.moqlog.cli;

/** A mistake in a command line that was read as a plain one: picocli reads it again and tells. */
final class NotPlainException extends RuntimeException {

  private static final long serialVersionUID = 1;

  NotPlainException() {
    super(null, null, false, false);
  }
}
