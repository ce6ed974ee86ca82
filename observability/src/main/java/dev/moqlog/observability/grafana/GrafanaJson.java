package dev.moqlog.observability.grafana;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes dashboards in the form that Grafana imports and provisions. */
public final class GrafanaJson {

  /** The tag by which the dashboards find each other. */
  public static final String TAG = "moqlog";

  /** Of the form; Grafana brings older ones up to date itself. */
  private static final int SCHEMA_VERSION = 41;

  /** How wide a row is. */
  private static final int COLUMNS = 24;

  private static final String FIRING = "ALERTS{alertname=~\"Moq.*|Node.*\", alertstate=\"firing\"}";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Separators SEPARATORS =
      Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

  private GrafanaJson() {}

  /** A dashboard as JSON, the same for the same dashboard. */
  public static String write(Dashboard dashboard) {
    return text(json(dashboard));
  }

  /** Any JSON as this project writes it. */
  public static String text(ObjectNode json) {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(SEPARATORS)
            .withObjectIndenter(INDENTER)
            .withArrayIndenter(INDENTER);
    try {
      return MAPPER.writer(printer).writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode json(Dashboard dashboard) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("uid", dashboard.uid())
        .put("title", dashboard.title())
        .put("description", dashboard.description())
        .put("schemaVersion", SCHEMA_VERSION)
        .put("version", 1)
        .put("editable", false)
        .put("graphTooltip", 1)
        .put("refresh", dashboard.refresh())
        .put("timezone", "browser");
    json.putArray("tags").add(TAG);
    json.putObject("time").put("from", "now-30m").put("to", "now");
    json.putObject("timepicker");
    json.set("annotations", alerts());
    links(json.putArray("links"));
    ArrayNode variables = json.putObject("templating").putArray("list");
    dashboard.variables().forEach(variable -> variables.add(variable(variable)));
    panels(dashboard, json.putArray("panels"));
    return json;
  }

  /**
   * A mark on every panel where an alert begins to fire. For as long as it fires would cover what
   * is to be seen.
   */
  private static ObjectNode alerts() {
    ObjectNode annotations = JsonNodeFactory.instance.objectNode();
    ObjectNode alerts = annotations.putArray("list").addObject();
    alerts.put("name", "Alerts");
    datasource(alerts, Query.Source.PROMETHEUS);
    alerts
        .put("enable", true)
        .put("hide", false)
        .put("iconColor", "red")
        .put("expr", FIRING + " unless " + FIRING + " offset 1m")
        .put("step", "60s")
        .put("titleFormat", "{{alertname}}")
        .put("textFormat", "{{severity}}");
    return annotations;
  }

  private static void links(ArrayNode links) {
    ObjectNode others = links.addObject();
    others
        .put("type", "dashboards")
        .put("title", "Dashboards")
        .put("asDropdown", false)
        .put("includeVars", true)
        .put("keepTime", true)
        .put("targetBlank", false)
        .put("icon", "external link");
    others.putArray("tags").add(TAG);
  }

  private static ObjectNode variable(Variable variable) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", variable.name()).put("label", variable.label()).put("hide", 0);
    switch (variable.kind()) {
      case DATASOURCE -> {
        json.put("type", "datasource").put("query", variable.query()).put("regex", "");
        json.put("refresh", 1).put("includeAll", false).put("multi", false);
      }
      case LABELS, LABEL -> {
        boolean several = variable.kind() == Variable.Kind.LABELS;
        json.put("type", "query");
        datasource(json, Query.Source.PROMETHEUS);
        json.put("definition", variable.query());
        json.putObject("query")
            .put("qryType", 1)
            .put("query", variable.query())
            .put("refId", "PrometheusVariableQueryEditor-VariableQuery");
        // Values are read again whenever the time range changes.
        json.put("refresh", 2).put("sort", 1).put("regex", "");
        json.put("multi", several).put("includeAll", several);
        if (several) {
          // What has no such label is part of all.
          json.put("allValue", ".*");
          ObjectNode all = json.putObject("current").put("selected", true);
          all.putArray("text").add("All");
          all.putArray("value").add("$__all");
        }
      }
      case TEXT -> {
        json.put("type", "textbox").put("query", variable.query());
        json.putObject("current").put("text", variable.query()).put("value", variable.query());
      }
    }
    return json;
  }

  private static void panels(Dashboard dashboard, ArrayNode panels) {
    int id = 1;
    int top = 0;
    for (Row row : dashboard.rows()) {
      ObjectNode title = panels.addObject();
      title.put("id", id++).put("type", "row").put("title", row.title()).put("collapsed", false);
      place(title, 0, top++, COLUMNS, 1);
      title.putArray("panels");
      int left = 0;
      for (Panel panel : row.panels()) {
        if (left + panel.width() > COLUMNS) {
          left = 0;
          top += row.height();
        }
        ObjectNode json = PanelJson.of(panel, id++);
        place(json, left, top, panel.width(), row.height());
        panels.add(json);
        left += panel.width();
      }
      top += row.height();
    }
  }

  private static void place(ObjectNode panel, int x, int y, int width, int height) {
    panel.putObject("gridPos").put("x", x).put("y", y).put("w", width).put("h", height);
  }

  /** The data source, as the variable chooses it. */
  static void datasource(ObjectNode json, Query.Source source) {
    json.putObject("datasource")
        .put("type", source.type())
        .put("uid", "${" + source.variable() + "}");
  }
}
