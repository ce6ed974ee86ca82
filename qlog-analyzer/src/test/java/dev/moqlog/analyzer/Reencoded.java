package dev.moqlog.analyzer;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Profile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The events of a real log, to be written again in other words and another container. */
final class Reencoded {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** Members of events and of their data that are times or durations in the unit of the trace. */
  private static final Set<String> TIMES =
      Set.of(
          "time",
          "delta",
          "send_at_time",
          "ack_delay",
          "latest_rtt",
          "smoothed_rtt",
          "min_rtt",
          "rtt_variance",
          "initial_rtt",
          "reordering_time");

  private final ObjectNode file;
  private final List<ObjectNode> headers = new ArrayList<>();
  private final List<List<ObjectNode>> events = new ArrayList<>();

  private Reencoded(ObjectNode file) {
    this.file = file;
  }

  /** A log in any container. */
  static Reencoded of(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.UTF_8).replace('\u001e', ' ');
    List<ObjectNode> records = new ArrayList<>();
    try (MappingIterator<ObjectNode> values = JSON.readerFor(ObjectNode.class).readValues(text)) {
      values.forEachRemaining(records::add);
    }
    ObjectNode file = records.remove(0);
    Reencoded log = new Reencoded(file);
    if (file.has("traces")) {
      for (JsonNode trace : file.remove("traces")) {
        List<ObjectNode> ofTrace = new ArrayList<>();
        ((ObjectNode) trace).remove("events").forEach(event -> ofTrace.add((ObjectNode) event));
        log.add((ObjectNode) trace, ofTrace);
      }
    } else {
      log.add((ObjectNode) file.remove("trace"), records);
    }
    return log;
  }

  private void add(ObjectNode header, List<ObjectNode> ofTrace) {
    headers.add(header);
    events.add(ofTrace);
  }

  private Reencoded changed(UnaryOperator<ObjectNode> change) {
    Reencoded copy = new Reencoded(file.deepCopy());
    for (int i = 0; i < headers.size(); i++) {
      List<ObjectNode> ofTrace =
          events.get(i).stream().map(event -> change.apply(event.deepCopy())).toList();
      copy.add(headers.get(i).deepCopy(), ofTrace);
    }
    return copy;
  }

  /** No more than so many events of each trace. */
  Reencoded first(int count) {
    Reencoded part = new Reencoded(file);
    for (int i = 0; i < headers.size(); i++) {
      part.add(headers.get(i), events.get(i).subList(0, Math.min(count, events.get(i).size())));
    }
    return part;
  }

  // Words.

  /** Today's names of events. */
  Reencoded withNewNames() {
    return named(EventType::qlogName);
  }

  /** The names of qlog 0.3. */
  Reencoded withOldNames() {
    return named(type -> type.qlogName(Profile.QVIS));
  }

  /** Names in capitals, as draft-00 has them. */
  Reencoded withNamesInCapitals() {
    return changed(event -> event.put("name", event.get("name").asText().toUpperCase(Locale.ROOT)));
  }

  private Reencoded named(java.util.function.Function<EventType, String> names) {
    return changed(
        event -> {
          EventType type = EventType.of(event.get("name").asText());
          return type == EventType.OTHER ? event : event.put("name", names.apply(type));
        });
  }

  /** Numbers in strings. */
  Reencoded withNumbersInStrings() {
    return changed(
        event -> {
          quote(event);
          return event;
        });
  }

  private static void quote(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              member -> {
                if (member.getValue().isNumber()) {
                  member.setValue(JSON.getNodeFactory().textNode(digits(member.getValue())));
                } else {
                  quote(member.getValue());
                }
              });
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.get(i).isNumber()) {
          array.set(i, digits(array.get(i)));
        } else {
          quote(array.get(i));
        }
      }
    }
  }

  private static String digits(JsonNode number) {
    return number.decimalValue().toPlainString();
  }

  // Containers.

  /** A JSON text sequence for each trace, one after the other. */
  String sequence() {
    return records("\u001e", "\n", false);
  }

  /** One record a line. */
  String lines() {
    return records("", "\n", false);
  }

  /** Pretty-printed records without anything between them. */
  String prettyRecords() {
    return records("", "", true);
  }

  private String records(String before, String behind, boolean pretty) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < headers.size(); i++) {
      ObjectNode header = file.deepCopy();
      if (!header.has("qlog_version") && !header.has("file_schema")) {
        header.put("qlog_version", "0.3");
      }
      header.set("trace", headers.get(i));
      text.append(before).append(pretty ? header.toPrettyString() : header).append(behind);
      for (ObjectNode event : events.get(i)) {
        text.append(before).append(pretty ? event.toPrettyString() : event).append(behind);
      }
    }
    return text.toString();
  }

  /** Contained JSON. */
  ObjectNode contained() {
    return contained(false);
  }

  /** Contained JSON with everything else of a trace behind its events. */
  ObjectNode containedEventsFirst() {
    return contained(true);
  }

  private ObjectNode contained(boolean eventsFirst) {
    ObjectNode all = file.deepCopy();
    ArrayNode traces = all.putArray("traces");
    for (int i = 0; i < headers.size(); i++) {
      ObjectNode trace = traces.addObject();
      if (!eventsFirst) {
        trace.setAll(headers.get(i));
      }
      trace.putArray("events").addAll(events.get(i));
      trace.setAll(headers.get(i));
    }
    return all;
  }

  /**
   * Events as arrays, as the first drafts have them.
   *
   * @param microseconds whether times are in microseconds
   */
  ObjectNode arrays(boolean microseconds) {
    ObjectNode all = file.deepCopy();
    ArrayNode traces = all.putArray("traces");
    for (int i = 0; i < headers.size(); i++) {
      ObjectNode trace = traces.addObject();
      trace.setAll(headers.get(i).deepCopy());
      trace.withObject("/configuration").put("time_units", microseconds ? "us" : "ms");
      ObjectNode common = trace.withObject("/common_fields");
      if (microseconds && common.path("reference_time").isNumber()) {
        common.set("reference_time", times1000(common.get("reference_time")));
      }
      Set<String> columns = new LinkedHashSet<>(List.of("time", "category", "event", "data"));
      events.get(i).forEach(event -> event.fieldNames().forEachRemaining(columns::add));
      columns.remove("name");
      ArrayNode names = trace.putArray("event_fields");
      columns.forEach(names::add);
      ArrayNode rows = trace.putArray("events");
      for (ObjectNode event : events.get(i)) {
        ObjectNode copy = event.deepCopy();
        if (microseconds) {
          toMicroseconds(copy);
        }
        String[] name = copy.get("name").asText().split(":");
        copy.put("category", name[0]).put("event", name[1]);
        ArrayNode row = rows.addArray();
        columns.forEach(column -> row.add(copy.get(column)));
      }
    }
    return all;
  }

  private static JsonNode times1000(JsonNode number) {
    return JSON.getNodeFactory()
        .numberNode(number.decimalValue().multiply(BigDecimal.valueOf(1000)));
  }

  private static void toMicroseconds(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              member -> {
                if (member.getValue().isNumber() && TIMES.contains(member.getKey())) {
                  member.setValue(times1000(member.getValue()));
                } else {
                  toMicroseconds(member.getValue());
                }
              });
    } else if (node instanceof ArrayNode array) {
      array.forEach(Reencoded::toMicroseconds);
    }
  }

  // Splitting.

  /** The same trace by trace and, where events name a group, group by group. */
  List<String> split() {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < headers.size(); i++) {
      Set<String> groups = new LinkedHashSet<>();
      events.get(i).forEach(event -> groups.add(event.path("group_id").asText()));
      for (String group : groups) {
        Reencoded part = new Reencoded(file);
        part.add(
            headers.get(i),
            events.get(i).stream()
                .filter(event -> event.path("group_id").asText().equals(group))
                .toList());
        parts.add(part.sequence());
      }
    }
    return parts;
  }
}
