package dev.moqlog.samples.netty;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.moqlog.writer.QlogRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A log that the codec has written: a JSON text sequence (RFC 7464), a record a line. What cannot
 * be parsed, such as a record that was cut off, is passed over. For one thread.
 */
final class NativeLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> OBJECT =
      new TypeReference<>() {};
  private static final char RECORD_SEPARATOR = 0x1e;

  /**
   * An event of the log.
   *
   * @param nanos when it was, from the start of the log on
   * @param record its name and data
   * @param size how many characters it has in the log
   */
  record Event(long nanos, QlogRecord record, int size) {}

  private final BufferedReader lines;
  private NativeTimes times = NativeTimes.relative();
  private long damagedRecords;

  /**
   * Opens the log.
   *
   * @throws IOException if there is none
   */
  NativeLog(Path file) throws IOException {
    // Unlike a reader of Files, this one replaces bytes that are no characters.
    lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
  }

  /**
   * Reads the next event; null at the end.
   *
   * @throws IOException if the file cannot be read
   */
  Event next() throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String text = line.strip();
      int start = text.lastIndexOf(RECORD_SEPARATOR) + 1;
      if (start == text.length()) {
        continue;
      }
      Event event = null;
      try {
        Map<String, Object> object = JSON.readValue(text.substring(start), OBJECT);
        if (object.get("trace") instanceof Map<?, ?> trace) {
          times = NativeTimes.of(trace);
          continue;
        }
        event = event(object, text.length());
      } catch (JsonProcessingException | IllegalArgumentException e) {
        // Counted below.
      }
      if (event != null) {
        return event;
      }
      damagedRecords++;
    }
    return null;
  }

  private Event event(Map<String, Object> object, int size) {
    if (!(object.get("time") instanceof Number time)
        || !(object.get("name") instanceof String name)
        || !(object.get("data") instanceof Map<?, ?> data)) {
      return null;
    }
    Map<String, Object> members = new LinkedHashMap<>();
    data.forEach((key, value) -> members.put(String.valueOf(key), value));
    return new Event(times.nanos(time.doubleValue()), QlogRecord.of(name, members), size);
  }

  /** How many records were passed over so far. */
  long damagedRecords() {
    return damagedRecords;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
