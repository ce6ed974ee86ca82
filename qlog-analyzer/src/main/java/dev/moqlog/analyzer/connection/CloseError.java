package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.CloseFields;
import dev.moqlog.analyzer.summary.CloseSummary.Kind;
import dev.moqlog.vocabulary.ApplicationError;
import dev.moqlog.vocabulary.TransportError;
import java.util.Locale;

/**
 * The error that closes a connection, as one event or frame gives it: by name, by number, or by
 * both, of the transport or of the application.
 */
final class CloseError {

  /** RFC 9000 section 20.1: an application closed during the handshake. */
  private static final long APPLICATION_ERROR = 0xc;

  /** RFC 9368 section 8. */
  private static final long VERSION_NEGOTIATION_ERROR = 0x11;

  private static final int DECIMAL_DIGITS = 18;

  private boolean application;
  private String text;
  private long code = ABSENT;
  private String reason;

  /** Takes what an event or a frame says. */
  void take(CloseFields close) {
    reason = close.reason();
    String space = close.errorSpace();
    application =
        close.applicationError() != null || (space != null && space.startsWith("application"));
    text = application ? close.applicationError() : close.transportError();
    if (text == null) {
      text = close.error();
    }
    code = close.errorCode();
    if (text == null) {
      return;
    }
    text = text.toLowerCase(Locale.ROOT).replace(' ', '_');
    long named = number(text);
    if (named == ABSENT && !application) {
      long transport = TransportError.codeOf(text);
      named = transport < 0 ? ABSENT : transport;
    }
    if (named != ABSENT) {
      code = named;
      text = null;
    } else if (text.isEmpty() || text.equals("unknown")) {
      text = null;
    } else if (text.equals("no_error") && code == ABSENT) {
      code = 0;
    }
  }

  private static long number(String text) {
    if (text.isEmpty() || text.length() > DECIMAL_DIGITS) {
      return ABSENT;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return ABSENT;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /** The class of the error, or null if nothing is known of it. */
  Kind kind(String alpn) {
    if (text != null && text.contains("idle_timeout")) {
      return Kind.IDLE_TIMEOUT;
    }
    if (code == ABSENT) {
      return text == null ? null : application ? Kind.APPLICATION_ERROR : Kind.TRANSPORT_ERROR;
    }
    if (application) {
      return ApplicationError.isNoError(alpn, code) ? Kind.CLEAN : Kind.APPLICATION_ERROR;
    }
    if (code == 0) {
      return Kind.CLEAN;
    }
    if (code == APPLICATION_ERROR) {
      return Kind.APPLICATION_ERROR;
    }
    if (code == VERSION_NEGOTIATION_ERROR) {
      return Kind.VERSION_MISMATCH;
    }
    return TransportError.isCrypto(code) ? Kind.CRYPTO_ERROR : Kind.TRANSPORT_ERROR;
  }

  /** The name of the error, or null if it has none. */
  String name(String alpn) {
    String known =
        code == ABSENT
            ? null
            : application ? ApplicationError.nameOf(alpn, code) : TransportError.nameOf(code);
    return known == null ? text : known;
  }

  /** The error as a number, or ABSENT. */
  long code() {
    return code;
  }

  /** The TLS alert in it, or null. */
  String alert() {
    return application ? null : TransportError.alertOf(code);
  }

  /** The reason phrase, or null. */
  String reason() {
    return reason;
  }
}
