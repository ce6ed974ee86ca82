package dev.moqlog.samples.telemetry.emit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.samples.telemetry.moq.MediaTrack;
import dev.moqlog.samples.telemetry.moq.RelaySession;
import dev.moqlog.samples.telemetry.moq.SessionListener;
import dev.moqlog.samples.telemetry.net.ConnectionEnd;
import dev.moqlog.samples.telemetry.net.TransportTotals;
import dev.moqlog.writer.QlogTrace;
import io.opentelemetry.api.trace.SpanContext;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The relay's log: one line of JSON for each thing worth telling, with the ids to go on from. */
final class LogLines {

  private static final double MILLISECOND = 1e6;

  private final JsonFactory json = new JsonFactory();
  private final WallTime clock;
  private final String service;
  private final Consumer<String> out;

  LogLines(WallTime clock, String service, Consumer<String> out) {
    this.clock = clock;
    this.service = service;
    this.out = out;
  }

  SessionListener session(RelaySession session, SpanContext span, QlogTrace trace) {
    return new Session(session, span, trace);
  }

  private void write(String level, String message, Map<String, Object> more) {
    StringWriter line = new StringWriter();
    try (JsonGenerator generator = json.createGenerator(line)) {
      generator.writeStartObject();
      generator.writeStringField("timestamp", clock.now().toString());
      generator.writeStringField("level", level);
      generator.writeStringField("message", message);
      generator.writeStringField("service", service);
      for (Map.Entry<String, Object> member : more.entrySet()) {
        generator.writeFieldName(member.getKey());
        generator.writePOJO(member.getValue());
      }
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.accept(line.toString());
  }

  private final class Session implements SessionListener {

    private final RelaySession session;
    private final SpanContext span;
    private final QlogTrace trace;

    private Session(RelaySession session, SpanContext span, QlogTrace trace) {
      this.session = session;
      this.span = span;
      this.trace = trace;
    }

    private void log(String level, String message, Map<String, Object> more) {
      Map<String, Object> all = new LinkedHashMap<>();
      if (span.isValid()) {
        all.put("trace_id", span.getTraceId());
        all.put("span_id", span.getSpanId());
      }
      all.put("connection_id", session.connectionId());
      trace.path().ifPresent(path -> all.put("qlog_path", path.toString()));
      all.put("namespace", session.namespace());
      all.put("transport", session.transport().label());
      all.putAll(more);
      write(level, message, all);
    }

    @Override
    public void handshakeComplete() {
      log(
          "info",
          "connection accepted",
          Map.of("peer_role", session.isPublisher() ? "publisher" : "subscriber"));
    }

    @Override
    public void subscribed(
        long requestId, MediaTrack track, boolean upstreamSaved, boolean fromCache) {
      log("info", "subscribed", Map.of("track", track.name()));
    }

    @Override
    public void refused(long requestId, String trackName, String reason) {
      log("warn", "request refused: " + reason, Map.of("track", trackName));
    }

    @Override
    public void dropped(MediaTrack track, int objects) {
      log(
          "warn",
          "viewer too slow, objects dropped",
          Map.of("track", track.name(), "objects", objects));
    }

    @Override
    public void closed(ConnectionEnd end) {
      TransportTotals totals = session.endpoint().totals();
      Map<String, Object> numbers = new LinkedHashMap<>();
      numbers.put("initiator", end.byRemote() ? "remote" : "local");
      numbers.put("error_code", end.errorCode());
      numbers.put("trigger", end.trigger());
      numbers.put("packets_sent", totals.packetsSent());
      numbers.put("packets_declared_lost", totals.declaredLostPackets());
      numbers.put("bytes_sent", totals.bytesSent());
      numbers.put("bytes_received", totals.bytesReceived());
      numbers.put("smoothed_rtt_ms", session.endpoint().rtt().smoothed() / MILLISECOND);
      String why = end.reason().isEmpty() ? end.trigger() : end.reason();
      String level = end.isError() ? "error" : end.isSilent() ? "warn" : "info";
      log(level, "connection closed: " + why, numbers);
    }
  }
}
