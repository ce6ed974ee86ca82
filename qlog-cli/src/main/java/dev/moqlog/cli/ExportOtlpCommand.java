package dev.moqlog.cli;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.telemetry.ConnectionMetrics;
import dev.moqlog.analyzer.telemetry.ConnectionTimes;
import dev.moqlog.cli.otlp.OtlpExporter;
import dev.moqlog.cli.otlp.OtlpOutcome;
import dev.moqlog.cli.telemetry.MetricSeries;
import dev.moqlog.cli.telemetry.MetricTable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code qlog-cli export otlp}: metrics, spans and log records to an OTLP endpoint. */
@Command(
    name = "otlp",
    description = {
      "Metrics of all connections, and a span and a log record of each, to an OTLP endpoint such as"
          + " an OpenTelemetry Collector.",
      "",
      "Spans and log records have the times of the connections, and the same ids each time. The"
          + " OTEL_ variables that all programs have apply: OTEL_EXPORTER_OTLP_ENDPOINT, _HEADERS,"
          + " _CERTIFICATE, OTEL_RESOURCE_ATTRIBUTES, OTEL_TRACES_EXPORTER=none and so on; options"
          + " win over them. Prints how much the endpoint took.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandTree.Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All input was read, and all of it was taken.",
      "1:The program failed, or the endpoint did not take everything.",
      "2:The command line is wrong.",
      "3:None of the input could be read.",
      "4:Some of the input was skipped or damaged; the rest was taken."
    })
final class ExportOtlpCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final MetricTable table = new MetricTable(InstantSource.system());
  private final Instant begin = Instant.now();
  private Instant earliest;
  private volatile List<MetricSeries> complete = List.of();

  @Mixin private final AnalyzerOptions input = new AnalyzerOptions();

  @Mixin private final OtlpOptions otlp = new OtlpOptions();

  @Mixin private final TelemetryOptions telemetry = new TelemetryOptions();

  ExportOtlpCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    input.check();
    telemetry.check();
    otlp.check();
    return input.logs().write(terminal, this::export);
  }

  private int export(OutputStream out) throws IOException {
    OtlpExporter exporter =
        new OtlpExporter(
            otlp.settings(telemetry.attributes(), false),
            new OtlpExporter.Metrics(() -> complete, this::start),
            InstantSource.system(),
            terminal::error);
    FleetSummary fleet;
    try (exporter) {
      fleet = analyze(exporter);
      complete = table.series();
      exporter.flush();
    }
    OtlpOutcome outcome = exporter.outcome();
    out.write((outcome.message() + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
    out.flush();
    return outcome.lost() > 0 ? ExitCode.FAILED : ExitCode.of(fleet);
  }

  private FleetSummary analyze(OtlpExporter exporter) throws IOException {
    ConnectionMetrics metrics = telemetry.metrics(table);
    FleetSummary fleet =
        Analysis.run(
            terminal,
            input.logs(),
            input.analyzer().build(),
            new RecordingReport(
                connection -> {
                  metrics.connection(connection);
                  exporter.export(connection, begin);
                  began(connection);
                },
                metrics::source));
    Instant end = Instant.now();
    metrics.begin();
    metrics.build(QlogCli.versionNumber());
    metrics.run(end, Duration.between(begin, end), ExitCode.of(fleet) == ExitCode.OK);
    return fleet;
  }

  private void began(DiagnosedConnection connection) {
    ConnectionTimes times = ConnectionTimes.of(connection.connection(), begin);
    if (times.known() && (earliest == null || times.start().isBefore(earliest))) {
      earliest = times.start();
    }
  }

  /** When the first connection began; asked for with the metrics, after all are known. */
  private Instant start() {
    return earliest == null ? begin : earliest;
  }
}
