package dev.moqlog.analyzer.diagnose;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a diagnosis can find, with what it means and what to do about it. */
public enum Rule {
  HANDSHAKE_FAILED(
      "handshake_failed",
      "The handshake failed",
      "The connection ended before its handshake was complete: an error of TLS or of the transport"
          + " closed it.",
      "connection_closed or CONNECTION_CLOSE before handshake completion; crypto_error_0x1xx names"
          + " the TLS alert",
      "RFC 9000 section 10.2.3, RFC 9001 section 4.8, RFC 8446 section 6",
      "Look at the error: an ALPN mismatch wants the same protocol on both sides, a certificate"
          + " alert a certificate that the client trusts.");

  private final String label;
  private final String title;
  private final String meaning;
  private final String derivation;
  private final String reference;
  private final String advice;

  Rule(
      String label,
      String title,
      String meaning,
      String derivation,
      String reference,
      String advice) {
    this.label = label;
    this.title = title;
    this.meaning = meaning;
    this.derivation = derivation;
    this.reference = reference;
    this.advice = advice;
  }

  /** The name in machine-readable output and for {@code --explain}. */
  public String label() {
    return label;
  }

  /** What it is, in a few words. */
  public String title() {
    return title;
  }

  /** What it means for the connection. */
  public String meaning() {
    return meaning;
  }

  /** The events it uses and the thresholds it applies. */
  public String derivation() {
    return derivation;
  }

  /** Where the terms are defined. */
  public String reference() {
    return reference;
  }

  /** What to try. */
  public String advice() {
    return advice;
  }

  /** The rule of that label, in any letter case, with dashes or low lines. */
  public static Optional<Rule> of(String label) {
    String name = label.strip().toLowerCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(values()).filter(rule -> rule.label.equals(name)).findFirst();
  }
}
