package dev.moqlog.observability.grafana;

import dev.moqlog.observability.grafana.Query.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    STATES("state-timeline"),
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
      return this == TIME_SERIES || this == HEATMAP || this == STATES;
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
   * What a value is called, and its colour.
   *
   * @param value the value, a number or a text
   * @param text what viewers see
   * @param color Grafana's name of the colour
   */
  public record State(String value, String text, String color) {}

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
  private final List<State> states = new ArrayList<>();
  private final Map<String, String> units = new LinkedHashMap<>();
  private final List<String> hidden = new ArrayList<>();
  private int width;
  private boolean stacked;
  private boolean manySeries;
  private String whenEmpty;
  private String statesOf;
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

  /** What was so when, of things that are in one of few states. */
  public static Panel states(String title, String description) {
    return new Panel(Kind.STATES, title, description, "none", 8);
  }

  /** Lines of logs. */
  public static Panel logs(String title, String description) {
    return new Panel(Kind.LOGS, title, description, "none", 24);
  }

  /** The spans of a trace. */
  public static Panel traces(String title, String description) {
    return new Panel(Kind.TRACES, title, description, "none", 24);
  }

  /**
   * Asks Prometheus; the legend may have labels, as in {@code {{job}}}. Exemplars are asked for by
   * the first query that can have some, as those of further ones would mostly be the same.
   */
  public Panel query(String legend, Promql promql) {
    boolean marks =
        promql.exemplars() && kind.overTime() && queries.stream().noneMatch(Query::exemplars);
    queries.add(new Query(Source.PROMETHEUS, promql.text(), legend, marks));
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

  /** So many lines that their names need a column of their own. */
  public Panel manySeries() {
    manySeries = true;
    return this;
  }

  /** What is said where there is nothing to show, if that is no fault. */
  public Panel whenEmpty(String text) {
    whenEmpty = text;
    return this;
  }

  /** A value is called so and has this colour. */
  public Panel state(String value, String text, String color) {
    states.add(new State(value, text, color));
    return this;
  }

  /** The colours of values are for this field of the table. */
  public Panel statesOf(String field) {
    statesOf = field;
    return this;
  }

  /** 1 is good and 0 is bad. */
  public Panel goodIfOne(String good, String bad) {
    return state("1", good, "green").state("0", bad, "red");
  }

  /** 0 is good and 1 is bad. */
  public Panel goodIfZero(String good, String bad) {
    return state("0", good, "green").state("1", bad, "red");
  }

  /** The smallest value that its scale has, 0 where nothing else is said. */
  public Panel min(double smallest) {
    min = smallest;
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

  /** The unit of a field of the table, by Grafana's name. */
  public Panel unitOf(String field, String name) {
    units.put(field, name);
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

  /** What values are called. */
  public List<State> states() {
    return List.copyOf(states);
  }

  /** The field of a table whose values are so called. */
  String statesOf() {
    return statesOf;
  }

  Map<String, String> units() {
    return Collections.unmodifiableMap(units);
  }

  boolean hasManySeries() {
    return manySeries;
  }

  String emptyText() {
    return whenEmpty;
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
