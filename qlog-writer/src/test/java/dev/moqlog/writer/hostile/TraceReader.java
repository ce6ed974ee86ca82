package dev.moqlog.writer.hostile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.moqlog.writer.QlogRecord;
import dev.moqlog.writer.store.TraceNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads traces as strictly as JSON can be read, and the numbered events in them. */
final class TraceReader {

  private static final String NUMBERED = "moqlogtest:n";

  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private TraceReader() {}

  /** An event with a number, and with so many characters more. */
  static QlogRecord numbered(long number, int padding) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("n", number);
    if (padding > 0) {
      data.put("padding", "x".repeat(padding));
    }
    return QlogRecord.of(NUMBERED, data);
  }

  /** All trace files below a directory. */
  static List<Path> files(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root, 2)) {
      return paths
          .filter(path -> TraceNames.isTraceFile(path.getFileName().toString()))
          .filter(path -> !path.getParent().equals(root))
          .sorted()
          .toList();
    }
  }

  /** Whether a file is one JSON value and nothing else. */
  static boolean isStrict(Path file) throws IOException {
    try {
      JsonNode read = STRICT.readTree(Files.readAllBytes(file));
      return read.at("/traces/0/events").isArray() && !read.at("/traces/0/events").isEmpty();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return false;
    }
  }

  /**
   * The events of a trace.
   *
   * @throws IOException also if it is not strictly JSON
   */
  static JsonNode events(Path file) throws IOException {
    try {
      return STRICT.readTree(Files.readAllBytes(file)).at("/traces/0/events");
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** The numbers of the numbered events, in the order of the file. */
  static List<Long> numbers(Path file) throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode event : events(file)) {
      if (event.get("name").textValue().equals(NUMBERED)) {
        numbers.add(event.at("/data/n").longValue());
      }
    }
    return numbers;
  }

  /** The names of the events that the writer adds itself, in the order of the file. */
  static List<String> remarks(Path file) throws IOException {
    List<String> names = new ArrayList<>();
    for (JsonNode event : events(file)) {
      String name = event.get("name").textValue();
      if (name.startsWith("moqlog:")) {
        names.add(name);
      }
    }
    return names;
  }

  /** How many events are missing where events are said to be missing. */
  static long gaps(Path file) throws IOException {
    long count = 0;
    for (JsonNode event : events(file)) {
      if (event.get("name").textValue().equals("moqlog:events_dropped")) {
        count += event.at("/data/count").longValue();
      }
    }
    return count;
  }

  /** The data of the event that ends a trace. */
  static JsonNode ending(Path file) throws IOException {
    JsonNode events = events(file);
    JsonNode last = events.get(events.size() - 1);
    if (!last.get("name").textValue().equals("moqlog:trace_ended")) {
      throw new IOException(file + " does not end with trace_ended, but with " + last);
    }
    return last.get("data");
  }

  /** The content of all files below a directory, and where links lead, by their names. */
  static Map<String, String> contents(Path root) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      paths.forEach(path -> contents.put(root.relativize(path).toString(), content(path)));
    }
    return contents;
  }

  private static String content(Path path) {
    try {
      if (Files.isSymbolicLink(path)) {
        return "link to " + Files.readSymbolicLink(path);
      }
      return Files.isDirectory(path)
          ? "directory"
          : Arrays.hashCode(Files.readAllBytes(path)) + " in " + Files.size(path) + " bytes";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The numbers of all files of each connection, which must each be one file. */
  static Map<String, List<Long>> numbersByConnection(Path root) throws IOException {
    Map<String, List<Long>> numbers = new HashMap<>();
    for (Path file : files(root)) {
      numbers
          .computeIfAbsent(file.getParent().getFileName().toString(), name -> new ArrayList<>())
          .addAll(numbers(file));
    }
    return numbers;
  }
}
