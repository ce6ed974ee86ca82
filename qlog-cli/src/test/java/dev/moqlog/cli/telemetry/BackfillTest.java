package dev.moqlog.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.telemetry.ConnectionMetrics;
import dev.moqlog.vocabulary.VantagePoint;
import io.opentelemetry.api.common.Attributes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BackfillTest {

  private final Backfill backfill =
      new Backfill(
          Duration.ofSeconds(60),
          measurements -> new ConnectionMetrics(measurements, Attributes.empty(), false));

  private void connection(long endSeconds, long events) {
    var summary = new ConnectionSummary.Builder("c" + endSeconds, "file", 0);
    summary.vantagePoint = VantagePoint.SERVER;
    summary.startTime = Optional.of(Instant.ofEpochSecond(endSeconds - 10));
    summary.startNanos = OptionalLong.of(0);
    summary.durationNanos = OptionalLong.of(10_000_000_000L);
    summary.events = events;
    backfill.connection(new DiagnosedConnection(summary.build(), List.of()));
  }

  private List<String> points(String series) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    backfill.write(out);
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(series))
        .map(line -> line.substring(line.lastIndexOf('}') + 2).replace(".000", ""))
        .toList();
  }

  @Test
  void beginsAtZeroAndHoldsAsLongAsPrometheusLooksBack() throws IOException {
    connection(6000, 5);

    assertThat(points("moq_qlog_events_total"))
        .containsExactly(
            "0.0 5940", "5.0 6000", "5.0 6060", "5.0 6120", "5.0 6180", "5.0 6240", "5.0 6300");
  }

  @Test
  void addsUpWhateverTheOrder() throws IOException {
    connection(6061, 3);
    connection(5999, 2);
    connection(6000, 5);

    assertThat(points("moq_qlog_events_total"))
        .startsWith("0.0 5940", "7.0 6000", "7.0 6060", "10.0 6120");
  }

  @Test
  void putsAGrowthAfterAPauseWhereItWas() throws IOException {
    connection(6000, 5);
    connection(60_000, 1);

    assertThat(points("moq_qlog_events_total"))
        .containsSubsequence("5.0 6300", "5.0 59940", "6.0 60000")
        .hasSize(7 + 2 + 5);
  }

  @Test
  void keepsTheTimesOfEachSeriesTogetherAndAscending() throws IOException {
    connection(6000, 5);
    connection(6500, 1);

    List<String> buckets = points("moq_qlog_connection_duration_seconds_bucket");
    List<String> times = points("moq_qlog_events_total");
    assertThat(buckets).hasSize(times.size() * 13);
    assertThat(times.stream().map(point -> Long.parseLong(point.split(" ")[1])).toList())
        .isSorted();
  }

  @Test
  void leavesOutWhatHasNoTimeAndSaysHowMany() throws IOException {
    backfill.connection(
        new DiagnosedConnection(new ConnectionSummary.Builder("c", "file", 0).build(), List.of()));

    assertThat(backfill.untimed()).isEqualTo(1);
    assertThat(points("moq")).isEmpty();
  }
}
