package dev.moqlog.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Has DuckDB count events by name, or extract what round trips, loss and retransmission need. Of
 * the ways to write these queries, this was the fastest found: {@code read_json} with the same
 * types takes ten times as long where a file is one object.
 */
public final class DuckDbQuery {

  /** {@code raw} is an object in some events of a stack, an array in others. */
  private static final String DATA =
      """
      {"header":{"packet_type":"VARCHAR","packet_number":"BIGINT","length":"BIGINT"},
       "packet_number":"BIGINT","raw":"JSON",
       "frames":[{"frame_type":"VARCHAR","stream_id":"BIGINT","offset":"BIGINT","length":"BIGINT",
                  "raw":{"length":"BIGINT","payload_length":"BIGINT"},
                  "acked_ranges":[["BIGINT"]]}],
       "latest_rtt":"DOUBLE","smoothed_rtt":"DOUBLE","min_rtt":"DOUBLE",
       "rtt_variance":"DOUBLE"}\
      """;

  private static final String EVENT =
      "{\"time\":\"DOUBLE\",\"name\":\"VARCHAR\",\"data\":" + DATA + "}";

  private static final String EXTRACTION =
      """
      SELECT count(*) AS events,
        count(*) FILTER (suffix(e.name, 'packet_sent')) AS sent,
        count(*) FILTER (suffix(e.name, 'packet_lost')) AS lost,
        sum(e.data.header.packet_number),
        count(e.data.header.packet_type),
        sum(e.data.packet_number),
        sum(coalesce(e.data.header.length, CAST(e.data.raw->'length' AS BIGINT)))
          FILTER (suffix(e.name, 'packet_sent')),
        max(e."time"), avg(e.data.latest_rtt), avg(e.data.smoothed_rtt), min(e.data.min_rtt),
        max(e.data.rtt_variance),
        sum(list_sum(list_transform(e.data.frames, lambda f:
          f."offset" + coalesce(f.length, f.raw.length, f.raw.payload_length))))
          FILTER (suffix(e.name, 'packet_sent')),
        sum(list_sum(list_transform(e.data.frames, lambda f: f.stream_id))),
        sum(list_sum(list_transform(e.data.frames, lambda f: list_sum(
          list_transform(f.acked_ranges, lambda r: r[-1] - r[1] + 1)))))
          FILTER (suffix(e.name, 'packet_received'))
      FROM events WHERE e.name IS NOT NULL\
      """;

  private static final String COUNT =
      """
      SELECT sum(n), sum(n) FILTER (suffix(name, 'packet_sent')),
        sum(n) FILTER (suffix(name, 'packet_lost'))
      FROM (SELECT name, count(*) AS n FROM names WHERE name IS NOT NULL GROUP BY ALL)\
      """;

  private DuckDbQuery() {}

  /** Takes {@code count} or {@code extract}, how many threads, and a directory or file. */
  public static void main(String[] arguments) throws IOException, SQLException {
    boolean count = arguments[0].equals("count");
    List<Path> files = LogFiles.in(Path.of(arguments[2]));
    String texts = texts(LogFiles.form(files.get(0)), list(files));
    String query =
        count
            ? "WITH names AS (" + names(texts) + ") " + COUNT
            : "WITH events AS (SELECT from_json(json, '"
                + EVENT
                + "') AS e FROM ("
                + texts
                + ")) "
                + EXTRACTION;
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement()) {
      statement.execute("SET threads = " + Integer.parseInt(arguments[1]));
      statement.execute("SET preserve_insertion_order = false");
      try (ResultSet result = statement.executeQuery(query)) {
        result.next();
        System.out.println(
            LogFiles.answer(result.getLong(1), result.getLong(2), result.getLong(3)));
      }
    }
  }

  private static String list(List<Path> files) {
    return files.stream()
        .map(file -> "'" + file.toString().replace("'", "''") + "'")
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** A query for the JSON of each event, as a column. */
  private static String texts(LogFiles.Form form, String files) {
    return switch (form) {
      case CONTAINED ->
          "SELECT unnest(json_extract(content, '$.traces[*].events[*]')) AS json FROM read_text("
              + files
              + ")";
      // A line begins with the separator, so what is in the second column is JSON.
      case SEQUENCE -> "SELECT json FROM " + lines(files, 30, "none: 'VARCHAR', json: 'VARCHAR'");
      // No line has this byte in it, so all of it is in the one column.
      case LINES -> "SELECT json FROM " + lines(files, 1, "json: 'VARCHAR'");
    };
  }

  private static String lines(String files, int delimiter, String columns) {
    return "read_csv("
        + files
        + ", delim = chr("
        + delimiter
        + "), quote = '', escape = '', header = false, auto_detect = false,"
        + " max_line_size = 16777216, columns = {"
        + columns
        + "})";
  }

  private static String names(String texts) {
    if (texts.startsWith("SELECT unnest")) {
      return texts
          .replace("json_extract(", "json_extract_string(")
          .replace("events[*]'", "events[*].name'")
          .replace("AS json", "AS name");
    }
    return "SELECT json_extract_string(json, '$.name') AS name FROM (" + texts + ")";
  }
}
