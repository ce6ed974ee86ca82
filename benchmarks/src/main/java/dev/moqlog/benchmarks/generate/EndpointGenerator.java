package dev.moqlog.benchmarks.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.moqlog.benchmarks.generate.OriginalLog.Trace;
import dev.moqlog.benchmarks.generate.Originals.Original;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Makes one large file, as an endpoint leaves it that logs all its connections into one: a sequence
 * of events that each name their connection by {@code group_id}, those of several connections
 * interleaved as they happened, which is how quinn does it; or a contained log with a trace for
 * each connection, as aioquic does. One endpoint is one program, so all originals are of one stack
 * and side: those of which there are most bytes.
 */
final class EndpointGenerator {

  /** How many connections are open at any time. */
  static final int OPEN_CONNECTIONS = 16;

  private final Originals originals;
  private final List<Path> ofEndpoint;
  private final long seed;
  private final LogForm form;

  EndpointGenerator(Originals originals, long seed, LogForm form) {
    this.originals = originals;
    this.seed = seed;
    this.form = form;
    Map<String, Long> bytes = new HashMap<>();
    for (Original original : originals.usable()) {
      bytes.merge(original.endpoint(), (long) original.bytes(), Long::sum);
    }
    String endpoint =
        bytes.entrySet().stream()
            .max(
                Map.Entry.<String, Long>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey()))
            .orElseThrow()
            .getKey();
    this.ofEndpoint =
        originals.usable().stream()
            .filter(original -> original.endpoint().equals(endpoint))
            .map(Original::path)
            .toList();
  }

  /** Writes the file; it ends with the first connection that exceeds the size. */
  Generated generate(Path file, long bytes) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      VariantWriter writer = new VariantWriter(out);
      return form == LogForm.CONTAINED ? traces(writer, bytes) : interleaved(writer, bytes);
    }
  }

  private Generated traces(VariantWriter writer, long bytes) throws IOException {
    long connections = 0;
    for (long number = 0; writer.written() < bytes; number++) {
      OriginalLog log = original(number);
      Variation variation = new Variation(seed, number);
      if (number == 0) {
        writer.beginTraces(VariantWriter.fileHeader(log, variation, form));
      }
      for (Trace trace : log.traces()) {
        writer.trace(log, trace, variation, connections++ == 0);
      }
    }
    writer.endTraces();
    return new Generated(writer.written(), 1, connections, originals.leftOut());
  }

  private OriginalLog original(long number) throws IOException {
    return originals.get(ofEndpoint.get((int) (number % ofEndpoint.size())));
  }

  /** A connection that is being written. */
  private static final class Connection {

    private final OriginalLog log;
    private final Trace trace;
    private final Variation variation;
    private final byte[] groupId;
    private final long number;
    private int event;
    private long time;

    Connection(OriginalLog log, Trace trace, Variation variation, byte[] groupId, long number) {
      this.log = log;
      this.trace = trace;
      this.variation = variation;
      this.groupId = groupId;
      this.number = number;
      this.time = variation.time(log, trace.times()[0]);
    }

    /** Events keep the order they have in the log, also where its clock went backwards. */
    boolean next() {
      event++;
      if (event == trace.events()) {
        return false;
      }
      time = Math.max(time, variation.time(log, trace.times()[event]));
      return true;
    }
  }

  private final class Connections {

    private final Deque<Connection> waiting = new ArrayDeque<>();
    private final PriorityQueue<Connection> open =
        new PriorityQueue<>(
            Comparator.<Connection>comparingLong(c -> c.time).thenComparingLong(c -> c.number));
    private long logs;
    private long connections;

    void open(long time) throws IOException {
      while (waiting.isEmpty()) {
        OriginalLog log = original(logs);
        Variation variation = new Variation(seed, logs++);
        variation.startAt(time);
        for (Trace trace : log.traces()) {
          if (trace.events() > 0) {
            waiting.add(connection(log, trace, variation));
          }
        }
      }
      open.add(waiting.remove());
    }

    private Connection connection(OriginalLog log, Trace trace, Variation variation)
        throws IOException {
      byte[] groupId = trace.named() ? null : groupId(log, trace, variation);
      return new Connection(log, trace, variation, groupId, connections++);
    }
  }

  private static byte[] groupId(OriginalLog log, Trace trace, Variation variation)
      throws IOException {
    ObjectNode common =
        VariantWriter.traceHeader(log, trace, variation).withObject("/common_fields");
    String id = common.path("group_id").asText(common.path("ODCID").asText());
    if (id.isEmpty()) {
      id = DirectoryGenerator.connectionId(log, variation);
    }
    return id.getBytes(StandardCharsets.UTF_8);
  }

  private Generated interleaved(VariantWriter writer, long bytes) throws IOException {
    Variation first = new Variation(seed, 0);
    OriginalLog firstLog = original(0);
    writer.record(form, LogHeader.bytes(header(firstLog, first)));
    Connections connections = new Connections();
    long start = first.time(firstLog, firstLog.startTime());
    for (int i = 0; i < OPEN_CONNECTIONS; i++) {
      connections.open(start + i * (1L << 24));
    }
    while (!connections.open.isEmpty()) {
      Connection connection = connections.open.remove();
      writer.record(
          connection.log,
          connection.trace,
          connection.event,
          connection.variation,
          form,
          connection.groupId);
      if (connection.next()) {
        connections.open.add(connection);
      } else if (writer.written() < bytes) {
        connections.open(connection.time);
      }
    }
    writer.end();
    return new Generated(writer.written(), 1, connections.connections, originals.leftOut());
  }

  /** The header of an endpoint's log: it names no connection. */
  private ObjectNode header(OriginalLog log, Variation variation) throws IOException {
    ObjectNode file = VariantWriter.fileHeader(log, variation, form);
    ObjectNode trace = VariantWriter.traceHeader(log, log.traces().get(0), variation);
    if (trace.get("common_fields") instanceof ObjectNode common) {
      common.remove("group_id");
      common.remove("ODCID");
    }
    file.set("trace", trace);
    return file;
  }
}
