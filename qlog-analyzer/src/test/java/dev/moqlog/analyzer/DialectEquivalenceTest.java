package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.vocabulary.VantagePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same events in the words of every draft give the same numbers. */
class DialectEquivalenceTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static List<ObjectNode> exchange(Consumer<ObjectNode> change) {
    List<ObjectNode> events = new ArrayList<>();
    try {
      for (String event : Qlogs.exchange()) {
        ObjectNode node = (ObjectNode) JSON.readTree(event);
        change.accept(node);
        events.add(node);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    return events;
  }

  private static String sequence(String header, List<ObjectNode> events) {
    StringBuilder text = new StringBuilder(Qlogs.sequence(Qlogs.json(header)));
    events.forEach(event -> text.append(Qlogs.sequence(event.toString())));
    return text.toString();
  }

  private static void expectExchange(String text, String version) {
    Qlogs.Analysis source = Qlogs.analyze(text);
    assertThat(source.intact()).as(source.problems().toString()).isTrue();
    ConnectionSummary connection = Qlogs.only(source);
    Qlogs.expectWholeExchange(connection);
    assertThat(connection.vantagePoint()).as(version).isEqualTo(VantagePoint.CLIENT);
  }

  private static void rename(ObjectNode event, UnaryOperator<String> change) {
    event.put("name", change.apply(event.get("name").asText()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"draft-02", "draft-03-WIP", "0.3", "0.4", "0.9"})
  void versionsWithANumericReferenceTime(String version) {
    String header =
        "{'qlog_version':'%s','qlog_format':'JSON-SEQ','trace':{'vantage_point':{'type':'client'},'common_fields':{'time_format':'relative','reference_time':1600000000000}}}"
            .formatted(version);
    expectExchange(sequence(header, exchange(event -> {})), version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'time_format':'relative_to_epoch',"})
  void theFileSchemaForm(String timeFormat) {
    String header =
        "{'file_schema':'urn:ietf:params:qlog:file:sequential','serialization_format':'application/qlog+json-seq','trace':{'event_schemas':['urn:ietf:params:qlog:events:quic-13'],'common_fields':{"
            + timeFormat
            + "'reference_time':{'clock_type':'monotonic','epoch':'unknown','wall_clock_time':'2026-01-01T00:00:00Z'}},'vantage_point':{'type':'client'}}}";
    List<ObjectNode> events =
        exchange(
            event -> {
              rename(event, name -> name.replaceFirst(".*:", "quic:"));
              movesLengthToRaw(event);
            });
    expectExchange(sequence(header, events), "file_schema");
  }

  private static void movesLengthToRaw(ObjectNode event) {
    for (JsonNode frame : event.path("data").path("frames")) {
      if (frame.has("length")) {
        JsonNode length = ((ObjectNode) frame).remove("length");
        ((ObjectNode) frame).putObject("raw").set("length", length);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "quic:packet_sent,quic:packet_received,quic:packet_lost",
    "transport:packet_sent,transport:packet_received,recovery:packet_lost",
    "TRANSPORT:PACKET_SENT,TRANSPORT:PACKET_RECEIVED,RECOVERY:PACKET_LOST",
    "packet_sent,packet_received,packet_lost"
  })
  void eventNamesOfEachEra(String sent, String received, String lost) {
    List<ObjectNode> events =
        exchange(
            event ->
                rename(
                    event,
                    name ->
                        switch (name) {
                          case "transport:packet_sent" -> sent;
                          case "transport:packet_received" -> received;
                          default -> lost;
                        }));
    expectExchange(sequence(Qlogs.HEADER, events), sent);
  }

  @Test
  void categoryAndTypeInsteadOfAName() {
    List<ObjectNode> events =
        exchange(
            event -> {
              String[] name = event.remove("name").asText().split(":");
              event.put("category", name[0]);
              event.put("type", name[1]);
            });
    expectExchange(sequence(Qlogs.HEADER, events), "draft-02");
  }

  @Test
  void numbersInStrings() {
    List<ObjectNode> events = exchange(event -> numbersToStrings(event.get("data")));
    expectExchange(sequence(Qlogs.HEADER, events), "strings");
  }

  private static void numbersToStrings(JsonNode node) {
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        JsonNode value = object.get(name);
        if (value.isNumber()) {
          object.put(name, value.asText());
        } else {
          numbersToStrings(value);
        }
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.get(i).isNumber()) {
          array.set(i, JSON.getNodeFactory().textNode(array.get(i).asText()));
        } else {
          numbersToStrings(array.get(i));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"onertt", "1rtt", "1RTT", "short", "ONE_RTT"})
  void spellingsOfThePacketType(String spelling) {
    List<ObjectNode> events =
        exchange(event -> ((ObjectNode) event.at("/data/header")).put("packet_type", spelling));
    expectExchange(sequence(Qlogs.HEADER, events), spelling);
  }

  @Test
  void packetTypeAndNumberBesideTheHeader() {
    List<ObjectNode> events =
        exchange(
            event -> {
              ObjectNode data = (ObjectNode) event.get("data");
              ObjectNode header = (ObjectNode) data.get("header");
              data.set("packet_type", header.remove("packet_type"));
              data.set("packet_number", header.remove("packet_number"));
            });
    expectExchange(sequence(Qlogs.HEADER, events), "draft-01");
  }

  @ParameterizedTest
  @CsvSource({
    "ms,relative_time CATEGORY EVENT_TYPE TRIGGER DATA",
    "us,relative_time CATEGORY EVENT_TYPE TRIGGER DATA",
    "ms,relative_time category event data",
    "us,data event_type category relative_time",
    "ms,path_id data relative_time event category trigger"
  })
  void eventsAsArrays(String unit, String columns) {
    ObjectNode trace = JSON.createObjectNode();
    trace.putObject("vantage_point").put("type", "CLIENT");
    trace.putObject("configuration").put("time_units", unit);
    trace.putObject("common_fields").put("reference_time", "1553986553574");
    ArrayNode fields = trace.putArray("event_fields");
    ArrayNode events = trace.putArray("events");
    for (String column : columns.split(" ")) {
      fields.add(column);
    }
    for (ObjectNode event : exchange(DialectEquivalenceTest::toDraft00)) {
      ArrayNode row = events.addArray();
      for (String column : columns.split(" ")) {
        row.add(cell(event, column.toLowerCase(Locale.ROOT), unit));
      }
    }
    for (List<String> order :
        List.of(
            List.of("vantage_point", "configuration", "common_fields", "event_fields", "events"),
            List.of("events", "event_fields", "common_fields", "configuration", "vantage_point"))) {
      ObjectNode ordered = JSON.createObjectNode();
      order.forEach(name -> ordered.set(name, trace.get(name)));
      ObjectNode file = JSON.createObjectNode().put("qlog_version", "draft-00");
      file.putArray("traces").add(ordered);
      expectExchange(file.toString(), order.toString());
      expectExchange(file.toPrettyString(), order.toString());
    }
  }

  private static JsonNode cell(ObjectNode event, String column, String unit) {
    String[] name = event.get("name").asText().toUpperCase(Locale.ROOT).split(":");
    double millis = event.get("time").asDouble();
    return switch (column) {
      case "relative_time" ->
          JSON.getNodeFactory()
              .textNode(unit.equals("us") ? "" + (long) (millis * 1000) : "" + millis);
      case "category" -> JSON.getNodeFactory().textNode(name[0]);
      case "event", "event_type" -> JSON.getNodeFactory().textNode(name[1]);
      case "data" -> event.get("data");
      default -> JSON.getNodeFactory().textNode("");
    };
  }

  /** Numbers are strings, the packet type stands in data, and the size in the header. */
  private static void toDraft00(ObjectNode event) {
    ObjectNode data = (ObjectNode) event.get("data");
    ObjectNode header = (ObjectNode) data.get("header");
    data.set("packet_type", header.remove("packet_type"));
    if (data.has("raw")) {
      header.set("packet_size", data.remove("raw").get("length"));
    }
    for (JsonNode frame : data.path("frames")) {
      ObjectNode object = (ObjectNode) frame;
      object.put("frame_type", object.get("frame_type").asText().toUpperCase(Locale.ROOT));
      if (object.has("stream_id")) {
        object.set("id", object.remove("stream_id"));
      }
    }
    numbersToStrings(data);
  }
}
