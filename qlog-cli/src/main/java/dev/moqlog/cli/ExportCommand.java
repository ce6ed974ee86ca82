package dev.moqlog.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code qlog-cli export}: results as metrics, spans and log records. */
@Command(
    name = "export",
    description = {
      "Hands results to Prometheus or OpenTelemetry.",
      "",
      "The same metrics either way; docs/telemetry.md lists them.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandTree.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ExportPrometheusCommand.class, ExportOtlpCommand.class})
final class ExportCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing command: qlog-cli export prometheus DIRECTORY");
  }
}
