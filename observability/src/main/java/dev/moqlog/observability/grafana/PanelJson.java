package dev.moqlog.observability.grafana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.moqlog.observability.grafana.Panel.Kind;
import dev.moqlog.observability.grafana.Query.Source;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes a panel. */
final class PanelJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /**
   * The least that the scale of lines reaches up to, by unit. Where all are zero, Grafana would
   * draw a scale up to 100 of anything.
   */
  private static final Map<String, Double> SCALE =
      Map.of(
          "s",
          .001,
          "percentunit",
          .01,
          "cps",
          .1,
          "cpm",
          1.0,
          "pps",
          5.0,
          "iops",
          1.0,
          "Bps",
          1000.0,
          "bps",
          1000.0,
          "bytes",
          1024.0);

  /** A legend that is nothing but a label. */
  private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");

  private PanelJson() {}

  static ObjectNode of(Panel panel, int id) {
    ObjectNode json = NODES.objectNode();
    json.put("id", id)
        .put("type", panel.kind().type())
        .put("title", panel.title())
        .put("description", panel.description());
    List<Query> queries = panel.queries();
    GrafanaJson.datasource(json, queries.get(0).source());
    json.set("fieldConfig", fieldConfig(panel));
    json.set("options", options(panel));
    ArrayNode targets = json.putArray("targets");
    for (Query query : queries) {
      targets.add(target(panel, query, refId(targets.size())));
    }
    if (panel.kind() == Kind.TABLE && queries.get(0).source() == Source.PROMETHEUS) {
      json.set("transformations", table(panel, queries));
    }
    return json;
  }

  private static String refId(int index) {
    return String.valueOf((char) ('A' + index));
  }

  private static ObjectNode target(Panel panel, Query query, String refId) {
    ObjectNode target = NODES.objectNode();
    target.put("refId", refId);
    GrafanaJson.datasource(target, query.source());
    switch (query.source()) {
      case PROMETHEUS -> {
        boolean range = panel.kind().overTime();
        target
            .put("expr", query.text())
            .put("legendFormat", panel.kind() == Kind.HEATMAP ? "{{le}}" : query.legend())
            .put("range", range)
            .put("instant", !range)
            .put("exemplar", query.exemplars())
            .put("editorMode", "code")
            .put("format", format(panel.kind()));
      }
      case LOKI ->
          target
              .put("expr", query.text())
              .put("queryType", "range")
              .put("maxLines", 500)
              .put("editorMode", "code");
      case TEMPO ->
          target
              .put("query", query.text())
              .put("queryType", "traceql")
              .put("tableType", "spans")
              .put("limit", 50)
              .put("spss", 3);
    }
    return target;
  }

  private static String format(Kind kind) {
    return switch (kind) {
      case HEATMAP -> "heatmap";
      case TABLE -> "table";
      default -> "time_series";
    };
  }

  private static ObjectNode fieldConfig(Panel panel) {
    ObjectNode config = NODES.objectNode();
    ObjectNode defaults = config.putObject("defaults");
    defaults.put("unit", panel.unit());
    if (panel.emptyText() != null) {
      defaults.put("noValue", panel.emptyText());
    }
    if (panel.min() != null && panel.kind() != Kind.TABLE && panel.kind() != Kind.STATES) {
      defaults.put("min", panel.min());
    }
    if (panel.max() != null) {
      defaults.put("max", panel.max());
    }
    if (panel.decimals() != null) {
      defaults.put("decimals", panel.decimals());
    }
    boolean judged = !panel.thresholds().isEmpty();
    ArrayNode steps = defaults.putObject("thresholds").put("mode", "absolute").putArray("steps");
    steps.addObject().putNull("value").put("color", judged ? panel.lowest() : "blue");
    panel
        .thresholds()
        .forEach(from -> steps.addObject().put("value", from.value()).put("color", from.color()));
    boolean byValue =
        switch (panel.kind()) {
          case STAT, BAR_GAUGE, TABLE -> true;
          default -> false;
        };
    defaults.putObject("color").put("mode", byValue ? "thresholds" : "palette-classic");
    if (!panel.states().isEmpty()) {
      defaults.set("mappings", mappings(panel));
    }
    switch (panel.kind()) {
      case TIME_SERIES -> defaults.set("custom", lines(panel, judged));
      case STATES -> defaults.putObject("custom").put("fillOpacity", 70).put("lineWidth", 0);
      case BAR_GAUGE -> {
        // Else a single bar has no name.
        Matcher label = LABEL.matcher(panel.queries().get(0).legend());
        if (label.matches()) {
          defaults.put("displayName", "${__field.labels." + label.group(1) + "}");
        }
      }
      default -> {
        // Nothing of its own.
      }
    }
    ArrayNode overrides = config.putArray("overrides");
    if (panel.kind() == Kind.TIME_SERIES || panel.kind() == Kind.PIE) {
      SeriesColors.of(panel.queries()).forEach((name, color) -> overrides.add(color(name, color)));
    }
    if (panel.kind() == Kind.TABLE) {
      panel.states().stream().findAny().ifPresent(state -> overrides.add(coloredText(panel)));
    }
    panel.units().forEach((field, unit) -> overrides.add(unit(field, unit)));
    panel.links().stream()
        .map(Panel.Link::field)
        .distinct()
        .forEach(field -> overrides.add(links(panel, field)));
    return config;
  }

  private static ArrayNode mappings(Panel panel) {
    ArrayNode mappings = NODES.arrayNode();
    ObjectNode options = mappings.addObject().put("type", "value").putObject("options");
    for (Panel.State state : panel.states()) {
      options
          .putObject(state.value())
          .put("text", state.text())
          .put("color", state.color())
          .put("index", options.size() - 1);
    }
    return mappings;
  }

  private static ObjectNode color(String series, String color) {
    ObjectNode override = NODES.objectNode();
    override.putObject("matcher").put("id", "byName").put("options", series);
    override
        .putArray("properties")
        .addObject()
        .put("id", "color")
        .putObject("value")
        .put("mode", "fixed")
        .put("fixedColor", color);
    return override;
  }

  private static ObjectNode unit(String field, String unit) {
    ObjectNode override = NODES.objectNode();
    override.putObject("matcher").put("id", "byName").put("options", field);
    override.putArray("properties").addObject().put("id", "unit").put("value", unit);
    return override;
  }

  /** Colours of values, in cells of the field that has such values. */
  private static ObjectNode coloredText(Panel panel) {
    ObjectNode override = NODES.objectNode();
    override.putObject("matcher").put("id", "byName").put("options", panel.statesOf());
    override
        .putArray("properties")
        .addObject()
        .put("id", "custom.cellOptions")
        .putObject("value")
        .put("type", "color-text");
    return override;
  }

  private static ObjectNode links(Panel panel, String field) {
    ObjectNode override = NODES.objectNode();
    override.putObject("matcher").put("id", "byName").put("options", field);
    ArrayNode links =
        override.putArray("properties").addObject().put("id", "links").putArray("value");
    for (Panel.Link link : panel.links()) {
      if (link.field().equals(field)) {
        links
            .addObject()
            .put("title", link.title())
            .put("url", link.url())
            .put("targetBlank", !link.url().startsWith("/"));
      }
    }
    return override;
  }

  private static ObjectNode lines(Panel panel, boolean judged) {
    ObjectNode custom = NODES.objectNode();
    custom
        .put("drawStyle", "line")
        .put("lineWidth", 1)
        .put("fillOpacity", panel.isStacked() ? 30 : 8)
        .put("showPoints", "never")
        .put("spanNulls", false);
    custom
        .putObject("stacking")
        .put("mode", panel.isStacked() ? "normal" : "none")
        .put("group", "A");
    custom.putObject("thresholdsStyle").put("mode", judged ? "dashed" : "off");
    if (panel.max() == null) {
      custom.put("axisSoftMax", SCALE.getOrDefault(panel.unit(), 1.0));
    }
    if (panel.min() == null) {
      custom.put("axisSoftMin", -SCALE.getOrDefault(panel.unit(), 1.0));
    }
    return custom;
  }

  private static ObjectNode options(Panel panel) {
    ObjectNode options = NODES.objectNode();
    switch (panel.kind()) {
      case STAT -> {
        options.put("graphMode", "none").put("colorMode", "value").put("textMode", "auto");
        last(options);
      }
      case BAR_GAUGE -> {
        options.put("orientation", "horizontal").put("displayMode", "basic");
        last(options);
      }
      case PIE -> {
        options.put("pieType", "donut");
        last(options);
        ObjectNode legend = options.putObject("legend");
        legend.put("displayMode", "table").put("placement", "right").put("showLegend", true);
        legend.putArray("values").add("percent");
      }
      case TIME_SERIES -> {
        ObjectNode legend = options.putObject("legend");
        legend
            .put("displayMode", panel.hasManySeries() ? "table" : "list")
            .put("placement", panel.hasManySeries() ? "right" : "bottom")
            .put("showLegend", true);
        ArrayNode calcs = legend.putArray("calcs");
        if (panel.hasManySeries()) {
          calcs.add("max");
          legend.put("sortBy", "Max").put("sortDesc", true);
        }
        options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
      }
      case HEATMAP -> {
        options.put("calculate", false).put("cellGap", 1);
        options
            .putObject("color")
            .put("mode", "scheme")
            .put("scheme", "Oranges")
            .put("scale", "exponential")
            .put("exponent", 0.5)
            .put("steps", 64);
        // Its room is for the names of the buckets.
        options.putObject("legend").put("show", false);
        options.putObject("exemplars").put("color", "rgba(255,0,255,0.7)");
        options.putObject("yAxis").put("unit", panel.unit()).put("axisPlacement", "left");
        options.putObject("tooltip").put("mode", "single").put("yHistogram", true);
      }
      case STATES -> {
        options.put("mergeValues", true).put("showValue", "never").put("rowHeight", 0.8);
        ObjectNode legend = options.putObject("legend");
        legend.put("displayMode", "list").put("placement", "bottom").put("showLegend", true);
        options.putObject("tooltip").put("mode", "single").put("sort", "none");
      }
      case TABLE -> {
        options.put("showHeader", true).put("cellHeight", "sm");
        if (panel.statesOf() != null) {
          ObjectNode sort = options.putArray("sortBy").addObject();
          sort.put("displayName", panel.statesOf()).put("desc", false);
        }
      }
      case LOGS ->
          options
              .put("showTime", true)
              .put("wrapLogMessage", true)
              .put("prettifyLogMessage", true)
              .put("enableLogDetails", true)
              .put("sortOrder", "Descending");
      case TRACES -> {
        // The panel has no options.
      }
    }
    return options;
  }

  private static void last(ObjectNode options) {
    ObjectNode reduce = options.putObject("reduceOptions").put("values", false).put("fields", "");
    reduce.putArray("calcs").add("lastNotNull");
  }

  /** The answers to all queries side by side, each column named as its legend says. */
  private static ArrayNode table(Panel panel, List<Query> queries) {
    ArrayNode transformations = NODES.arrayNode();
    transformations.addObject().put("id", "merge").putObject("options");
    ObjectNode organize = transformations.addObject().put("id", "organize").putObject("options");
    ObjectNode hidden = organize.putObject("excludeByName").put("Time", true);
    panel.hidden().forEach(field -> hidden.put(field, true));
    ObjectNode names = organize.putObject("renameByName");
    for (int i = 0; i < queries.size(); i++) {
      names.put(queries.size() == 1 ? "Value" : "Value #" + refId(i), queries.get(i).legend());
    }
    return transformations;
  }
}
