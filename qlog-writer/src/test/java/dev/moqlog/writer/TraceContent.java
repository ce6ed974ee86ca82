package dev.moqlog.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A trace file as a strict reader sees it. Reading it checks what holds for every one: it is JSON,
 * each event has a line of its own, and times never go back.
 */
final class TraceContent {

  private static final ObjectMapper STRICT =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final JsonNode trace;
  private final List<JsonNode> events = new ArrayList<>();

  private TraceContent(byte[] bytes) throws IOException {
    trace = STRICT.readTree(bytes).get("traces").get(0);
    trace.get("events").forEach(events::add);
    double before = 0;
    for (JsonNode event : events) {
      double time = event.get("time").doubleValue();
      assertThat(time).as("time of %s", event).isGreaterThanOrEqualTo(before);
      before = time;
    }
    String[] lines = new String(bytes, UTF_8).split("\n");
    assertThat(lines).hasSize(events.size() + 2);
    for (int i = 0; i < events.size(); i++) {
      String line = lines[i + 1];
      String event = i + 1 < events.size() ? line.substring(0, line.length() - 1) : line;
      assertThat(STRICT.readTree(event)).isEqualTo(events.get(i));
    }
  }

  static TraceContent of(byte[] bytes) throws IOException {
    return new TraceContent(bytes);
  }

  static TraceContent of(Path file) {
    try {
      return new TraceContent(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** All that is below a directory, in the order of their paths. */
  static List<TraceContent> allBelow(Path root) {
    return filesBelow(root).stream().map(TraceContent::of).toList();
  }

  static List<Path> filesBelow(Path root) {
    try (Stream<Path> files = Files.walk(root, 2)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("trace"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<JsonNode> events() {
    return events;
  }

  List<JsonNode> named(String name) {
    return events.stream().filter(event -> event.get("name").textValue().equals(name)).toList();
  }

  /** The events of the stack, without what the writer adds. */
  List<JsonNode> recorded() {
    return events.stream()
        .filter(event -> !event.get("name").textValue().startsWith("moqlog:"))
        .toList();
  }

  /** What the writer says of itself in the header. */
  JsonNode writer() {
    return trace.get("moqlog");
  }

  /** How many events the trace says are missing in it. */
  long saidMissing() {
    return named("moqlog:events_dropped").stream()
        .mapToLong(event -> event.get("data").get("count").longValue())
        .sum();
  }

  /** The data of the last event, which a trace that was closed has. */
  JsonNode end() {
    JsonNode last = events.get(events.size() - 1);
    assertThat(last.get("name").textValue()).isEqualTo("moqlog:trace_ended");
    return last.get("data");
  }

  /** The numbers of the packets, in the order of the file. */
  List<Long> packetNumbers() {
    return events.stream()
        .filter(event -> event.get("data").has("header"))
        .map(event -> event.get("data").get("header").get("packet_number").longValue())
        .toList();
  }
}
