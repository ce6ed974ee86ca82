package dev.moqlog.observability.grafana;

/**
 * What a panel asks a data source for.
 *
 * @param source where the answer comes from
 * @param text the query in the language of the source
 * @param legend how its series are named
 * @param exemplars whether exemplars are asked for as well
 */
public record Query(Source source, String text, String legend, boolean exemplars) {

  /** A kind of data source, by the variable that chooses it. */
  public enum Source {
    PROMETHEUS("prometheus", "datasource"),
    LOKI("loki", "loki"),
    TEMPO("tempo", "tempo");

    private final String type;
    private final String variable;

    Source(String type, String variable) {
      this.type = type;
      this.variable = variable;
    }

    /** Grafana's name of its type. */
    public String type() {
      return type;
    }

    /** The variable that chooses one. */
    public String variable() {
      return variable;
    }
  }
}
