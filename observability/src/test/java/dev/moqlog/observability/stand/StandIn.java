package dev.moqlog.observability.stand;

import com.sun.net.httpserver.HttpServer;
import dev.moqlog.observability.Metric;
import dev.moqlog.observability.RecorderMetric;
import dev.moqlog.observability.SourceMetric;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A program that serves the metrics of relays, players and recorders, which grow, and captures a
 * connection each second. It prints its port, and runs until it is killed or its parent has ended.
 */
public final class StandIn {

  private StandIn() {}

  /** Takes the directory to capture into. */
  public static void main(String[] arguments) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    long start = System.nanoTime();
    List<SourceMetric> all = Arrays.asList(SourceMetric.values());
    serve(server, "/relay", start, all.stream().filter(m -> !m.isClients()).toList());
    serve(server, "/client", start, all.stream().filter(SourceMetric::isClients).toList());
    serve(server, "/recorder", start, Arrays.asList(RecorderMetric.values()));
    server.start();
    System.out.println(server.getAddress().getPort());
    try (CapturedConnections captured = new CapturedConnections(Path.of(arguments[0]))) {
      while (!ended()) {
        captured.another();
      }
    }
    server.stop(0);
  }

  /** Waits for a second, or until nobody wants this program any more. */
  private static boolean ended() throws IOException, InterruptedException {
    Thread.sleep(1000);
    return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(1L) == 1;
  }

  private static void serve(
      HttpServer server, String path, long start, List<? extends Metric> metrics) {
    server.createContext(
        path,
        exchange -> {
          MadeUpMetrics madeUp = new MadeUpMetrics((System.nanoTime() - start) / 1e9);
          ByteArrayOutputStream body = new ByteArrayOutputStream();
          new OpenMetricsTextFormatWriter(false, true)
              .write(
                  body,
                  new MetricSnapshots(metrics.stream().map(madeUp::of).toList()),
                  EscapingScheme.DEFAULT);
          exchange
              .getResponseHeaders()
              .set("Content-Type", OpenMetricsTextFormatWriter.CONTENT_TYPE);
          exchange.sendResponseHeaders(200, body.size());
          body.writeTo(exchange.getResponseBody());
          exchange.close();
        });
  }
}
