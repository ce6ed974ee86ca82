package dev.moqlog.analyzer.read;

import java.util.Set;

/** The names of members that tell what an object of a qlog file is. */
final class QlogKeys {

  private static final Set<String> EVENT =
      Set.of(
          "time",
          "relative_time",
          "delta_time",
          "name",
          "category",
          "type",
          "data",
          "group_id",
          "tuple",
          "path",
          "time_format",
          "protocol_type",
          "system_info");

  private static final Set<String> TRACE =
      Set.of(
          "vantage_point",
          "title",
          "description",
          "common_fields",
          "configuration",
          "event_fields",
          "event_schemas",
          "events");

  private QlogKeys() {}

  /** Whether an event has a member of that name; false for null. */
  static boolean ofEvent(String name) {
    return name != null && EVENT.contains(name);
  }

  /** Whether a trace has a member of that name; false for null. */
  static boolean ofTrace(String name) {
    return name != null && TRACE.contains(name);
  }
}
