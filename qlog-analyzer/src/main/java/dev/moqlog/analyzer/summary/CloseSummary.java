package dev.moqlog.analyzer.summary;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a connection ended (RFC 9000 section 10), by the first evidence of it.
 *
 * @param kind the class of the end
 * @param initiator who closed it
 * @param source what of the log tells it
 * @param error the error by its qlog name, such as {@code no_error} or {@code crypto_error_0x12e},
 *     absent for a code that has no name
 * @param errorCode the error as a number, absent if the log gives a name without one
 * @param alert the TLS alert of a crypto error by its name in RFC 8446 section 6
 * @param trigger what the stack says led to it, such as {@code idle_timeout}
 * @param reason the reason phrase
 * @param timeNanos when, on the time axis of the log; absent if the log just ends
 * @param offset where in the log, in bytes of the uncompressed content
 * @param idleTimeoutNanos after how long without packets the connection ends silently: the smaller
 *     {@code max_idle_timeout} of both sides as far as they are logged
 * @param framesSent CONNECTION_CLOSE frames sent, those sent again included
 * @param framesReceived CONNECTION_CLOSE frames received
 * @param statelessResets stateless reset packets sent or received
 */
public record CloseSummary(
    Kind kind,
    Initiator initiator,
    Source source,
    Optional<String> error,
    OptionalLong errorCode,
    Optional<String> alert,
    Optional<String> trigger,
    Optional<String> reason,
    OptionalLong timeNanos,
    OptionalLong offset,
    OptionalLong idleTimeoutNanos,
    long framesSent,
    long framesReceived,
    long statelessResets) {

  /** The classes of ends. */
  public enum Kind {
    /** Closed without an error. */
    CLEAN("clean"),
    /** Nothing came for longer than the idle timeout (RFC 9000 section 10.1). */
    IDLE_TIMEOUT("idle_timeout"),
    /** The handshake did not finish in time. */
    HANDSHAKE_TIMEOUT("handshake_timeout"),
    /** An error of the transport (RFC 9000 section 20.1). */
    TRANSPORT_ERROR("transport_error"),
    /** A TLS alert (RFC 9001 section 4.8). */
    CRYPTO_ERROR("crypto_error"),
    /** An error of the application. */
    APPLICATION_ERROR("application_error"),
    /** A stateless reset (RFC 9000 section 10.3). */
    STATELESS_RESET("stateless_reset"),
    /** No common version. */
    VERSION_MISMATCH("version_mismatch"),
    /** Closed, but the log does not tell why. */
    UNKNOWN("unknown"),
    /** The log ends without an end of the connection: cut, or still open. */
    LOG_ENDED("log_ended");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The name in machine-readable output. */
    public String label() {
      return label;
    }
  }

  /** Who closed. */
  public enum Initiator {
    LOCAL("local"),
    REMOTE("remote"),
    UNKNOWN("unknown");

    private final String label;

    Initiator(String label) {
      this.label = label;
    }

    /** The name in machine-readable output. */
    public String label() {
      return label;
    }
  }
}
