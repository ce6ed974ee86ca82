package dev.moqlog.analyzer.diagnose;

import static dev.moqlog.analyzer.diagnose.Findings.count;
import static dev.moqlog.analyzer.diagnose.Findings.millis;

import dev.moqlog.analyzer.diagnose.Finding.Confidence;
import dev.moqlog.analyzer.diagnose.Finding.Evidence;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import dev.moqlog.analyzer.summary.CloseSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary.Flag;
import dev.moqlog.analyzer.summary.HandshakeSummary;
import dev.moqlog.analyzer.summary.Source;
import java.util.List;
import java.util.Optional;

/** How the connection began and how it ended. */
final class EndRules {

  private EndRules() {}

  static void examine(Findings findings) {
    ConnectionSummary connection = findings.connection();
    connection.handshake().ifPresent(handshake -> beginning(findings, handshake));
    connection.close().ifPresent(close -> end(findings, close));
  }

  private static void beginning(Findings findings, HandshakeSummary handshake) {
    if (handshake.retry()) {
      info(findings, Rule.RETRY, "the server validated the client's address by a Retry packet");
    }
    if (handshake.versionNegotiation()) {
      info(findings, Rule.VERSION_NEGOTIATION, "a Version Negotiation packet was exchanged");
    }
    if (handshake.zeroRttAccepted().filter(accepted -> !accepted).isPresent()) {
      findings.add(
          Rule.ZERO_RTT_REJECTED,
          Severity.WARNING,
          Confidence.HIGH,
          0.05,
          count(handshake.zeroRttPackets(), "0-RTT packet") + " and none accepted",
          List.of());
    }
  }

  private static void info(Findings findings, Rule rule, String text) {
    findings.add(rule, Severity.INFO, Confidence.HIGH, 0.01, text, List.of());
  }

  private static void end(Findings findings, CloseSummary close) {
    boolean established =
        findings.connection().handshake().isEmpty()
            || findings.connection().handshake().get().completeNanos().isPresent();
    switch (close.kind()) {
      case CRYPTO_ERROR, TRANSPORT_ERROR, VERSION_MISMATCH ->
          critical(findings, established ? Rule.TRANSPORT_ERROR : Rule.HANDSHAKE_FAILED, close, 1);
      case HANDSHAKE_TIMEOUT -> critical(findings, Rule.HANDSHAKE_TIMEOUT, close, 1);
      case STATELESS_RESET -> critical(findings, Rule.STATELESS_RESET, close, 1);
      case APPLICATION_ERROR -> {
        if (established) {
          add(findings, Rule.APPLICATION_ERROR, Severity.WARNING, close, 0.5);
        } else {
          critical(findings, Rule.HANDSHAKE_FAILED, close, 1);
        }
      }
      case IDLE_TIMEOUT -> {
        if (!established) {
          critical(findings, Rule.HANDSHAKE_TIMEOUT, close, 1);
        } else if (!findings.has(Rule.IDLE_TIMEOUT)) {
          add(findings, Rule.IDLE_TIMEOUT, Severity.WARNING, close, 0.01);
        }
      }
      case LOG_ENDED, UNKNOWN -> unended(findings, close, established);
      case CLEAN -> {}
    }
  }

  private static void unended(Findings findings, CloseSummary close, boolean established) {
    ConnectionSummary connection = findings.connection();
    Optional<HandshakeSummary> handshake = connection.handshake();
    if (!established
        && handshake.get().initialPacketsSent() + handshake.get().handshakePacketsSent() >= 2) {
      findings.add(
          Rule.HANDSHAKE_TIMEOUT,
          Severity.CRITICAL,
          Confidence.MEDIUM,
          1,
          count(
                  handshake.get().initialPacketsSent() + handshake.get().handshakePacketsSent(),
                  "handshake packet")
              + " sent within "
              + millis(findings.durationNanos())
              + ", and the handshake never got to its end",
          List.of());
    } else if (close.kind() == CloseSummary.Kind.LOG_ENDED && !findings.has(Rule.IDLE_TIMEOUT)) {
      findings.add(
          Rule.ENDS_EARLY,
          Severity.INFO,
          Confidence.MEDIUM,
          0.02,
          connection.flags().contains(Flag.TRUNCATED)
              ? "the log is cut"
              : "the log ends without an end of the connection",
          List.of());
    }
  }

  private static void critical(Findings findings, Rule rule, CloseSummary close, double impact) {
    add(findings, rule, Severity.CRITICAL, close, impact);
  }

  private static void add(
      Findings findings, Rule rule, Severity severity, CloseSummary close, double impact) {
    findings.add(
        rule,
        severity,
        close.source() == Source.INFERRED ? Confidence.MEDIUM : Confidence.HIGH,
        impact,
        describe(close),
        List.of(new Evidence("the end", close.timeNanos(), close.offset())));
  }

  private static String describe(CloseSummary close) {
    StringBuilder text = new StringBuilder();
    text.append(
        switch (close.initiator()) {
          case LOCAL -> "this endpoint closed";
          case REMOTE -> "the peer closed";
          case UNKNOWN -> "the connection ended";
        });
    text.append(": ").append(close.kind().label().replace('_', ' '));
    close.error().ifPresent(error -> text.append(", ").append(error));
    if (close.errorCode().isPresent()) {
      text.append(" (0x").append(Long.toHexString(close.errorCode().getAsLong())).append(')');
    }
    close
        .reason()
        .filter(reason -> !reason.isEmpty())
        .ifPresent(reason -> text.append(", \"").append(reason).append('"'));
    return text.toString();
  }
}
