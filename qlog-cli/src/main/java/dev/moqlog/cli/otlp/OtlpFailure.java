package dev.moqlog.cli.otlp;

import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Why an endpoint did not take what it was sent, or not all of it. */
final class OtlpFailure extends Exception {

  private static final long serialVersionUID = 1;

  /** No chain of causes is followed further. */
  private static final int MAX_CAUSES = 16;

  /** Refused altogether. */
  private static final long ALL = -1;

  /** Whether there was no answer at all. */
  private final boolean unreachable;

  private final long refused;

  private OtlpFailure(boolean unreachable, long refused, String message) {
    super(message, null, false, false);
    this.unreachable = unreachable;
    this.refused = refused;
  }

  /** The endpoint took a part only. */
  static OtlpFailure partial(long refused, String message) {
    return new OtlpFailure(false, Math.max(0, refused), message);
  }

  /** The endpoint took nothing. */
  static OtlpFailure refused(String message) {
    return new OtlpFailure(false, ALL, message);
  }

  /** There was no answer. */
  static OtlpFailure unreachable(Throwable why) {
    return new OtlpFailure(true, ALL, describe(why));
  }

  /** What is behind a failure that the SDK reports. */
  static OtlpFailure of(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
      if (cause instanceof OtlpFailure found) {
        return found;
      }
    }
    return failure == null ? refused("the export failed") : unreachable(failure);
  }

  boolean isUnreachable() {
    return unreachable;
  }

  /** How many of so many were not taken. */
  long refusedOf(long sent) {
    return refused == ALL ? sent : Math.min(sent, refused);
  }

  private static String describe(Throwable why) {
    Throwable cause = why;
    for (int i = 0; i < MAX_CAUSES && !isTelling(cause) && cause.getCause() != null; i++) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? "" : cause.getMessage();
    if (cause instanceof UnknownHostException) {
      return "unknown host";
    }
    if (cause instanceof NoRouteToHostException) {
      return "no route to host";
    }
    if (cause instanceof SocketTimeoutException
        || (cause instanceof InterruptedIOException && message.contains("timeout"))) {
      return "no answer in time";
    }
    if (cause instanceof ConnectException) {
      return message.toLowerCase(Locale.ROOT).contains("refused")
              || cause.getCause() instanceof ConnectException
          ? "connection refused"
          : message;
    }
    if (cause instanceof SSLException) {
      return "TLS: " + message;
    }
    if (cause.getClass().getName().startsWith("okhttp3.internal.http2.")
        || message.startsWith("FRAME_SIZE_ERROR")) {
      return "it does not speak HTTP/2, which gRPC needs";
    }
    return message.isEmpty() ? cause.getClass().getSimpleName() : message;
  }

  private static boolean isTelling(Throwable cause) {
    return cause instanceof UnknownHostException
        || cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || cause instanceof InterruptedIOException
        || cause instanceof SSLException;
  }
}
