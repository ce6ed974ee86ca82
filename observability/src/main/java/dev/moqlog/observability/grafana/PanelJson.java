package dev.moqlog.observability.grafana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.moqlog.observability.grafana.Panel.Kind;
import dev.moqlog.observability.grafana.Query.Source;
import java.util.List;

/** Writes a panel. */
final class PanelJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

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
    if (panel.min() != null && panel.kind() != Kind.TABLE) {
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
    boolean ofOneValue = panel.kind() == Kind.STAT || panel.kind() == Kind.BAR_GAUGE;
    defaults.putObject("color").put("mode", ofOneValue ? "thresholds" : "palette-classic");
    if (panel.kind() == Kind.TIME_SERIES) {
      defaults.set("custom", lines(panel, judged));
    }
    ArrayNode overrides = config.putArray("overrides");
    panel.links().stream()
        .map(Panel.Link::field)
        .distinct()
        .forEach(field -> overrides.add(links(panel, field)));
    return config;
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
            .put("targetBlank", !link.url().startsWith("/d/"));
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
        legend.put("displayMode", "list").put("placement", "bottom").put("showLegend", true);
        legend.putArray("calcs");
        options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
      }
      case HEATMAP -> {
        options.put("calculate", false).put("cellGap", 1);
        options
            .putObject("color")
            .put("mode", "scheme")
            .put("scheme", "Turbo")
            .put("scale", "exponential")
            .put("exponent", 0.5)
            .put("steps", 64);
        options.putObject("exemplars").put("color", "rgba(255,0,255,0.7)");
        options.putObject("yAxis").put("unit", panel.unit()).put("axisPlacement", "left");
        options.putObject("tooltip").put("mode", "single").put("yHistogram", true);
      }
      case TABLE -> options.put("showHeader", true).put("cellHeight", "sm");
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
