package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import java.util.Objects;

/**
 * How a connection ends, as a {@code connection_closed} event or a CONNECTION_CLOSE frame says (RFC
 * 9000 sections 10 and 19.19).
 */
public final class CloseFields {

  /** How many {@link EventNumbers} it has. */
  static final int NUMBERS = 1;

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

  /**
   * Becomes like another one, but takes its numbers from an array, where they begin at an index.
   */
  void set(CloseFields other, long[] numbers, int at) {
    if (!other.touched) {
      clear();
      return;
    }
    touched = true;
    transportError = other.transportError;
    applicationError = other.applicationError;
    error = other.error;
    errorSpace = other.errorSpace;
    reason = other.reason;
    errorCode = numbers[at];
  }

  /** Puts its numbers into an array, from an index on. */
  void get(long[] numbers, int at) {
    numbers[at] = errorCode;
  }

  /** Whether all that is no number of {@link EventNumbers} is as in another one. */
  boolean likeBesideNumbers(CloseFields other) {
    return Objects.equals(transportError, other.transportError)
        && Objects.equals(applicationError, other.applicationError)
        && Objects.equals(error, other.error)
        && Objects.equals(errorSpace, other.errorSpace)
        && Objects.equals(reason, other.reason);
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
