package dev.moqlog.observability.grafana;

import dev.moqlog.observability.grafana.Query.Source;
import java.util.ArrayList;
import java.util.List;

/** A panel: a title, what it means, its unit, what it asks for, and how it is drawn. */
public final class Panel {

  /** How a panel is drawn. */
  public enum Kind {
    STAT("stat"),
    TIME_SERIES("timeseries"),
    HEATMAP("heatmap"),
    BAR_GAUGE("bargauge"),
    PIE("piechart"),
    TABLE("table"),
    LOGS("logs"),
    TRACES("traces");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    /** Grafana's name of it. */
    public String type() {
      return type;
    }

    /** Whether it shows the course of time, else what is so now. */
    boolean overTime() {
      return this == TIME_SERIES || this == HEATMAP;
    }
  }

  /**
   * From which value on a colour means something.
   *
   * @param value the lowest value
   * @param color Grafana's name of the colour
   */
  public record Threshold(double value, String color) {}

  /**
   * Where a click on a field leads.
   *
   * @param field the field
   * @param title what viewers see
   * @param url where it leads
   */
  public record Link(String field, String title, String url) {}

  private final Kind kind;
  private final String title;
  private final String description;
  private final String unit;
  private final List<Query> queries = new ArrayList<>();
  private final List<Threshold> thresholds = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final List<String> hidden = new ArrayList<>();
  private int width;
  private boolean stacked;
  private Double max;
  private Double min = 0.0;
  private Integer decimals;
  private String lowest = "green";

  private Panel(Kind kind, String title, String description, String unit, int width) {
    this.kind = kind;
    this.title = title;
    this.description = description;
    this.unit = unit;
    this.width = width;
  }

  /** A number. */
  public static Panel stat(String title, String description, String unit) {
    return new Panel(Kind.STAT, title, description, unit, 4);
  }

  /** Lines. */
  public static Panel timeSeries(String title, String description, String unit) {
    return new Panel(Kind.TIME_SERIES, title, description, unit, 8);
  }

  /** A distribution over time. */
  public static Panel heatmap(String title, String description, String unit) {
    return new Panel(Kind.HEATMAP, title, description, unit, 8);
  }

  /** A bar for each series. */
  public static Panel barGauge(String title, String description, String unit) {
    return new Panel(Kind.BAR_GAUGE, title, description, unit, 8);
  }

  /** Shares of a whole. */
  public static Panel pie(String title, String description, String unit) {
    return new Panel(Kind.PIE, title, description, unit, 6);
  }

  /** Rows. */
  public static Panel table(String title, String description, String unit) {
    return new Panel(Kind.TABLE, title, description, unit, 24);
  }

  /** Lines of logs. */
  public static Panel logs(String title, String description) {
    return new Panel(Kind.LOGS, title, description, "none", 24);
  }

  /** The spans of a trace. */
  public static Panel traces(String title, String description) {
    return new Panel(Kind.TRACES, title, description, "none", 24);
  }

  /** Asks Prometheus; the legend may have labels, as in {@code {{job}}}. */
  public Panel query(String legend, Promql promql) {
    queries.add(
        new Query(Source.PROMETHEUS, promql.text(), legend, promql.exemplars() && kind.overTime()));
    return this;
  }

  /** Asks Loki. */
  public Panel logql(String logql) {
    queries.add(new Query(Source.LOKI, logql, "", false));
    return this;
  }

  /** Asks Tempo. */
  public Panel traceql(String traceql) {
    queries.add(new Query(Source.TEMPO, traceql, "", false));
    return this;
  }

  /** The width in twenty-fourths of the row. */
  public Panel width(int twentyFourths) {
    width = twentyFourths;
    return this;
  }

  /** Areas upon each other, for parts of a whole. */
  public Panel stacked() {
    stacked = true;
    return this;
  }

  /** The greatest value that its scale has; shares have 1. */
  public Panel max(double greatest) {
    max = greatest;
    return this;
  }

  /** Values below zero may occur. */
  public Panel signed() {
    min = null;
    return this;
  }

  /** How many digits follow the point. */
  public Panel decimals(int digits) {
    decimals = digits;
    return this;
  }

  /** Below all limits it is of this colour, which else is green. */
  public Panel below(String color) {
    lowest = color;
    return this;
  }

  /** From this value on it is of this colour. */
  public Panel from(double value, String color) {
    thresholds.add(new Threshold(value, color));
    return this;
  }

  /** A click on a field leads there. */
  public Panel link(String field, String text, String url) {
    links.add(new Link(field, text, url));
    return this;
  }

  /** A field that the table leaves out. */
  public Panel without(String... fields) {
    hidden.addAll(List.of(fields));
    return this;
  }

  /** How it is drawn. */
  public Kind kind() {
    return kind;
  }

  /** Its title. */
  public String title() {
    return title;
  }

  /** What it shows and how to read it. */
  public String description() {
    return description;
  }

  /** Grafana's name of its unit. */
  public String unit() {
    return unit;
  }

  /** What it asks for. */
  public List<Query> queries() {
    return List.copyOf(queries);
  }

  /** From which values on colours mean something, ascending. */
  public List<Threshold> thresholds() {
    return List.copyOf(thresholds);
  }

  /** Where clicks lead. */
  public List<Link> links() {
    return List.copyOf(links);
  }

  List<String> hidden() {
    return List.copyOf(hidden);
  }

  int width() {
    return width;
  }

  String lowest() {
    return lowest;
  }

  boolean isStacked() {
    return stacked;
  }

  Double max() {
    return max;
  }

  Double min() {
    return min;
  }

  Integer decimals() {
    return decimals;
  }
}
