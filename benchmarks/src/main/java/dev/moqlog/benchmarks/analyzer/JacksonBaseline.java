package dev.moqlog.benchmarks.analyzer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.moqlog.benchmarks.SeparatorsAsSpaces;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads of a log with Jackson's streaming parser what round trips, loss and retransmission need,
 * and nothing else: the best that a user of Jackson can write. There is one parser a file, no text
 * becomes a String but the names of members, which Jackson keeps, and what is not needed is
 * skipped. For one thread.
 */
final class JacksonBaseline {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .build();

  private static final int RECORD_SEPARATOR = 0x1E;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final long ABSENT = Long.MIN_VALUE;

  private enum Event {
    UNKNOWN,
    OTHER,
    PACKET_SENT,
    PACKET_RECEIVED,
    PACKET_LOST,
    METRICS
  }

  private enum Frame {
    OTHER,
    STREAM,
    CRYPTO,
    ACK
  }

  private static final String[] FRAME_NAMES = {null, "stream", "crypto", "ack"};
  private static final Frame[] FRAMES = Frame.values();

  private final Facts facts = new Facts();

  private Event event;
  private long number;
  private PacketKind kind;
  private long length;
  private double latestRtt;
  private double smoothedRtt;
  private double minRtt;
  private double rttVariance;
  private long ranges;
  private long acknowledged;
  private long streamFrames;
  private long streamIds;
  private long streamOffsets;
  private long streamBytes;
  private long cryptoFrames;
  private long cryptoBytes;

  Facts facts() {
    return facts;
  }

  /** Reads a log in memory. */
  void read(byte[] log) throws IOException {
    if (log.length > 0 && log[0] == RECORD_SEPARATOR) {
      read(new ByteArrayInputStream(log), true);
    } else {
      try (JsonParser parser = JSON.createParser(log)) {
        read(parser);
      }
    }
  }

  /** Reads a log of a stream that is not compressed. */
  void read(InputStream in, boolean sequence) throws IOException {
    try (JsonParser parser = JSON.createParser(sequence ? new SeparatorsAsSpaces(in) : in)) {
      read(parser);
    }
  }

  private void read(JsonParser parser) throws IOException {
    JsonToken token;
    while ((token = parser.nextToken()) != null) {
      if (token == JsonToken.START_OBJECT) {
        record(parser);
      }
    }
  }

  /** A file, the header of one, or an event. */
  private void record(JsonParser parser) throws IOException {
    clear();
    boolean isEvent = false;
    String key;
    while ((key = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      switch (key) {
        case "time" -> facts.time(Math.round(parser.getDoubleValue() * NANOS_PER_MILLI));
        case "name" -> {
          isEvent = true;
          event = event(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        }
        case "data" -> {
          if (event == Event.OTHER || token != JsonToken.START_OBJECT) {
            parser.skipChildren();
          } else {
            data(parser);
          }
        }
        case "traces" -> {
          if (token == JsonToken.START_ARRAY) {
            traces(parser);
          }
        }
        default -> parser.skipChildren();
      }
    }
    if (isEvent) {
      add();
    }
  }

  private void traces(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      String key;
      while ((key = parser.nextFieldName()) != null) {
        if (parser.nextToken() == JsonToken.START_ARRAY && key.equals("events")) {
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            record(parser);
          }
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  private void data(JsonParser parser) throws IOException {
    String key;
    while ((key = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      switch (key) {
        case "header" -> {
          if (token == JsonToken.START_OBJECT) {
            header(parser);
          } else {
            parser.skipChildren();
          }
        }
        case "raw" -> length = length(parser, length);
        case "frames" -> {
          if (token == JsonToken.START_ARRAY) {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
              frame(parser);
            }
          }
        }
        case "packet_number" -> number = parser.getLongValue();
        case "latest_rtt" -> latestRtt = parser.getDoubleValue();
        case "smoothed_rtt" -> smoothedRtt = parser.getDoubleValue();
        case "min_rtt" -> minRtt = parser.getDoubleValue();
        case "rtt_variance" -> rttVariance = parser.getDoubleValue();
        default -> parser.skipChildren();
      }
    }
  }

  private void header(JsonParser parser) throws IOException {
    String key;
    while ((key = parser.nextFieldName()) != null) {
      parser.nextToken();
      switch (key) {
        case "packet_number" -> number = parser.getLongValue();
        case "packet_type" ->
            kind =
                PacketKind.of(
                    parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        case "length" -> {
          if (length == ABSENT) {
            length = parser.getLongValue();
          }
        }
        default -> parser.skipChildren();
      }
    }
  }

  private static long length(JsonParser parser, long otherwise) throws IOException {
    long found = otherwise;
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return found;
    }
    String key;
    while ((key = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      if (key.equals("length") && token == JsonToken.VALUE_NUMBER_INT) {
        found = parser.getLongValue();
      } else if (key.equals("payload_length") && found == ABSENT) {
        found = parser.getLongValue();
      } else {
        parser.skipChildren();
      }
    }
    return found;
  }

  private void frame(JsonParser parser) throws IOException {
    Frame type = Frame.OTHER;
    long id = 0;
    long offset = 0;
    long bytes = ABSENT;
    String key;
    while ((key = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      switch (key) {
        case "frame_type" ->
            type =
                frame(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        case "stream_id" -> id = parser.getLongValue();
        case "offset" -> offset = parser.getLongValue();
        case "length" -> bytes = parser.getLongValue();
        case "raw" -> bytes = length(parser, bytes);
        case "acked_ranges" -> {
          if (token == JsonToken.START_ARRAY) {
            ranges(parser);
          }
        }
        default -> parser.skipChildren();
      }
    }
    if (type == Frame.STREAM) {
      streamFrames++;
      streamIds += id;
      streamOffsets += offset;
      streamBytes += bytes == ABSENT ? 0 : bytes;
    } else if (type == Frame.CRYPTO) {
      cryptoFrames++;
      cryptoBytes += bytes == ABSENT ? 0 : bytes;
    }
  }

  private void ranges(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.START_ARRAY) {
      parser.nextToken();
      long first = parser.getLongValue();
      long last = first;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        last = parser.getLongValue();
      }
      ranges++;
      acknowledged += last - first + 1;
    }
  }

  private void clear() {
    event = Event.UNKNOWN;
    number = 0;
    kind = PacketKind.APPLICATION;
    length = ABSENT;
    latestRtt = Double.NaN;
    smoothedRtt = Double.NaN;
    minRtt = Double.NaN;
    rttVariance = Double.NaN;
    ranges = 0;
    acknowledged = 0;
    streamFrames = 0;
    streamIds = 0;
    streamOffsets = 0;
    streamBytes = 0;
    cryptoFrames = 0;
    cryptoBytes = 0;
  }

  private void add() {
    facts.events++;
    switch (event) {
      case PACKET_SENT -> {
        facts.packetsSent++;
        facts.packetNumbersSent += number;
        facts.packetTypes += kind.ordinal();
        facts.bytesSent += length == ABSENT ? 0 : length;
        facts.streamFrames += streamFrames;
        facts.streamIds += streamIds;
        facts.streamOffsets += streamOffsets;
        facts.streamBytes += streamBytes;
        facts.cryptoFrames += cryptoFrames;
        facts.cryptoBytes += cryptoBytes;
      }
      case PACKET_RECEIVED -> {
        facts.packetsReceived++;
        facts.packetNumbersReceived += number;
        facts.ackRanges += ranges;
        facts.acknowledged += acknowledged;
      }
      case PACKET_LOST -> {
        facts.packetsLost++;
        facts.packetNumbersLost += number;
      }
      case METRICS -> {
        if (!Double.isNaN(latestRtt)) {
          facts.rttSamples++;
          facts.rttNanos += Math.round(latestRtt * NANOS_PER_MILLI);
        }
        otherRtt(smoothedRtt);
        otherRtt(minRtt);
        otherRtt(rttVariance);
      }
      default -> {}
    }
  }

  private void otherRtt(double millis) {
    if (!Double.isNaN(millis)) {
      facts.otherRtt(Math.round(millis * NANOS_PER_MILLI));
    }
  }

  /** The event of a name such as {@code transport:packet_sent}; the category is of no use. */
  private static Event event(char[] text, int from, int length) {
    int start = from;
    int end = from + length;
    for (int i = from; i < end; i++) {
      if (text[i] == ':') {
        start = i + 1;
      }
    }
    if (isText("packet_sent", text, start, end)) {
      return Event.PACKET_SENT;
    }
    if (isText("packet_received", text, start, end)) {
      return Event.PACKET_RECEIVED;
    }
    if (isText("packet_lost", text, start, end)) {
      return Event.PACKET_LOST;
    }
    if (isText("metrics_updated", text, start, end)
        || isText("recovery_metrics_updated", text, start, end)) {
      return Event.METRICS;
    }
    return Event.OTHER;
  }

  private static Frame frame(char[] text, int from, int length) {
    for (int i = 1; i < FRAME_NAMES.length; i++) {
      if (isText(FRAME_NAMES[i], text, from, from + length)) {
        return FRAMES[i];
      }
    }
    return Frame.OTHER;
  }

  private static boolean isText(String name, char[] text, int from, int end) {
    if (end - from != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (text[from + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
