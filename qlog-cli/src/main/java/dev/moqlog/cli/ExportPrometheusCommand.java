package dev.moqlog.cli;

import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.telemetry.ConnectionMetrics;
import dev.moqlog.cli.telemetry.Backfill;
import dev.moqlog.cli.telemetry.Exposition;
import dev.moqlog.cli.telemetry.MetricTable;
import dev.moqlog.cli.telemetry.Pushgateway;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code qlog-cli export prometheus}: metrics as Prometheus reads them. */
@Command(
    name = "prometheus",
    description = {
      "Metrics of all connections, as Prometheus reads them.",
      "",
      "To standard output, to a file for node_exporter's textfile collector (-o FILE.prom, which"
          + " appears once it is complete), to a Pushgateway, or with the times of the connections"
          + " (--backfill), to bring old logs into Prometheus:",
      "  qlog-cli export prometheus --backfill qlog >qlog.om",
      "  promtool tsdb create-blocks-from openmetrics qlog.om DATA",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandTree.Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:All input was read.",
      "1:The program failed, for instance because its output cannot be written or pushed.",
      "2:The command line is wrong.",
      "3:None of the input could be read.",
      "4:Some of the input was skipped or damaged; the rest is in the output."
    })
final class ExportPrometheusCommand implements Callable<Integer> {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final long SHORTEST_STEP_SECONDS = 1;
  private static final long LONGEST_STEP_SECONDS = 3600;

  private final Terminal terminal;

  @Mixin private final AnalyzerOptions input = new AnalyzerOptions();

  @Mixin private final TelemetryOptions telemetry = new TelemetryOptions();

  @Option(
      names = {"-f", "--format"},
      order = 1,
      paramLabel = "FORMAT",
      description =
          "openmetrics (with exemplars) or text (without: node_exporter and Pushgateway refuse"
              + " them). Default: text if the output's name ends in .prom, else openmetrics.")
  private Exposition format;

  @Option(
      names = "--backfill",
      order = 2,
      description =
          "Give each value the time it had, by the ends of the connections. Those whose log does"
              + " not tell the time of day are left out, and named.")
  private boolean backfill;

  @Option(
      names = "--step",
      order = 3,
      paramLabel = "SECONDS",
      description = "With --backfill: how far apart the times are. Default: 60.")
  private Long step;

  @Option(
      names = "--pushgateway",
      order = 4,
      paramLabel = "URL",
      description =
          "Push to a Pushgateway, in the place of what was pushed there before for the same job"
              + " and relay_instance.")
  private String pushgateway;

  @Option(
      names = "--job",
      order = 5,
      paramLabel = "NAME",
      description = "With --pushgateway: the job. Default: qlog-cli.")
  private String job;

  @Option(
      names = "--token-file",
      order = 6,
      paramLabel = "FILE",
      description = "With --pushgateway: a file with the bearer token that it asks for.")
  private Path tokenFile;

  ExportPrometheusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    input.check();
    telemetry.check();
    checkCombinations();
    if (backfill) {
      return input.logs().write(terminal, this::writeBackfill);
    }
    if (pushgateway == null) {
      return input.logs().write(terminal, this::writeTable);
    }
    Pushgateway gateway =
        Pushgateway.at(
            uri(),
            job == null ? "qlog-cli" : job,
            telemetry.labels().get("relay_instance"),
            token());
    MetricTable table = new MetricTable(InstantSource.system());
    FleetSummary fleet = analyze(telemetry.metrics(table));
    gateway.push(table.series());
    return ExitCode.of(fleet);
  }

  private void checkCombinations() {
    if (pushgateway != null && (backfill || format != null || input.logs().hasOutput())) {
      throw input
          .logs()
          .wrong("--pushgateway goes with neither --backfill nor --format nor --output");
    }
    if (pushgateway == null && (job != null || tokenFile != null)) {
      throw input.logs().wrong("--job and --token-file go with --pushgateway");
    }
    if (!backfill && step != null) {
      throw input.logs().wrong("--step goes with --backfill");
    }
    if (backfill && format == Exposition.TEXT) {
      throw input.logs().wrong("--backfill writes openmetrics, the format that promtool reads");
    }
    if (step != null && (step < SHORTEST_STEP_SECONDS || step > LONGEST_STEP_SECONDS)) {
      throw input
          .logs()
          .wrong(
              "Invalid value for --step: must be from "
                  + SHORTEST_STEP_SECONDS
                  + " to "
                  + LONGEST_STEP_SECONDS
                  + " seconds: "
                  + step);
    }
  }

  private URI uri() {
    try {
      URI uri = new URI(pushgateway);
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // As below.
    }
    throw input
        .logs()
        .wrong("Invalid value for --pushgateway: want http://HOST:PORT, not " + pushgateway);
  }

  private String token() throws IOException {
    return tokenFile == null ? null : TokenFile.read(tokenFile);
  }

  private int writeTable(OutputStream out) throws IOException {
    MetricTable table = new MetricTable(InstantSource.system());
    FleetSummary fleet = analyze(telemetry.metrics(table));
    OutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES);
    exposition().write(table.series(), buffered);
    buffered.flush();
    return ExitCode.of(fleet);
  }

  private Exposition exposition() {
    if (format != null) {
      return format;
    }
    return input.logs().outputEndsWith(".prom") ? Exposition.TEXT : Exposition.OPENMETRICS;
  }

  private FleetSummary analyze(ConnectionMetrics metrics) throws IOException {
    Instant begin = Instant.now();
    FleetSummary fleet = analyze(new RecordingReport(metrics::connection, metrics::source));
    Instant end = Instant.now();
    metrics.begin();
    metrics.build(QlogCli.versionNumber());
    metrics.run(end, Duration.between(begin, end), ExitCode.of(fleet) == ExitCode.OK);
    return fleet;
  }

  private FleetSummary analyze(RecordingReport report) throws IOException {
    return Analysis.run(terminal, input.logs(), input.analyzer().build(), report);
  }

  private int writeBackfill(OutputStream out) throws IOException {
    Backfill all = new Backfill(Duration.ofSeconds(step == null ? 60 : step), telemetry::metrics);
    FleetSummary fleet = analyze(new RecordingReport(all::connection, all::source));
    OutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES);
    all.write(buffered);
    buffered.flush();
    if (all.untimed() > 0) {
      terminal.error(
          all.untimed()
              + " of "
              + fleet.connections()
              + " connections are left out: their logs do not tell the time of day");
    }
    return ExitCode.of(fleet);
  }
}
