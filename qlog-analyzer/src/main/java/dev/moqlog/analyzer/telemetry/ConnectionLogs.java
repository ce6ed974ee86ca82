package dev.moqlog.analyzer.telemetry;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding;
import dev.moqlog.analyzer.summary.CloseSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Locale;

/**
 * Writes a log record for each connection: a sentence, and the attributes of its span, of which it
 * has the ids. Its time is that of the last event. Not safe for use by several threads.
 */
public final class ConnectionLogs {

  private final Logger logger;

  /**
   * @param logger takes the records
   */
  public ConnectionLogs(Logger logger) {
    this.logger = logger;
  }

  /**
   * Records a connection.
   *
   * @param now stands for its end if the log does not tell the time of day
   */
  public void record(DiagnosedConnection diagnosed, Instant now) {
    ConnectionTrace trace = ConnectionTrace.of(diagnosed.connection());
    Severity severity = severity(diagnosed);
    logger
        .logRecordBuilder()
        .setTimestamp(ConnectionTimes.of(diagnosed.connection(), now).end())
        .setObservedTimestamp(now)
        .setSeverity(severity)
        .setSeverityText(severity.name())
        .setContext(Context.root().with(Span.wrap(trace.analysed())))
        .setAllAttributes(attributes(diagnosed))
        .setBody(message(diagnosed))
        .emit();
  }

  /** The attributes of a connection, as its span and its log record have them. */
  public static Attributes attributes(DiagnosedConnection diagnosed) {
    return ConnectionAttributes.of(diagnosed);
  }

  /** How much a connection matters: by its worst finding, and whether it ended by an error. */
  public static Severity severity(DiagnosedConnection diagnosed) {
    if (diagnosed.connection().close().filter(RelayMeasures::isError).isPresent()) {
      return Severity.ERROR;
    }
    return switch (diagnosed.severity().orElse(Finding.Severity.INFO)) {
      case CRITICAL -> Severity.ERROR;
      case WARNING -> Severity.WARN;
      case INFO -> Severity.INFO;
    };
  }

  /** A connection in a line, with the worst of what was found. */
  public static String message(DiagnosedConnection diagnosed) {
    ConnectionSummary connection = diagnosed.connection();
    StringBuilder text = new StringBuilder("connection");
    connection
        .durationNanos()
        .ifPresent(nanos -> text.append(String.format(Locale.ROOT, " of %.3f s", nanos / 1e9)));
    connection
        .rtt()
        .ifPresent(
            rtt -> text.append(String.format(Locale.ROOT, ", RTT %.2f ms", rtt.p50Nanos() / 1e6)));
    connection
        .loss()
        .ifPresent(
            loss ->
                loss.ratio()
                    .ifPresent(
                        share ->
                            text.append(
                                String.format(Locale.ROOT, ", loss %.2f %%", share * 100))));
    connection
        .close()
        .map(CloseSummary::kind)
        .ifPresent(kind -> text.append(", close ").append(kind.label()));
    diagnosed.findings().stream()
        .findFirst()
        .ifPresent(
            finding ->
                text.append("; ")
                    .append(finding.rule().label())
                    .append(": ")
                    .append(finding.text()));
    return text.toString();
  }
}
