package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

/**
 * How a connection ends, as a {@code connection_closed} event or a CONNECTION_CLOSE frame says (RFC
 * 9000 sections 10 and 19.19).
 */
public final class CloseFields {

  /** Anything was set since the last time all was cleared. */
  boolean touched = true;

  /** RFC 9000 section 20: what is larger is no error code. */
  private static final long MAX_CODE = (1L << 62) - 1;

  String transportError;
  String applicationError;
  String error;
  String errorSpace;
  long errorCode;
  String reason;

  CloseFields() {
    clear();
  }

  void clear() {
    if (!touched) {
      return;
    }
    touched = false;
    transportError = null;
    applicationError = null;
    error = null;
    errorSpace = null;
    errorCode = ABSENT;
    reason = null;
  }

  /** The transport or crypto error, by name or number, or null. */
  public String transportError() {
    return transportError;
  }

  /** The application's error, by name or number, or null. */
  public String applicationError() {
    return applicationError;
  }

  /** An error of which only {@link #errorSpace()} tells whose it is, by name or number, or null. */
  public String error() {
    return error;
  }

  /** {@code transport} or {@code application}, or null. */
  public String errorSpace() {
    return errorSpace;
  }

  /** The error as a number, or ABSENT. */
  public long errorCode() {
    return errorCode <= MAX_CODE ? errorCode : ABSENT;
  }

  /** The reason phrase, or null. */
  public String reason() {
    return reason;
  }
}
