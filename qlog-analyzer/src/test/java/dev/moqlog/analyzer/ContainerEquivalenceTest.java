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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same events in every container give the same numbers. */
class ContainerEquivalenceTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static String[] records() {
    List<String> records = new ArrayList<>(Qlogs.exchange());
    records.add(0, Qlogs.HEADER);
    return records.toArray(String[]::new);
  }

  private static String pretty(String record) {
    try {
      return JSON.readTree(record).toPrettyString();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(record, e);
    }
  }

  private static void expectExchange(String text) {
    expectExchange(Qlogs.analyze(text));
  }

  private static void expectExchange(Qlogs.Analysis source) {
    assertThat(source.intact()).as(source.problems().toString()).isTrue();
    ConnectionSummary connection = Qlogs.only(source);
    Qlogs.expectWholeExchange(connection);
    assertThat(connection.vantagePoint()).isEqualTo(VantagePoint.CLIENT);
  }

  /** All orders of a list. */
  private static <T> List<List<T>> orders(List<T> items) {
    if (items.isEmpty()) {
      return List.of(List.of());
    }
    List<List<T>> all = new ArrayList<>();
    for (T first : items) {
      List<T> others = new ArrayList<>(items);
      others.remove(first);
      for (List<T> order : orders(others)) {
        List<T> longer = new ArrayList<>(List.of(first));
        longer.addAll(order);
        all.add(longer);
      }
    }
    return all;
  }

  private static ObjectNode inOrder(ObjectNode members, List<String> order) {
    ObjectNode ordered = JSON.createObjectNode();
    order.forEach(name -> ordered.set(name, members.get(name)));
    return ordered;
  }

  private static List<String> contained() throws JsonProcessingException {
    ObjectNode header = (ObjectNode) JSON.readTree(Qlogs.HEADER);
    ObjectNode trace = (ObjectNode) header.remove("trace");
    trace.put("title", "a \"quoted\" title with {brackets] and events");
    ArrayNode events = trace.putArray("events");
    for (String event : Qlogs.exchange()) {
      events.add(JSON.readTree(event));
    }
    header.put("qlog_format", "JSON");
    header.put("title", "no traces here");

    List<String> files = new ArrayList<>();
    List<String> traceMembers = List.of("vantage_point", "common_fields", "title", "events");
    List<String> fileMembers = List.of("qlog_version", "qlog_format", "title", "traces");
    for (List<String> ofTrace : orders(traceMembers)) {
      JsonNode traces = JSON.createArrayNode().add(inOrder(trace, ofTrace));
      for (List<String> ofFile : orders(fileMembers)) {
        ObjectNode file = header.deepCopy();
        file.set("traces", traces);
        ObjectNode ordered = inOrder(file, ofFile);
        files.add(files.size() % 2 == 0 ? ordered.toString() : ordered.toPrettyString());
      }
    }
    return files;
  }

  @Test
  void containedJsonWithItsMembersInAnyOrder() throws JsonProcessingException {
    List<String> files = contained();
    assertThat(files).hasSize(24 * 24);
    for (String file : files) {
      try {
        expectExchange(file);
      } catch (AssertionError e) {
        throw new AssertionError("file: " + file, e);
      }
    }
  }

  /** No draft has these forms, but both can mean only one thing. */
  @Test
  void containedJsonOfOneTraceThatIsNotInAList() throws JsonProcessingException {
    ObjectNode file = (ObjectNode) JSON.readTree(Qlogs.HEADER);
    ObjectNode trace = (ObjectNode) file.remove("trace");
    ArrayNode events = trace.putArray("events");
    for (String event : Qlogs.exchange()) {
      events.add(JSON.readTree(event));
    }
    ObjectNode nested = file.deepCopy();
    nested.set("trace", trace);
    expectExchange(nested.toString());
    expectExchange(nested.toPrettyString());
    expectExchange(nested.put("title", "behind the trace").toString());

    ObjectNode flat = file.deepCopy();
    flat.setAll(trace);
    expectExchange(flat.toString());
    expectExchange(flat.toPrettyString());
  }

  @Test
  void aJsonTextSequence() {
    expectExchange(Qlogs.sequence(records()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n", "\n\n", " \t\r\n", "\u001e", "\n\u001e\n\u001e"})
  void aJsonTextSequenceWithAnythingBetweenRecords(String between) {
    expectExchange("\u001e" + String.join(between + "\u001e", records()) + "\n");
  }

  @Test
  void aJsonTextSequenceWithoutTheLastLineFeed() {
    expectExchange(Qlogs.sequence(records()).stripTrailing());
  }

  @Test
  void aJsonTextSequenceWithoutTheFirstSeparator() {
    expectExchange(Qlogs.sequence(records()).substring(1));
  }

  @Test
  void aJsonTextSequenceOfPrettyPrintedRecords() {
    String[] records = records();
    for (int i = 0; i < records.length; i++) {
      records[i] = pretty(records[i]);
    }
    expectExchange(Qlogs.sequence(records));
    expectExchange(Qlogs.sequence(records).replace("\n", "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n", "\n\n", " "})
  void objectsOneAfterTheOther(String between) {
    String text = String.join(between, records());
    expectExchange(text);
    expectExchange(text + "\n");
  }

  @Test
  void prettyPrintedObjectsOneAfterTheOther() {
    StringBuilder text = new StringBuilder();
    for (String record : records()) {
      text.append(pretty(record)).append('\n');
    }
    expectExchange(text.toString());
  }

  @Test
  void aByteOrderMarkInFrontOfEach() throws JsonProcessingException {
    expectExchange("\ufeff" + Qlogs.sequence(records()));
    expectExchange("\ufeff" + String.join("\n", records()));
    expectExchange("\ufeff" + contained().get(0));
  }

  @Test
  void anEmptyObjectAsTheLastEvent() throws JsonProcessingException {
    String file = contained().get(0);
    int end = file.lastIndexOf("}]}]");
    assertThat(end).isPositive();
    expectExchange(file.substring(0, end + 1) + ",{}" + file.substring(end + 1));
    expectExchange(file.substring(0, end + 1) + "," + file.substring(end + 1));
  }

  @Test
  void membersOfEventsInAnyOrder() throws JsonProcessingException {
    for (List<String> order : orders(List.of("time", "name", "data"))) {
      StringBuilder text = new StringBuilder(Qlogs.sequence(Qlogs.HEADER));
      for (String event : Qlogs.exchange()) {
        ObjectNode ordered = inOrder((ObjectNode) JSON.readTree(event), order);
        text.append(Qlogs.sequence(ordered.toString()));
      }
      expectExchange(text.toString());
    }
  }
}
