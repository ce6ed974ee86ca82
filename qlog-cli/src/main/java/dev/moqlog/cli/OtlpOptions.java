package dev.moqlog.cli;

import dev.moqlog.cli.otlp.OtlpSettings;
import io.opentelemetry.api.common.Attributes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where OTLP goes, as far as the command line and not the environment says. */
final class OtlpOptions {

  private static final List<String> PROTOCOLS = List.of(OtlpSettings.HTTP, OtlpSettings.GRPC);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--endpoint",
      order = 1,
      paramLabel = "URL",
      description =
          "The OTLP endpoint. Default: OTEL_EXPORTER_OTLP_ENDPOINT, or http://localhost:4318 (by"
              + " gRPC http://localhost:4317).")
  private String endpoint;

  @Option(
      names = "--protocol",
      order = 2,
      paramLabel = "PROTOCOL",
      description =
          "http/protobuf or grpc. Default: OTEL_EXPORTER_OTLP_PROTOCOL, or http/protobuf.")
  private String protocol;

  /** Whether something was given. */
  boolean given() {
    return endpoint != null || protocol != null;
  }

  /** Checks the command line. */
  void check() {
    if (protocol != null && !PROTOCOLS.contains(protocol)) {
      throw Mistake.in(
          command,
          "Invalid value for --protocol: want "
              + String.join(" or ", PROTOCOLS)
              + ", not "
              + protocol);
    }
    if (endpoint != null && !isEndpoint(endpoint)) {
      throw Mistake.in(
          command, "Invalid value for --endpoint: want http://HOST:PORT, not " + endpoint);
    }
  }

  private static boolean isEndpoint(String text) {
    try {
      URI uri = new URI(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /**
   * What the command line says.
   *
   * @param labels that all metrics have
   * @param continuous whether the export has no end
   */
  OtlpSettings settings(Attributes labels, boolean continuous) {
    return new OtlpSettings(
        Optional.ofNullable(endpoint),
        Optional.ofNullable(protocol),
        labels,
        QlogCli.versionNumber(),
        continuous);
  }
}
