package dev.moqlog.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moqlog.analyzer.summary.CaptureSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.telemetry.ConnectionMetrics;
import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MetricTableTest {

  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Attributes NONE = Attributes.empty();
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  static MetricTable table() {
    return new MetricTable(InstantSource.fixed(NOW));
  }

  /** A connection that lasted so long and ended then, as metrics are recorded of it. */
  static void connection(MetricTable table, String id, long nanos, Instant end) {
    ConnectionSummary.Builder builder = new ConnectionSummary.Builder(id, "a.qlog", 0);
    builder.startTime = Optional.ofNullable(end).map(time -> time.minusNanos(nanos));
    builder.startNanos = OptionalLong.of(0);
    builder.durationNanos = OptionalLong.of(nanos);
    builder.events = 3;
    builder.capture =
        new CaptureSummary(
            Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
            OptionalDouble.empty());
    new ConnectionMetrics(table, NONE, false).connection(builder.build());
  }

  static MetricSeries only(MetricTable table, TelemetryMetric metric) {
    List<MetricSeries> found =
        table.series().stream().filter(series -> series.metric() == metric).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  /** Values of all sizes in some series of every counter and histogram. */
  private static MetricTable random(int seed) {
    MetricTable table = table();
    Random random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      TelemetryMetric metric =
          TelemetryMetric.values()[random.nextInt(TelemetryMetric.values().length)];
      Attributes labels = Attributes.builder().put("trigger", "t" + random.nextInt(3)).build();
      long value = random.nextLong() >>> 1 + random.nextInt(62);
      switch (metric.kind()) {
        case COUNTER -> table.add(metric, labels, value, Context.root());
        case HISTOGRAM ->
            table.record(metric, labels, value, 1 + random.nextInt(1_000), Context.root());
        case GAUGE -> {}
      }
    }
    return table;
  }

  private static MetricTable merged(MetricTable... tables) {
    MetricTable sum = table();
    Arrays.stream(tables).forEach(sum::merge);
    return sum;
  }

  @Test
  void mergingIsAssociativeAndCommutativeWithTheEmptyTableAsIdentity() {
    for (int seed = 0; seed < 30; seed += 3) {
      MetricTable a = random(seed);
      MetricTable b = random(seed + 1);
      MetricTable c = random(seed + 2);
      List<MetricSeries> before = a.series();

      assertThat(merged(merged(a, b), c).series()).isEqualTo(merged(a, merged(b, c)).series());
      assertThat(merged(a, b).series()).isEqualTo(merged(b, a).series());
      assertThat(merged(table(), a, table()).series()).isEqualTo(before);
      assertThat(a.series()).isEqualTo(before);
    }
  }

  @Test
  void aGaugeHasTheLastValue() {
    MetricTable first = table();
    first.set(TelemetryMetric.WATCH_OPEN, NONE, 7);
    first.set(TelemetryMetric.WATCH_OPEN, NONE, -3);
    MetricTable second = table();
    second.set(TelemetryMetric.WATCH_OPEN, NONE, -5);

    assertThat(only(first, TelemetryMetric.WATCH_OPEN).value()).isEqualTo(-3);
    assertThat(only(merged(first, second), TelemetryMetric.WATCH_OPEN).valueInUnit()).isEqualTo(-5);
  }

  @Test
  void boundsOfBucketsAreInclusive() {
    MetricTable table = table();
    for (double bound : TelemetryMetric.RTT.boundaries()) {
      long nanos = TelemetryMetric.RTT.unit().recorded(bound);
      table.record(TelemetryMetric.RTT, NONE, nanos, 1, Context.root());
      table.record(TelemetryMetric.RTT, NONE, nanos + 1, 10, Context.root());
    }
    List<Long> buckets = only(table, TelemetryMetric.RTT).buckets();
    assertThat(buckets).hasSize(TelemetryMetric.RTT.boundaries().size() + 1);
    assertThat(buckets).first().isEqualTo(1L);
    assertThat(buckets).last().isEqualTo(10L);
    assertThat(buckets.subList(1, buckets.size() - 1)).containsOnly(11L);
    assertThat(only(table, TelemetryMetric.RTT).count()).isEqualTo(11 * 13);
  }

  /** 200 connections a second of a minute each come to 2^63 nanoseconds within nine days. */
  @Test
  void sumsGoOnBeyondWhatALongHolds() throws IOException {
    MetricTable table = table();
    for (int i = 1; i <= 5; i++) {
      table.record(TelemetryMetric.DURATION, NONE, Long.MAX_VALUE, 3, Context.root());
      table.add(TelemetryMetric.BLOCKED, NONE, Long.MAX_VALUE, Context.root());
      MetricSeries durations = only(table, TelemetryMetric.DURATION);
      assertThat(durations.total()).isEqualTo(MAX.multiply(BigInteger.valueOf(3L * i)));
      assertThat(durations.valueInUnit()).isCloseTo(i * 3 * 9.223372036854775e9, within(1e4));
      assertThat(durations.value()).isEqualTo(Long.MAX_VALUE);
      assertThat(only(table, TelemetryMetric.BLOCKED).total())
          .isEqualTo(MAX.multiply(BigInteger.valueOf(i)));
    }
    assertThat(restored(table).series()).isEqualTo(table.series());
    assertThat(only(merged(table, table), TelemetryMetric.DURATION).total())
        .isEqualTo(MAX.multiply(BigInteger.valueOf(30)));
  }

  private static Offset<Double> within(double offset) {
    return Offset.offset(offset);
  }

  private static MetricTable restored(MetricTable table) throws IOException {
    MetricTable restored = table();
    for (byte[] saved : table.takeChanges().values()) {
      restored.restore(saved);
    }
    return restored;
  }

  @Test
  void aRestoredTableIsTheOneThatWasSaved() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      MetricTable table = random(seed);
      table.set(TelemetryMetric.WATCH_LAG, NONE, -seed);
      connection(table, "id", 5_000_000L * seed, NOW);
      MetricTable restored = restored(table);

      assertThat(restored.series()).isEqualTo(table.series());
      // Nothing of it has changed yet.
      assertThat(restored.takeChanges()).isEmpty();
      assertThat(table.takeChanges()).isEmpty();
      assertThat(merged(restored, restored).series()).isEqualTo(merged(table, table).series());
    }
  }

  @Test
  void onlyWhatChangedIsSavedAgainUnderTheSameName() {
    MetricTable table = table();
    table.add(TelemetryMetric.SOURCES, NONE, 1, Context.root());
    table.add(TelemetryMetric.PARSE_ERRORS, NONE, 0, Context.root());
    Map<String, byte[]> first = table.takeChanges();
    assertThat(first).hasSize(2);
    table.add(TelemetryMetric.SOURCES, NONE, 1, Context.root());
    table.add(TelemetryMetric.PARSE_ERRORS, NONE, 0, Context.root());
    Map<String, byte[]> second = table.takeChanges();
    assertThat(second).hasSize(1);
    assertThat(first).containsKeys(second.keySet().toArray(String[]::new));
    assertThat(only(table, TelemetryMetric.PARSE_ERRORS).value()).isZero();
  }

  @Test
  void damagedBytesAreRefusedWithAMessageAndNeverTakenForNumbers() {
    MetricTable table = table();
    connection(table, "an-id", 40_000_000, NOW);
    Random random = new Random(1);
    for (byte[] saved : table.takeChanges().values()) {
      for (int length = 0; length < saved.length; length++) {
        refused(Arrays.copyOf(saved, length));
      }
      refused(Arrays.copyOf(saved, saved.length + 1));
      for (int i = 0; i < 500; i++) {
        byte[] mutated = saved.clone();
        for (int change = random.nextInt(4); change >= 0; change--) {
          mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
        }
        if (!Arrays.equals(mutated, saved)) {
          refused(mutated);
        }
      }
    }
    for (int i = 0; i < 2_000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      refused(noise);
    }
  }

  private static void refused(byte[] bytes) {
    MetricTable restored = table();
    assertThatThrownBy(() -> restored.restore(bytes))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(".*(damaged|another version|other buckets|unknown).*");
    assertThat(restored.series()).isEmpty();
  }

  @Test
  void bytesOfAnotherVersionAreRefused() {
    refused("somebody else's".getBytes(StandardCharsets.UTF_8));
    MetricTable table = table();
    table.add(TelemetryMetric.SOURCES, NONE, 1, Context.root());
    byte[] later = table.takeChanges().values().iterator().next();
    later[0]++;
    assertThatThrownBy(() -> table().restore(later))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another version");
  }

  @Test
  void theNewestConnectionOfABucketIsItsExemplar() {
    MetricTable table = table();
    connection(table, "new", 40_000_000, NOW.minusSeconds(10));
    connection(table, "old", 41_000_000, NOW.minusSeconds(20));
    connection(table, "timeless", 200_000_000, null);
    connection(table, "future", 700_000_000, NOW.plusSeconds(20));

    List<Optional<MetricExemplar>> exemplars = only(table, TelemetryMetric.DURATION).exemplars();
    MetricExemplar shown = exemplars.get(0).orElseThrow();
    assertThat(shown.connectionId()).isEqualTo("new");
    assertThat(shown.value()).isEqualTo(40_000_000);
    assertThat(shown.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(shown.spanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(shown.timeMillis()).isEqualTo(NOW.minusSeconds(10).toEpochMilli());
    // No exemplar is later than now, or Prometheus would refuse those that follow.
    assertThat(exemplars.get(2).orElseThrow().timeMillis()).isEqualTo(NOW.toEpochMilli());
    // Nor without a time, or Prometheus would give it that of the scrape, and refuse those before.
    assertThat(exemplars.get(1).orElseThrow().timeMillis()).isEqualTo(NOW.toEpochMilli());

    MetricTable later = table();
    connection(later, "later", 43_000_000, NOW.minusSeconds(5));
    table.merge(later);
    assertThat(
            only(table, TelemetryMetric.DURATION).exemplars().get(0).orElseThrow().connectionId())
        .isEqualTo("later");
  }

  @Test
  void aConnectionThatAddedNothingIsNoExemplar() {
    MetricTable table = table();
    connection(table, "id", 1, NOW);

    assertThat(only(table, TelemetryMetric.EVENTS).exemplars().get(0)).isPresent();
    MetricSeries truncated = only(table, TelemetryMetric.TRUNCATED);
    assertThat(truncated.value()).isZero();
    assertThat(truncated.exemplars()).containsOnly(Optional.empty());
  }

  @Test
  void idsThatDoNotFitOrCannotBeShownAreLeftOut() {
    for (String id : List.of("x".repeat(53), "a\0b", "a\nb", "a\u0085b", "a\ud800")) {
      MetricTable table = table();
      connection(table, id, 1, NOW);
      MetricExemplar exemplar =
          only(table, TelemetryMetric.EVENTS).exemplars().get(0).orElseThrow();
      assertThat(exemplar.connectionId()).isEmpty();
      assertThat(exemplar.traceId()).isNotEmpty();
    }
  }

  @Test
  void seriesComeInTheOrderOfTheCatalogue() {
    List<MetricSeries> series = random(1).series();
    assertThat(series).extracting(MetricSeries::metric).isSorted();
    assertThat(series).allMatch(each -> each.metric().kind() != Kind.GAUGE);
  }
}
