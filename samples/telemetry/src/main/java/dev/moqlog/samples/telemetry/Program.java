package dev.moqlog.samples.telemetry;

import dev.moqlog.samples.telemetry.emit.MetricsEndpoint;
import dev.moqlog.samples.telemetry.emit.ScrapeReader;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.io.IOException;

/**
 * One of the two programs that are simulated: its SDK, and the endpoint where its metrics are read,
 * unless they are pushed.
 */
final class Program implements AutoCloseable {

  private final OpenTelemetrySdk sdk;
  private final AutoCloseable endpoint;

  private Program(OpenTelemetrySdk sdk, AutoCloseable endpoint) {
    this.sdk = sdk;
    this.endpoint = endpoint;
  }

  /**
   * Starts one.
   *
   * @param service the name of its service
   * @param listen where its metrics are read, as {@link ListenAddress} takes it
   * @throws IOException if the address cannot be bound
   */
  static Program start(String service, String listen) throws IOException {
    var address = ListenAddress.parse(listen);
    if (address.isEmpty()) {
      return new Program(Sdk.pushing(service), () -> {});
    }
    ScrapeReader reader = new ScrapeReader();
    MetricsEndpoint endpoint = new MetricsEndpoint(address.get(), reader);
    return new Program(Sdk.readBy(reader, service), endpoint);
  }

  OpenTelemetrySdk sdk() {
    return sdk;
  }

  @Override
  public void close() {
    sdk.close();
    try {
      endpoint.close();
    } catch (Exception e) {
      throw new IllegalStateException("the endpoint does not close", e);
    }
  }
}
