package dev.moqlog.cli.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the user says about an export; the standard variables of the environment say the rest.
 * Immutable.
 *
 * @param endpoint a URL, to which the paths of the signals are added for HTTP
 * @param protocol {@value #HTTP} or {@value #GRPC}
 * @param resource attributes of the resource, which win over those of the environment
 * @param version of the program
 * @param continuous whether it goes on for long: an endpoint that is down then never blocks
 */
public record OtlpSettings(
    Optional<String> endpoint,
    Optional<String> protocol,
    Attributes resource,
    String version,
    boolean continuous) {

  /** OTLP over HTTP, which is used unless the user wants another. */
  public static final String HTTP = "http/protobuf";

  /** OTLP over gRPC. */
  public static final String GRPC = "grpc";

  /** What everything is exported as, unless the user says otherwise. */
  static final String SERVICE = "qlog-cli";

  private static final String PREFIX = "otel.exporter.otlp.";
  private static final String DISABLED_RESOURCES = "otel.java.disabled.resource.providers";

  /** Makes another id each time, so that no run would go on with the counters of the last. */
  private static final String RANDOM_INSTANCE =
      "io.opentelemetry.sdk.autoconfigure.ServiceInstanceIdResourceProvider";

  /** What holds if neither the user nor the environment says otherwise. */
  static Map<String, String> defaults() {
    return Map.of(PREFIX + "protocol", HTTP);
  }

  /** What holds whatever the environment says. */
  Map<String, String> overrides(ConfigProperties environment) {
    Map<String, String> overrides = new HashMap<>();
    for (OtlpSignal signal : OtlpSignal.values()) {
      protocol.ifPresent(name -> overrides.put(PREFIX + signal.label() + ".protocol", name));
      endpoint.ifPresent(
          url ->
              overrides.put(
                  PREFIX + signal.label() + ".endpoint",
                  isGrpc(signal, environment) ? url : withPath(url, signal)));
    }
    List<String> disabled = new ArrayList<>(environment.getList(DISABLED_RESOURCES));
    disabled.add(RANDOM_INSTANCE);
    overrides.put(DISABLED_RESOURCES, String.join(",", disabled));
    return overrides;
  }

  private boolean isGrpc(OtlpSignal signal, ConfigProperties environment) {
    String general = environment.getString(PREFIX + "protocol", HTTP);
    return protocol
        .orElseGet(() -> environment.getString(PREFIX + signal.label() + ".protocol", general))
        .equals(GRPC);
  }

  /** Where a signal goes, as users name it: without the path that all endpoints have for it. */
  String shownEndpoint(OtlpSignal signal, ConfigProperties environment) {
    if (endpoint.isPresent()) {
      return withoutSlash(endpoint.get());
    }
    boolean grpc = isGrpc(signal, environment);
    String general =
        environment.getString(
            PREFIX + "endpoint", grpc ? "http://localhost:4317" : "http://localhost:4318");
    String url = environment.getString(PREFIX + signal.label() + ".endpoint", general);
    String path = "/v1/" + signal.label();
    return url.endsWith(path) ? url.substring(0, url.length() - path.length()) : withoutSlash(url);
  }

  private static String withPath(String url, OtlpSignal signal) {
    return withoutSlash(url) + "/v1/" + signal.label();
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
