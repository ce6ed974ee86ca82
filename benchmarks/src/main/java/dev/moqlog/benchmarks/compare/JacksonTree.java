package dev.moqlog.benchmarks.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.moqlog.benchmarks.SeparatorsAsSpaces;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Reads logs into trees with Jackson, files in parallel, and extracts what round trips, loss and
 * retransmission need: a contained log as a whole, the records of others one by one.
 */
public final class JacksonTree {

  private static final ObjectReader TREES = new ObjectMapper().readerFor(JsonNode.class);

  private long events;
  private long sent;
  private long lost;

  /** Sums that nobody looks at, so that everything is extracted. */
  private double extracted;

  private JacksonTree() {}

  /** Takes how many threads, and a directory or file. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    ExecutorService workers = Executors.newFixedThreadPool(Integer.parseInt(arguments[0]));
    try {
      List<Future<JacksonTree>> parts = new ArrayList<>();
      for (Path file : LogFiles.in(Path.of(arguments[1]))) {
        parts.add(workers.submit(() -> read(file)));
      }
      JacksonTree all = new JacksonTree();
      for (Future<JacksonTree> part : parts) {
        JacksonTree one = part.get();
        all.events += one.events;
        all.sent += one.sent;
        all.lost += one.lost;
        all.extracted += one.extracted;
      }
      System.out.println(LogFiles.answer(all.events, all.sent, all.lost));
      if (Double.isNaN(all.extracted)) {
        System.out.println("a number that is none");
      }
    } finally {
      workers.shutdown();
    }
  }

  private static JacksonTree read(Path file) throws IOException {
    JacksonTree sums = new JacksonTree();
    LogFiles.Form form = LogFiles.form(file);
    try (InputStream in = Files.newInputStream(file)) {
      if (form == LogFiles.Form.CONTAINED) {
        for (JsonNode trace : TREES.readTree(in).path("traces")) {
          trace.path("events").forEach(sums::event);
        }
      } else {
        records(form == LogFiles.Form.SEQUENCE ? new SeparatorsAsSpaces(in) : in, sums::event);
      }
    }
    return sums;
  }

  private static void records(InputStream in, Consumer<JsonNode> records) throws IOException {
    try (MappingIterator<JsonNode> all = TREES.readValues(in)) {
      while (all.hasNextValue()) {
        records.accept(all.nextValue());
      }
    }
  }

  private void event(JsonNode event) {
    String name = event.path("name").asText();
    if (name.isEmpty()) {
      return;
    }
    events++;
    extracted += event.path("time").doubleValue();
    JsonNode data = event.path("data");
    JsonNode header = data.path("header");
    if (name.endsWith("packet_sent")) {
      sent++;
      packet(header);
      extracted += header.path("length").asLong(data.path("raw").path("length").asLong());
      for (JsonNode frame : data.path("frames")) {
        JsonNode raw = frame.path("raw");
        extracted +=
            frame.path("frame_type").asText().length()
                + frame.path("stream_id").asLong()
                + frame.path("offset").asLong()
                + frame.path("length").asLong(raw.path("length").asLong());
      }
    } else if (name.endsWith("packet_received")) {
      packet(header);
      for (JsonNode frame : data.path("frames")) {
        for (JsonNode range : frame.path("acked_ranges")) {
          extracted += range.path(range.size() - 1).asLong() - range.path(0).asLong() + 1;
        }
      }
    } else if (name.endsWith("packet_lost")) {
      lost++;
      packet(header);
    } else if (name.endsWith("metrics_updated")) {
      extracted +=
          data.path("latest_rtt").asDouble()
              + data.path("smoothed_rtt").asDouble()
              + data.path("min_rtt").asDouble()
              + data.path("rtt_variance").asDouble();
    }
  }

  private void packet(JsonNode header) {
    extracted += header.path("packet_number").asLong();
    extracted += header.path("packet_type").asText().length();
  }
}
