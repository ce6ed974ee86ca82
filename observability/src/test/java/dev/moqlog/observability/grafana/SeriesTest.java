package dev.moqlog.observability.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.observability.NodeMetric;
import dev.moqlog.observability.SourceMetric;
import org.junit.jupiter.api.Test;

class SeriesTest {

  @Test
  void aCounterIsNotShownRawAndAGaugeHasNoRate() {
    assertThatIllegalArgumentException().isThrownBy(Series.of(SourceMetric.DROPS)::value);
    assertThatIllegalArgumentException().isThrownBy(Series.of(SourceMetric.QUEUE_DEPTH)::rate);
    assertThatIllegalArgumentException().isThrownBy(Series.of(SourceMetric.FANOUT)::increase);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.of(SourceMetric.DROPS).quantile(.5));
  }

  @Test
  void onlyLabelsThatTheMetricHasCanBeAskedFor() {
    assertThat(Series.of(TelemetryMetric.PACKETS_LOST).where("trigger", "inferred").rate().text())
        .isEqualTo(
            "rate(moq_qlog_packets_lost_total{relay_instance=~\"$relay_instance|\","
                + " namespace=~\"$namespace|\", region=~\"$region|\", transport=~\"$transport\","
                + " vantage_point=~\"$vantage_point\", trigger=\"inferred\"}[$__rate_interval])");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.of(SourceMetric.DROPS).where("connection_id", "x"))
        .withMessageContaining("no label");
  }

  @Test
  void aQuantileIsOfRatesByBucket() {
    assertThat(Series.of(SourceMetric.LATENCY).quantile(.95, "codec").text())
        .isEqualTo(
            "histogram_quantile(0.95, sum by (le, codec)"
                + " (rate(moq_client_latency_seconds_bucket{transport=~\"$transport\"}"
                + "[$__rate_interval])))");
  }

  @Test
  void aBoundIsFoundAsGoAndJavaWriteIt() {
    assertThat(Series.of(SourceMetric.STARTUP_TIME).shareWithin(2).text())
        .contains("le=~\"2(\\\\.0)?\"");
    assertThat(Series.of(SourceMetric.STARTUP_TIME).shareWithin(.75).text())
        .contains("le=~\"0\\\\.75\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.of(SourceMetric.STARTUP_TIME).shareWithin(1.9));
  }

  @Test
  void whatBelongsToNoConnectionHasNoExemplars() {
    assertThat(Series.of(TelemetryMetric.RTT).buckets().exemplars()).isTrue();
    assertThat(Series.of(TelemetryMetric.WATCH_MISSED).rate().exemplars()).isFalse();
    assertThat(Series.of(NodeMetric.CPU_SECONDS).rate().exemplars()).isFalse();
  }

  @Test
  void sumsAndQuotientsKeepTheirMeaningWhenPutTogether() {
    Promql a = new Promql("a", false);
    Promql b = new Promql("b", false);
    assertThat(a.minus(b.minus(a)).text()).isEqualTo("a - (b - a)");
    assertThat(a.dividedBy(a.plus(b)).complement().times(20).text())
        .isEqualTo("(1 - (a / (a + b > 0))) * 20");
    assertThat(a.plus(b).sum("x").text()).isEqualTo("sum by (x) (a + b)");
  }
}
