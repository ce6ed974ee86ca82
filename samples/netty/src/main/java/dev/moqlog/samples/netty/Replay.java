package dev.moqlog.samples.netty;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.writer.QlogRecord;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogTrace;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records the events of a log into a trace, with their own times. For one thread. */
final class Replay {
  /** How much is recorded at once: far less than the memory that a recorder has. */
  private static final int BATCH_CHARACTERS = 1 << 17;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final QlogRecorder recorder;
  private final QlogTrace trace;
  private final long startNanos;
  private int unflushed;
  private boolean closed;
  private Map<?, ?> closeFrame;
  private boolean closeFrameReceived;
  private long closeFrameNanos;

  /**
   * Prepares a replay.
   *
   * @param startNanos when the connection began, on the recorder's clock
   */
  Replay(QlogRecorder recorder, QlogTrace trace, long startNanos) {
    this.recorder = recorder;
    this.trace = trace;
    this.startNanos = startNanos;
  }

  /** Records everything, at the pace of the disk, and leaves the trace open. */
  void run(NativeLog log) throws IOException, InterruptedException {
    for (NativeLog.Event event = log.next(); event != null; event = log.next()) {
      record(event);
      unflushed += event.size();
      if (unflushed >= BATCH_CHARACTERS && !trace.isFlightRecorder()) {
        recorder.flush(PATIENCE);
        unflushed = 0;
      }
    }
    if (!closed && closeFrame != null) {
      // The end that closes a connection does not log that.
      boolean byApplication = String.valueOf(closeFrame.get("error_space")).startsWith("app");
      close(
          closeFrameNanos,
          closeFrameReceived,
          byApplication,
          number(closeFrame.get("error_code")),
          closeFrame.get("reason"),
          byApplication ? "application" : null);
    }
  }

  private void record(NativeLog.Event event) {
    long nanos = startNanos + event.nanos();
    QlogRecord record = event.record();
    EventType type = EventType.of(record.name());
    if (type == EventType.CONNECTION_CLOSED) {
      closed(nanos, record.data());
      return;
    }
    boolean received = type == EventType.PACKET_RECEIVED;
    if (received || type == EventType.PACKET_SENT) {
      trace.record(nanos, withoutPayloadLength(record));
      if (closeFrame == null) {
        closeFrame = closeFrame(record.data());
        closeFrameReceived = received;
        closeFrameNanos = nanos;
      }
    } else {
      trace.record(nanos, record);
    }
  }

  /**
   * Qvis takes the length of a packet's payload to include the tag of the encryption; to the codec,
   * it does so only for packets received. Without it, qvis reckons from the length of the packet.
   */
  private static QlogRecord withoutPayloadLength(QlogRecord packet) {
    if (!(packet.data().get("raw") instanceof Map<?, ?> raw) || raw.get("length") == null) {
      return packet;
    }
    Map<String, Object> data = new LinkedHashMap<>(packet.data());
    data.put("raw", Map.of("length", raw.get("length")));
    return QlogRecord.of(packet.name(), data);
  }

  /** As a typed event: its members get the names that the trace has for them. */
  private void closed(long nanos, Map<String, ?> data) {
    boolean byApplication = data.get("application_code") != null;
    close(
        nanos,
        "remote".equals(data.get("owner")),
        byApplication,
        number(data.get(byApplication ? "application_code" : "connection_code")),
        data.get("reason"),
        data.get("trigger"));
  }

  private void close(
      long nanos, boolean remote, boolean byApplication, long code, Object reason, Object trigger) {
    closed = true;
    String words = reason == null || reason.toString().isEmpty() ? null : reason.toString();
    trace
        .connection()
        .closed(
            nanos, remote, byApplication, code, words, trigger == null ? null : trigger.toString());
  }

  private static Map<?, ?> closeFrame(Map<String, ?> packet) {
    if (packet.get("frames") instanceof List<?> frames) {
      for (Object frame : frames) {
        if (frame instanceof Map<?, ?> members
            && "connection_close".equals(members.get("frame_type"))) {
          return members;
        }
      }
    }
    return null;
  }

  /** A code that is a number; the codec gives some transport errors by name: then 1, an error. */
  private static long number(Object code) {
    if (code instanceof Number number) {
      return number.longValue();
    }
    return code == null || "no_error".equals(code) ? 0 : 1;
  }
}
