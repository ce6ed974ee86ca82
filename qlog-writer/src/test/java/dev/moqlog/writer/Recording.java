package dev.moqlog.writer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What one connection left in a file: recorded with clocks that stand still, closed, and read back
 * by a parser that takes no mistake.
 *
 * @param file the file
 * @param text all of it
 * @param header the header record, or a contained file without its events
 * @param events the events, without the one that ends a trace
 */
record Recording(Path file, String text, JsonNode header, List<JsonNode> events) {

  /** The time of the recorder's clock, in nanoseconds, at which every connection begins. */
  static final long START = 5_000_000_000L;

  /** 2026-11-22T09:00:00.250Z. */
  static final long WALL_CLOCK_MICROS = 1_795_338_000_250_000L;

  static final byte[] CONNECTION_ID = {(byte) 0x83, (byte) 0x94, (byte) 0xc8, (byte) 0xf0};

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** JSON with single quotes for double quotes. */
  static JsonNode json(String text) {
    return parsed(text.replace('\'', '"'));
  }

  static JsonNode parsed(String text) {
    try {
      return STRICT.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  /** A builder with clocks that stand still, and without anything that depends on the machine. */
  static QlogRecorderBuilder builder(Path directory) {
    return QlogRecorder.builder(directory)
        .nanoClock(() -> START)
        .wallClockMicros(() -> WALL_CLOCK_MICROS)
        .minFreeBytes(0)
        .shutdownHook(false);
  }

  /** Records a connection of a server. */
  static Recording of(
      Path directory, Consumer<QlogRecorderBuilder> settings, Consumer<QlogTrace> events) {
    return of(directory, settings, ConnectionInfo.server(CONNECTION_ID), events);
  }

  /** Records a connection. */
  static Recording of(
      Path directory,
      Consumer<QlogRecorderBuilder> settings,
      ConnectionInfo connection,
      Consumer<QlogTrace> events) {
    QlogRecorderBuilder builder = builder(directory);
    settings.accept(builder);
    QlogTrace trace;
    try (QlogRecorder recorder = builder.build()) {
      trace = recorder.open(connection);
      assertThat(trace.isEnabled()).isTrue();
      events.accept(trace);
      trace.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Known for good once the file is there.
    return read(trace.path().orElseThrow());
  }

  /** Reads a file that was written. */
  static Recording read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.startsWith("\u001e") ? sequence(file, text) : contained(file, text);
  }

  private static Recording sequence(Path file, String text) {
    List<JsonNode> events = new ArrayList<>();
    String[] records = text.substring(1).split("\u001e", -1);
    for (String record : records) {
      assertThat(record).endsWith("\n");
      assertThat(record.indexOf('\n')).isEqualTo(record.length() - 1);
      events.add(parsed(record));
    }
    JsonNode header = events.remove(0);
    return new Recording(file, text, header, withoutEnd(events));
  }

  private static Recording contained(Path file, String text) {
    JsonNode header = parsed(text);
    assertThat(header.get("traces")).hasSize(1);
    List<JsonNode> events = new ArrayList<>();
    header.get("traces").get(0).get("events").forEach(events::add);
    return new Recording(file, text, header, withoutEnd(events));
  }

  private static List<JsonNode> withoutEnd(List<JsonNode> events) {
    JsonNode last = events.remove(events.size() - 1);
    assertThat(last.get("name").asText()).isEqualTo("moqlog:trace_ended");
    assertThat(last.get("data").get("events_dropped").asLong()).as("dropped").isZero();
    return events;
  }

  /** The trace of the header, in either form. */
  JsonNode trace() {
    return header.has("trace") ? header.get("trace") : header.get("traces").get(0);
  }

  JsonNode commonFields() {
    return trace().get("common_fields");
  }

  JsonNode only() {
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  /** The data of the only event. */
  JsonNode data() {
    return only().get("data");
  }

  static List<String> namesOf(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
