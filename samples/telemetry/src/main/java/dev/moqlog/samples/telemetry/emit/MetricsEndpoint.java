package dev.moqlog.samples.telemetry.emit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/**
 * Serves {@code /metrics} to Prometheus: OpenMetrics with exemplars to whoever accepts it, else
 * text.
 */
public final class MetricsEndpoint implements AutoCloseable {

  private final ExpositionFormatWriter openMetrics =
      OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(false).build();
  private final ExpositionFormatWriter text =
      PrometheusTextFormatWriter.builder().setIncludeCreatedTimestamps(false).build();
  private final HttpServer server;
  private final ScrapeReader metrics;

  /**
   * Starts serving.
   *
   * @param address port 0 takes a free one
   * @throws IOException if the address cannot be bound; the message says why
   */
  public MetricsEndpoint(InetSocketAddress address, ScrapeReader metrics) throws IOException {
    this.metrics = metrics;
    try {
      server = HttpServer.create(address, 0);
    } catch (BindException e) {
      throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
    server.createContext("/metrics", this::answer);
    server.start();
  }

  /** Where it serves. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      String accepted = exchange.getRequestHeaders().getFirst("Accept");
      ExpositionFormatWriter writer =
          accepted != null && openMetrics.accepts(accepted) ? openMetrics : text;
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      writer.write(body, metrics.collect(), EscapingScheme.UNDERSCORE_ESCAPING);
      exchange.getResponseHeaders().set("Content-Type", writer.getContentType());
      exchange.sendResponseHeaders(200, body.size());
      body.writeTo(exchange.getResponseBody());
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
