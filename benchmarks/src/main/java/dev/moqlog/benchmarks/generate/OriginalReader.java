package dev.moqlog.benchmarks.generate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.moqlog.benchmarks.generate.OriginalLog.Trace;
import dev.moqlog.benchmarks.generate.Slots.Kind;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what varies in a real log. For one log. */
final class OriginalReader {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int RECORD_SEPARATOR = 0x1E;

  /** Later than any time of a log that counts from its own start. */
  private static final long ABSOLUTE = FixedPoint.parse("1e11");

  private static final Set<String> REFERENCES = Set.of("reference_time", "wall_clock_time");

  private final String name;
  private final byte[] bytes;
  private final JsonParser parser;
  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private final Slots slots = new Slots();
  private final EventReader events;
  private final List<Trace> traces = new ArrayList<>();

  private int[] from = new int[1024];
  private int[] to = new int[1024];
  private long[] times = new long[1024];
  private int count;
  private boolean named;

  private OriginalReader(String name, byte[] bytes) throws IOException {
    this.name = name;
    this.bytes = bytes;
    byte[] json = withoutSeparators(bytes);
    IdFinder.find(json, ids);
    this.parser = JSON.createParser(json);
    this.events = new EventReader(bytes, parser, ids);
  }

  /**
   * Reads a log.
   *
   * @throws IOException if it is no qlog, not complete, or of a form that is not varied
   */
  static OriginalLog read(String name, byte[] bytes) throws IOException {
    try {
      return new OriginalReader(name, bytes).read();
    } catch (JsonProcessingException e) {
      throw new IOException("no JSON, or cut off", e);
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new IOException("a number that is none: " + e.getMessage(), e);
    }
  }

  private static byte[] withoutSeparators(byte[] bytes) {
    byte[] json = bytes.clone();
    for (int i = 0; i < json.length; i++) {
      if (json[i] == RECORD_SEPARATOR) {
        json[i] = ' ';
      }
    }
    return json;
  }

  private OriginalLog read() throws IOException {
    try (parser) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("no object");
      }
      int begin = begin();
      int open = -1;
      int close = -1;
      boolean hasTrace = false;
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        JsonToken token = parser.nextToken();
        if (key.equals("traces") && token == JsonToken.START_ARRAY) {
          open = end();
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            trace();
          }
          close = begin();
        } else {
          hasTrace |= key.equals("trace");
          headerValue(key);
        }
      }
      int end = end();
      if (open >= 0) {
        return log(LogForm.CONTAINED, new LogHeader(begin, open, close, end));
      }
      if (!hasTrace) {
        throw new IOException("no header with a trace");
      }
      JsonToken token;
      while ((token = parser.nextToken()) != null) {
        if (token != JsonToken.START_OBJECT) {
          throw new IOException("a record is no object");
        }
        event();
      }
      LogHeader header = new LogHeader(begin, end);
      endTrace(header);
      LogForm form = bytes[0] == RECORD_SEPARATOR ? LogForm.SEQUENCE : LogForm.LINES;
      return log(form, header);
    }
  }

  private OriginalLog log(LogForm form, LogHeader header) throws IOException {
    if (traces.isEmpty() || traces.get(0).events() == 0) {
      throw new IOException("no events");
    }
    long start = Long.MAX_VALUE;
    for (Trace trace : traces) {
      for (long time : trace.times()) {
        start = Math.min(start, time);
      }
    }
    return new OriginalLog(
        name,
        bytes,
        form,
        slots,
        List.copyOf(ids.keySet()),
        header,
        List.copyOf(traces),
        start,
        events.leastTimeDecimals(),
        events.mostTimeDecimals(),
        start > ABSOLUTE);
  }

  private void trace() throws IOException {
    int begin = begin();
    int open = -1;
    int close = -1;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      JsonToken token = parser.nextToken();
      if (key.equals("events") && token == JsonToken.START_ARRAY) {
        open = end();
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
          if (token != JsonToken.START_OBJECT) {
            throw new IOException("an event is no object");
          }
          event();
        }
        close = begin();
      } else {
        headerValue(key);
      }
    }
    if (open < 0) {
      throw new IOException("a trace without events");
    }
    endTrace(new LogHeader(begin, open, close, end()));
  }

  private void endTrace(LogHeader header) {
    traces.add(
        new Trace(
            header,
            Arrays.copyOf(from, count),
            Arrays.copyOf(to, count),
            Arrays.copyOf(times, count),
            named));
    count = 0;
    named = false;
  }

  private void event() throws IOException {
    if (count == from.length) {
      from = Arrays.copyOf(from, count * 2);
      to = Arrays.copyOf(to, count * 2);
      times = Arrays.copyOf(times, count * 2);
    }
    from[count] = begin();
    times[count] = events.read(slots);
    to[count] = end();
    named |= events.named();
    count++;
  }

  private void headerValue(String key) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String member = parser.currentName();
          parser.nextToken();
          headerValue(member);
        }
      }
      case START_ARRAY -> {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          headerValue(key);
        }
      }
      case VALUE_STRING -> {
        if (key.equals("time_format") && parser.getText().matches("delta|.*previous.*")) {
          throw new IOException("times count from the event before");
        }
        if (!REFERENCES.contains(key) || !dateSlot(parser.getText())) {
          events.idSlots(slots);
        }
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        if (REFERENCES.contains(key)) {
          String text = parser.getText();
          long value = FixedPoint.parse(text);
          if (value > ABSOLUTE) {
            int begin = begin();
            slots.add(
                begin, begin + text.length(), Kind.REFERENCE, value, FixedPoint.decimals(text));
          }
        }
      }
      default -> {}
    }
  }

  private boolean dateSlot(String text) throws IOException {
    try {
      Instant date = OffsetDateTime.parse(text).toInstant();
      long nanos =
          Math.addExact(Math.multiplyExact(date.getEpochSecond(), 1_000_000_000L), date.getNano());
      int begin = begin() + 1;
      slots.add(begin, begin + text.length(), Kind.REFERENCE_TEXT, nanos, 0);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private int begin() {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  private int end() {
    return (int) parser.currentLocation().getByteOffset();
  }
}
