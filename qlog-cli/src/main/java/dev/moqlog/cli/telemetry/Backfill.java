package dev.moqlog.cli.telemetry;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.telemetry.ConnectionMetrics;
import dev.moqlog.analyzer.telemetry.ConnectionTimes;
import dev.moqlog.analyzer.telemetry.Measurements;
import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import io.opentelemetry.api.common.Attributes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The metrics of connections over the time in which they were, for {@code promtool tsdb
 * create-blocks-from openmetrics}.
 *
 * <p>A connection counts from its end on, at the next multiple of the step. Memory is bounded by
 * the number of steps in which connections end, and the series of each. Not safe for several
 * threads.
 */
public final class Backfill {

  /** For how long Prometheus takes a value to hold if no other comes. */
  private static final long LOOKBACK_MILLIS = 300_000;

  private static final byte[] EOF = "# EOF\n".getBytes(StandardCharsets.UTF_8);

  private final long stepMillis;
  private final Function<Measurements, ConnectionMetrics> metrics;
  private final NavigableMap<Long, Step> steps = new TreeMap<>();
  private final MetricTable sources = new MetricTable(InstantSource.system());
  private final ConnectionMetrics ofSources;
  private long untimed;

  /** What came in one step. */
  private record Step(MetricTable table, ConnectionMetrics metrics) {}

  /** A value at a time. */
  private record Point(long millis, MetricSeries series) {}

  /**
   * @param step how far apart the times are
   * @param metrics records into the measurements it is given
   */
  public Backfill(Duration step, Function<Measurements, ConnectionMetrics> metrics) {
    this.stepMillis = step.toMillis();
    this.metrics = metrics;
    this.ofSources = metrics.apply(sources);
  }

  /** Takes a connection. */
  public void connection(DiagnosedConnection connection) {
    ConnectionTimes times = ConnectionTimes.of(connection.connection(), Instant.EPOCH);
    if (!times.known()) {
      untimed++;
      return;
    }
    long at = -Math.floorDiv(-times.end().toEpochMilli(), stepMillis) * stepMillis;
    steps.computeIfAbsent(at, any -> newStep()).metrics.connection(connection);
  }

  private Step newStep() {
    MetricTable table = new MetricTable(InstantSource.system());
    return new Step(table, metrics.apply(table));
  }

  /** Takes a source. */
  public void source(SourceSummary source) {
    ofSources.source(source);
  }

  /** Connections that are left out, because their logs do not tell the time of day. */
  public long untimed() {
    return untimed;
  }

  /** Writes all of it; the stream stays open. */
  public void write(OutputStream out) throws IOException {
    if (!steps.isEmpty()) {
      // A source has no time; it was there when the last of its connections was.
      steps.lastEntry().getValue().table.merge(sources);
      for (TelemetryMetric metric : TelemetryMetric.values()) {
        if (metric.kind() != Kind.GAUGE) {
          write(metric, out);
        }
      }
    }
    out.write(EOF);
  }

  private void write(TelemetryMetric metric, OutputStream out) throws IOException {
    MetricTable total = new MetricTable(InstantSource.system());
    Map<Attributes, List<Point>> changes =
        new TreeMap<>(Comparator.comparing(Attributes::toString));
    for (Map.Entry<Long, Step> step : steps.entrySet()) {
      for (MetricSeries series : total.merge(step.getValue().table, metric)) {
        changes
            .computeIfAbsent(series.attributes(), any -> new ArrayList<>())
            .add(new Point(step.getKey(), series));
      }
    }
    boolean first = true;
    for (List<Point> points : changes.values()) {
      for (Point point : held(points)) {
        write(point, first, out);
        first = false;
      }
    }
  }

  /**
   * The points of a series such that rates come out at the right time: from 0 before the first
   * change, right before each change, and for as long after it as Prometheus looks back.
   */
  private List<Point> held(List<Point> changes) {
    List<Point> points = new ArrayList<>();
    Point first = changes.get(0);
    points.add(new Point(first.millis - stepMillis, zero(first.series)));
    for (int i = 0; i < changes.size(); i++) {
      Point change = changes.get(i);
      points.add(change);
      long next = i + 1 < changes.size() ? changes.get(i + 1).millis : Long.MAX_VALUE;
      long held = change.millis + stepMillis;
      for (; held < next && held <= change.millis + LOOKBACK_MILLIS; held += stepMillis) {
        points.add(new Point(held, change.series));
      }
      if (next != Long.MAX_VALUE && held < next) {
        points.add(new Point(next - stepMillis, change.series));
      }
    }
    return points;
  }

  private static MetricSeries zero(MetricSeries series) {
    return new MetricSeries(
        series.metric(),
        series.attributes(),
        BigInteger.ZERO,
        series.buckets().stream().map(any -> 0L).toList(),
        series.exemplars());
  }

  /** Comments describe a metric only once, and the last one ends the file. */
  private static void write(Point point, boolean first, OutputStream out) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    Exposition.OPENMETRICS.write(List.of(point.series.withoutExemplars()), point.millis, text);
    for (String line : text.toString(StandardCharsets.UTF_8).split("(?<=\n)")) {
      if (!line.startsWith("#") || (first && !line.startsWith("# EOF"))) {
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
