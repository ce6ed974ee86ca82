package dev.moqlog.writer;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Profile;
import dev.moqlog.writer.json.JsonBuffer;
import dev.moqlog.writer.sampling.Decision;
import dev.moqlog.writer.sampling.TraceParent;
import dev.moqlog.writer.store.FileLayout;
import dev.moqlog.writer.store.TraceNames;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The beginning of a trace file: what stands before its first event.
 *
 * <p>qvis decides by the first 1024 characters what a file is, by looking for words. The members it
 * looks at come first, and no text of an application may contain those words.
 */
final class TraceHeader {

  /**
   * What is said to be in a trace: a hint that tools must not rely on (main-schema section 7.4).
   */
  private static final String PRIVATE_SCHEMA = "https://moqlog.dev/112026/events";

  private static final byte[] CONTAINED_FOOTER = JsonBuffer.ascii("\n]}]}\n");
  private static final byte[] NO_FOOTER = new byte[0];

  /** More than the longest header has. */
  static final int MAX_BYTES = 64 << 10;

  /** So much of a file is searched for words to tell what it is. */
  private static final int SEARCHED_CHARACTERS = 1024;

  private static final Pattern WORDS =
      Pattern.compile("[jq](?=son|log_)", Pattern.CASE_INSENSITIVE);

  private static final int LONGEST_TEXT = 1024;

  private final RecorderSettings settings;

  TraceHeader(RecorderSettings settings) {
    this.settings = settings;
  }

  /**
   * The layout of a trace's file.
   *
   * @param startMicros when the trace began, in microseconds since 1970
   * @param cause why the flight recorder was written out; null for a trace that was recorded from
   *     its start
   * @param part the number of the part, 0 for the first
   */
  FileLayout layout(
      ConnectionInfo connection, Decision decision, String cause, long startMicros, int part) {
    boolean sequence = settings.format() == TraceFormat.JSON_SEQ;
    JsonBuffer out = new JsonBuffer(1024, MAX_BYTES);
    if (sequence) {
      out.ascii('\u001e');
    }
    out.ascii('{');
    file(out, sequence);
    out.raw(JsonBuffer.ascii(sequence ? ",\"trace\":{" : ",\"traces\":[{"));
    trace(out, connection, startMicros);
    writer(out, decision, cause, part);
    if (!sequence) {
      pad(out);
    }
    out.raw(JsonBuffer.ascii(sequence ? "}}\n" : ",\"events\":["));
    return new FileLayout(
        Arrays.copyOf(out.array(), out.size()),
        sequence ? NO_FOOTER : CONTAINED_FOOTER,
        sequence ? 0 : 1,
        sequence ? TraceNames.SEQUENCE_EXTENSION : TraceNames.CONTAINED_EXTENSION);
  }

  /** Keeps the events, with whatever texts there are in them, out of what is searched. */
  private static void pad(JsonBuffer out) {
    int characters = 0;
    for (int i = 0; i < out.size(); i++) {
      // Not the bytes that continue a character.
      characters += (out.array()[i] & 0xc0) == 0x80 ? 0 : 1;
    }
    for (; characters < SEARCHED_CHARACTERS; characters++) {
      out.ascii(' ');
    }
  }

  private void file(JsonBuffer out, boolean sequence) {
    if (settings.profile() == Profile.QVIS) {
      member(out, "qlog_version", "0.3");
      member(out, "qlog_format", sequence ? "JSON-SEQ" : "JSON");
    }
    member(
        out, "file_schema", "urn:ietf:params:qlog:file:" + (sequence ? "sequential" : "contained"));
    member(out, "serialization_format", "application/qlog+json" + (sequence ? "-seq" : ""));
  }

  private void trace(JsonBuffer out, ConnectionInfo connection, long startMicros) {
    out.raw(JsonBuffer.ascii("\"vantage_point\":{"));
    if (connection.endpointName() != null) {
      applicationText(out, "name", connection.endpointName());
    }
    member(out, "type", connection.vantagePoint().qlogName());
    out.raw(JsonBuffer.ascii("},\"common_fields\":{"));
    PrivacyPolicy privacy = settings.privacy();
    String id = privacy.identifier(connection.connectionId());
    if (id != null) {
      applicationText(out, "group_id", id);
    }
    byte[] original = connection.originalDestinationConnectionId();
    if (original.length > 0) {
      privacy.identifier(out, JsonBuffer.encodedKey("ODCID"), original);
    }
    time(out, startMicros);
    TraceParent parent = connection.traceParent();
    if (parent != null) {
      member(out, "traceparent", parent.toString());
    }
    out.ascii('}');
    if (connection.title() != null && privacy.name(connection.title()) != null) {
      applicationText(out, "title", privacy.name(connection.title()).toString());
    }
    out.raw(JsonBuffer.ascii(",\"event_schemas\":["));
    if (settings.profile() == Profile.IETF) {
      out.text("urn:ietf:params:qlog:events:quic-13");
      out.ascii(',');
      out.text("urn:ietf:params:qlog:events:loglevel");
      out.ascii(',');
    }
    out.text("urn:ietf:params:qlog:events:moqt-07");
    out.ascii(',');
    out.text(PRIVATE_SCHEMA);
    out.ascii(']');
  }

  private void time(JsonBuffer out, long startMicros) {
    if (settings.profile() == Profile.QVIS) {
      member(out, "time_format", "relative");
      out.key(JsonBuffer.encodedKey("reference_time"));
      out.millis(startMicros * 1000);
    } else {
      member(out, "time_format", "relative_to_epoch");
      out.raw(
          JsonBuffer.ascii(
              ",\"reference_time\":{\"clock_type\":\"monotonic\",\"epoch\":\"unknown\""));
      Instant start =
          Instant.ofEpochSecond(startMicros / 1_000_000, startMicros % 1_000_000 * 1000);
      member(out, "wall_clock_time", start.toString());
      out.ascii('}');
    }
  }

  /** What this writer did, so that numbers from many traces can be weighted by it. */
  private void writer(JsonBuffer out, Decision decision, String cause, int part) {
    out.raw(JsonBuffer.ascii(",\"moqlog\":{"));
    member(out, "sampling_reason", decision.reason().text());
    if (decision.rate() != null) {
      out.key(JsonBuffer.encodedKey("sampling_probability"));
      out.raw(JsonBuffer.ascii(decision.rate().probability().toString()));
      member(out, "sampling_threshold", decision.rate().thresholdHex());
    }
    if (cause != null) {
      applicationText(out, "promotion_cause", cause);
    }
    member(out, "importance", settings.importance().name().toLowerCase(Locale.ROOT));
    out.raw(JsonBuffer.ascii(",\"left_out\":["));
    for (EventType type : EventType.values()) {
      if (type != EventType.OTHER
          && !settings.records(type)
          && type.importance().compareTo(settings.importance()) <= 0) {
        out.comma();
        out.text(type.qlogName(settings.profile()));
      }
    }
    out.ascii(']');
    PrivacyPolicy privacy = settings.privacy();
    member(out, "addresses", privacy.addresses().name().toLowerCase(Locale.ROOT));
    member(out, "identifiers", privacy.identifiers().name().toLowerCase(Locale.ROOT));
    member(out, "names", privacy.names().name().toLowerCase(Locale.ROOT));
    if (part > 0) {
      out.key(JsonBuffer.encodedKey("part"));
      out.number(part);
    }
    out.ascii('}');
  }

  private static void member(JsonBuffer out, String name, String value) {
    out.key(JsonBuffer.encodedKey(name));
    out.text(value);
  }

  /** A text that somebody else chose: not too long, and without the words that qvis looks for. */
  private static void applicationText(JsonBuffer out, String name, String value) {
    String shortened =
        value.length() <= LONGEST_TEXT ? value : value.substring(0, LONGEST_TEXT) + "\u2026";
    JsonBuffer text = new JsonBuffer(256, 8 * LONGEST_TEXT);
    text.text(shortened);
    String json = new String(text.array(), 0, text.size(), StandardCharsets.UTF_8);
    // The same letters, as escapes that no search for a word finds.
    String escaped =
        WORDS
            .matcher(json)
            .replaceAll(match -> "\\\\u00" + Integer.toHexString(match.group().charAt(0)));
    out.key(JsonBuffer.encodedKey(name));
    out.raw(escaped.getBytes(StandardCharsets.UTF_8));
  }

  /** The end of an event, which the layout's footer fits to. */
  static byte[] eventEnd(TraceFormat format) {
    return JsonBuffer.ascii(format == TraceFormat.JSON_SEQ ? "}}\n" : "}}");
  }

  /** The beginning of an event up to its time. */
  static byte[] eventStart(TraceFormat format) {
    return JsonBuffer.ascii(format == TraceFormat.JSON_SEQ ? "\u001e{\"time\":" : ",\n{\"time\":");
  }
}
