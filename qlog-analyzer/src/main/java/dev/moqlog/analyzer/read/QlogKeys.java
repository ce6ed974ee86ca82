package dev.moqlog.analyzer.read;

import java.util.EnumSet;
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

  private static final Set<MemberName> EVENT_MEMBERS = EnumSet.noneOf(MemberName.class);

  static {
    EVENT.forEach(name -> EVENT_MEMBERS.add(MemberName.of(name)));
  }

  /** Names that nothing but an event begins with. */
  private static final Set<String> MOSTLY_EVENT =
      Set.of("time", "relative_time", "delta_time", "name", "data");

  private static final Set<String> NETLOG_EVENT = Set.of("params", "phase", "source");

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

  private static final Set<String> HEADER =
      Set.of("traces", "events", "event_fields", "common_fields", "configuration", "vantage_point");

  private QlogKeys() {}

  /** Whether a member of that name is worth finding in a damaged header; false for null. */
  static boolean ofHeader(String name) {
    return name != null && HEADER.contains(name);
  }

  /** Whether an event has a member of that name; false for null. */
  static boolean ofEvent(String name) {
    return name != null && EVENT.contains(name);
  }

  /** Whether an event has that member; false for null. */
  static boolean ofEvent(MemberName name) {
    return name != null && EVENT_MEMBERS.contains(name);
  }

  /** Whether an event of a Chrome netlog begins with a member of that name; false for null. */
  static boolean ofNetlogEvent(String name) {
    return name != null && NETLOG_EVENT.contains(name);
  }

  /** Whether an object whose first member has that name can only be an event; false for null. */
  static boolean mostlyOfEvent(String name) {
    return name != null && MOSTLY_EVENT.contains(name);
  }

  /** Whether an object whose first member has that name can only be a trace; false for null. */
  static boolean mostlyOfTrace(String name) {
    return name != null && HEADER.contains(name);
  }

  /** Whether a trace has a member of that name; false for null. */
  static boolean ofTrace(String name) {
    return name != null && TRACE.contains(name);
  }
}
