package dev.moqlog.analyzer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A log of a real stack with the places of its records, found independently of the analyzer. */
record RealLog(String form, byte[] bytes, List<Range> events, boolean contained) {

  private static final String SEQUENCE =
      "samples/qlog/570ea38ebd8b7d1cef4b5e4de9e9c78826ed/client.sqlog";
  private static final String LINES = "samples/qlog/707f1683c24ee6429f5151e361/client.qlog";
  private static final int KEPT_EVENTS = 80;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The bytes of a record, from its opening brace to behind its closing one. */
  record Range(int from, int to) {}

  /** One log of each form of container. */
  static List<RealLog> ofEveryForm() throws IOException {
    String sequence = shortened(new String(Qlogs.read(SEQUENCE), StandardCharsets.UTF_8));
    ObjectNode file = contained(sequence);
    String contained = file.toString();
    ObjectNode trace = (ObjectNode) file.at("/traces/0");
    trace.set("vantage_point", trace.remove("vantage_point"));
    trace.set("common_fields", trace.remove("common_fields"));
    String eventsFirst = file.toString();
    return List.of(
        records("JSON text sequence", sequence),
        records("lines of JSON", new String(Qlogs.read(LINES), StandardCharsets.UTF_8)),
        contained("contained JSON", contained),
        contained("contained JSON, events first", eventsFirst),
        contained("contained JSON, events as arrays", withArrays(file).toString()),
        contained("pretty-printed JSON", JSON.readTree(contained).toPrettyString()));
  }

  /** The header and the last events, for tests that read a log thousands of times. */
  private static String shortened(String text) {
    List<String> lines = text.lines().toList();
    List<String> kept = new ArrayList<>(lines.subList(lines.size() - KEPT_EVENTS, lines.size()));
    kept.add(0, lines.get(0));
    return String.join("\n", kept) + "\n";
  }

  /** A sequence or lines, whose records are one line each. */
  private static RealLog records(String form, String text) {
    List<Range> events = new ArrayList<>();
    for (int from = text.indexOf('\n') + 1; from < text.length(); ) {
      int end = text.indexOf('\n', from);
      int start = text.charAt(from) == '\u001e' ? from + 1 : from;
      events.add(new Range(start, end));
      from = end + 1;
    }
    return new RealLog(form, text.getBytes(StandardCharsets.UTF_8), events, false);
  }

  private static RealLog contained(String form, String text) throws IOException {
    List<Range> events = new ArrayList<>();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (JsonParser parser = new JsonFactory().createParser(bytes)) {
      int depth = 0;
      boolean inEvents = false;
      int from = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isStructStart()) {
          // The file, its traces, a trace, its events, an event.
          if (++depth == 4) {
            inEvents = "events".equals(parser.getParsingContext().getParent().getCurrentName());
          }
          if (depth == 5) {
            from = (int) parser.currentTokenLocation().getByteOffset();
          }
        } else if (token.isStructEnd() && depth-- == 5 && inEvents) {
          events.add(new Range(from, (int) parser.currentLocation().getByteOffset()));
        }
      }
    }
    return new RealLog(form, bytes, events, true);
  }

  /** The same as contained JSON, with the members of the trace before its events. */
  private static ObjectNode contained(String sequence) throws IOException {
    String[] lines = sequence.replace("\u001e", "").split("\n");
    ObjectNode file = (ObjectNode) JSON.readTree(lines[0]);
    ObjectNode trace = (ObjectNode) file.remove("trace");
    file.putArray("traces").add(trace);
    ArrayNode events = trace.putArray("events");
    for (int i = 1; i < lines.length; i++) {
      events.add(JSON.readTree(lines[i]));
    }
    return file;
  }

  /** The same with events as arrays, as the first drafts have them. */
  private static ObjectNode withArrays(ObjectNode file) {
    ObjectNode changed = file.deepCopy();
    ObjectNode trace = (ObjectNode) changed.at("/traces/0");
    JsonNode events = trace.remove("events");
    trace.putArray("event_fields").add("relative_time").add("category").add("event").add("data");
    ArrayNode rows = trace.putArray("events");
    for (JsonNode event : events) {
      String[] name = event.get("name").asText().split(":");
      ArrayNode row = rows.addArray().add(event.get("time").asText()).add(name[0]).add(name[1]);
      row.add(event.get("data"));
    }
    return changed;
  }

  /** How many events are complete in the first bytes. */
  long completeBefore(int length) {
    return events.stream().filter(event -> event.to() <= length).count();
  }

  /** Whether a content of that length is a complete log. */
  boolean isWholeAt(int length) {
    if (contained) {
      return length == bytes.length;
    }
    byte last = bytes[length - 1];
    return last == '\n' || events.stream().anyMatch(event -> event.to() == length);
  }

  @Override
  public String toString() {
    return form;
  }
}
