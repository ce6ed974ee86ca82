package dev.moqlog.samples.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.observability.SourceMetric;
import dev.moqlog.samples.telemetry.emit.MetricsEndpoint;
import dev.moqlog.samples.telemetry.emit.ScrapeReader;
import dev.moqlog.samples.telemetry.moq.Simulation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsEndpointTest {

  private static final String OPENMETRICS = "application/openmetrics-text;version=1.0.0";

  @Test
  void prometheusReadsTheRelaysMetricsAndNoOthers(@TempDir Path directory) throws Exception {
    ScrapeReader reader = new ScrapeReader();
    Rig rig =
        Rig.run(directory, new Simulation.Scenario(1, 2, List.of("live/news"), 0.2), 12, reader);
    try (MetricsEndpoint endpoint =
        new MetricsEndpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), reader)) {
      HttpResponse<String> text = get(endpoint, "*/*");
      assertThat(text.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain; version=0.0.4");
      for (SourceMetric instrument : SourceMetric.values()) {
        String help = "# HELP " + instrument.prometheusName() + ' ' + instrument.description();
        assertThat(text.body().contains(help + '\n')).as(help).isNotEqualTo(instrument.isClients());
      }
      assertThat(text.body())
          .contains(
              "\nmoq_relay_connections_total{namespace=\"live/news\",region=\"eu\","
                  + "relay_instance=\"relay-1\"} "
                  + (double) rig.truths.size()
                  + '\n')
          .contains("\nmoq_relay_fanout_bucket{")
          .contains("\nmoq_qlog_writer_events_written_total ")
          .doesNotContain(rig.truths.keySet());

      HttpResponse<String> open = get(endpoint, OPENMETRICS);
      assertThat(open.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("application/openmetrics-text");
      assertThat(open.body()).endsWith("# EOF\n").contains("moq_relay_active_sessions{");
    }
  }

  private static HttpResponse<String> get(MetricsEndpoint endpoint, String accept)
      throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + endpoint.address().getPort() + "/metrics");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).header("Accept", accept).build(), BodyHandlers.ofString());
  }
}
