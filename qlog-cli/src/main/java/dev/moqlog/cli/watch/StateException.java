package dev.moqlog.cli.watch;

import java.io.IOException;

/** A state file cannot be used; the message says why and what to do. */
public final class StateException extends IOException {

  private static final long serialVersionUID = 1;

  StateException(String message) {
    super(message);
  }

  StateException(String message, Throwable cause) {
    super(message, cause);
  }
}
