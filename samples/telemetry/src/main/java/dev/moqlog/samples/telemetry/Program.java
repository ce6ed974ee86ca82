package dev.moqlog.samples.telemetry;

import dev.moqlog.samples.telemetry.emit.MetricsEndpoint;
import dev.moqlog.samples.telemetry.emit.ScrapeReader;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * One of the two programs that are simulated: its SDK, and the endpoint where its metrics are read,
 * unless they are pushed.
 */
final class Program implements AutoCloseable {

  private final OpenTelemetrySdk sdk;
  private final Optional<MetricsEndpoint> endpoint;

  private Program(OpenTelemetrySdk sdk, Optional<MetricsEndpoint> endpoint) {
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
    Optional<InetSocketAddress> address = ListenAddress.parse(listen);
    if (address.isEmpty()) {
      return new Program(Sdk.pushing(service), Optional.empty());
    }
    ScrapeReader reader = new ScrapeReader();
    MetricsEndpoint endpoint = new MetricsEndpoint(address.get(), reader);
    return new Program(Sdk.readBy(reader, service), Optional.of(endpoint));
  }

  OpenTelemetrySdk sdk() {
    return sdk;
  }

  @Override
  public void close() {
    sdk.close();
    endpoint.ifPresent(MetricsEndpoint::close);
  }
}
