package dev.moqlog.observability.dashboards;

/** What leads from a number to a trace, its logs and its qlog file. */
final class Links {

  /** Else Tempo answers with the spans that it happens to find first. */
  private static final String NEWEST = " with (most_recent=true)";

  /** Spans of connections, and not those of their requests, which have no file. */
  static final String CONNECTIONS =
      "{ span.connection_id != nil && span.qlog_path != nil }"
          + " | select(span.connection_id, span.qlog_path)"
          + NEWEST;

  /** Spans of connections that lost much. */
  static final String WORST =
      "{ span.quic.loss.ratio > 0.05 }"
          + " | select(span.connection_id, span.qlog_path, span.quic.loss.ratio,"
          + " span.quic.rtt.p95, span.qlog.severity)"
          + NEWEST;

  /** A query that finds nothing, where a trace's id is to be put in. */
  static final String NO_TRACE = "{ false }";

  /**
   * Lines of one connection, or of all. Those that are no JSON need not be: ids are beside them.
   */
  static final String LOGS =
      "{service=~\"moq-relay|moq-client|qlog-cli\"} | json | drop __error__, __error_details__"
          + " | connection_id=~\"$connection_id\"";

  /** A qlog file, by where the stack serves them. */
  static final String FILE = "${qlog_server}/${__value.raw}";

  /** A qlog file in qvis. */
  static final String QVIS = "https://qvis.quictools.info/?file=" + FILE;

  /** The trace and the logs of the connection whose id was clicked at, in a table of its spans. */
  static final String CONNECTION =
      "/d/moq-pipeline?${__url_time_range}&${datasource:queryparam}&${tempo:queryparam}"
          + "&var-trace_id=${__data.fields.traceIdHidden}&var-connection_id=${__value.raw}";

  /** The rules of all alerts that fire, with links to their runbooks. */
  static final String FIRING = "/alerting/list?search=state:firing";

  /** The rule of the alert whose name was clicked at. */
  static final String ALERT = "/alerting/list?search=${__value.raw}";

  private Links() {}
}
