package dev.moqlog.observability.grafana;

import dev.moqlog.analyzer.telemetry.TelemetryMetric;
import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import dev.moqlog.observability.Metric;
import dev.moqlog.observability.QlogMetric;
import dev.moqlog.observability.SourceMetric;
import java.util.ArrayList;
import java.util.List;

/**
 * The series of a metric that a dashboard's variables choose, and what can be asked of them. What
 * makes no sense for the kind of the metric is refused, so that no counter is ever shown raw.
 */
public final class Series {

  /** The window of rates: what Grafana takes for long enough at the width of the panel. */
  private static final String WINDOW = "$__rate_interval";

  /** The time that the dashboard shows. */
  private static final String RANGE = "$__range";

  private final Metric metric;
  private final List<String> matchers;

  private Series(Metric metric, List<String> matchers) {
    this.metric = metric;
    this.matchers = matchers;
  }

  /**
   * Those of a metric that the variables choose. Where a label is not the metric's own but may be
   * given to all, series without it are chosen as well: else nothing would be left of them as soon
   * as a viewer chooses something.
   */
  public static Series of(Metric metric) {
    return new Series(
        metric,
        metric.chosenBy().stream()
            .map(label -> chosen(label, metric.labels().contains(label)))
            .toList());
  }

  private static String chosen(String label, boolean own) {
    return label + "=~\"$" + label + (own ? "" : "|") + "\"";
  }

  /** Those of a metric of the catalogue that the variables choose. */
  public static Series of(TelemetryMetric metric) {
    return of(new QlogMetric(metric));
  }

  /** Of these, those whose label has this value. */
  public Series where(String label, String value) {
    return matching(label, "=\"" + value + "\"");
  }

  /** Of these, those whose label has another value. */
  public Series whereNot(String label, String value) {
    return matching(label, "!=\"" + value + "\"");
  }

  /** Of these, those whose label matches a regular expression that needs no escapes. */
  public Series whereLike(String label, String regex) {
    return matching(label, "=~\"" + regex + "\"");
  }

  /** Of these, those whose label does not match a regular expression that needs no escapes. */
  public Series whereNotLike(String label, String regex) {
    return matching(label, "!~\"" + regex + "\"");
  }

  private Series matching(String label, String condition) {
    if (!metric.labels().contains(label)) {
      throw new IllegalArgumentException(metric.prometheusName() + " has no label " + label);
    }
    List<String> all = new ArrayList<>(matchers);
    all.add(label + condition);
    return new Series(metric, List.copyOf(all));
  }

  /** Their values now: of gauges. */
  public Promql value() {
    need(Kind.GAUGE);
    return new Promql(selector(""), false);
  }

  /** By how much each of them grows in a second: of counters. */
  public Promql rate() {
    need(Kind.COUNTER);
    return new Promql("rate(" + selector("") + "[" + WINDOW + "])", false);
  }

  /** By how much each of them grew in the time that the dashboard shows: of counters. */
  public Promql increase() {
    need(Kind.COUNTER);
    return new Promql("increase(" + selector("") + "[" + RANGE + "])", false);
  }

  /** A quantile over all of them, at each time: of histograms. */
  public Promql quantile(double quantile, String... by) {
    return quantile(quantile, WINDOW, by);
  }

  /** A quantile over the whole time that the dashboard shows: of histograms. */
  public Promql quantileOfRange(double quantile, String... by) {
    return quantile(quantile, RANGE, by);
  }

  private Promql quantile(double quantile, String window, String... by) {
    need(Kind.HISTOGRAM);
    List<String> labels = new ArrayList<>(List.of("le"));
    labels.addAll(List.of(by));
    Promql rates = new Promql("rate(" + selector("_bucket") + "[" + window + "])", marked());
    return new Promql(
        "histogram_quantile("
            + Promql.number(quantile)
            + ", "
            + rates.sum(labels.toArray(String[]::new)).text()
            + ")",
        rates.exemplars());
  }

  /** How many values fell into each bucket, for a heat map: of histograms. */
  public Promql buckets() {
    need(Kind.HISTOGRAM);
    return new Promql("increase(" + selector("_bucket") + "[" + WINDOW + "])", marked()).sum("le");
  }

  /** How many values there were in the time that the dashboard shows: of histograms. */
  public Promql countIncrease() {
    need(Kind.HISTOGRAM);
    return new Promql("increase(" + selector("_count") + "[" + RANGE + "])", false);
  }

  /** How many values were within a bound, of all in the time that the dashboard shows. */
  public Promql shareWithin(double bound) {
    need(Kind.HISTOGRAM);
    if (!(metric instanceof SourceMetric source) || !source.boundaries().contains(bound)) {
      throw new IllegalArgumentException(metric.prometheusName() + " has no bucket up to " + bound);
    }
    String within = selector("_bucket", "le=~\"" + bounds(bound) + "\"");
    return new Promql("increase(" + within + "[" + RANGE + "])", false)
        .sum()
        .dividedBy(countIncrease().sum());
  }

  /** A bound as exporters spell it: Go writes 1 in its text format, others 1.0. */
  private static String bounds(double bound) {
    String number = Promql.number(bound).replace(".", "\\\\.");
    return bound == Math.rint(bound) ? number + "(\\\\.0)?" : number;
  }

  private String selector(String suffix, String... more) {
    List<String> all = new ArrayList<>(matchers);
    all.addAll(List.of(more));
    String name = metric.prometheusName() + suffix;
    return all.isEmpty() ? name : name + "{" + String.join(", ", all) + "}";
  }

  /**
   * Whether exemplars are drawn with its quantiles and buckets: of what belongs to a connection
   * there is a trace. Those of counters are left out, as what one connection added has no place on
   * a scale of rates.
   */
  private boolean marked() {
    return metric instanceof SourceMetric
        || metric instanceof QlogMetric qlog && !qlog.metric().isWatchs();
  }

  private void need(Kind kind) {
    if (metric.kind() != kind) {
      throw new IllegalArgumentException(
          metric.prometheusName() + " is a " + metric.kind() + ", no " + kind);
    }
  }
}
