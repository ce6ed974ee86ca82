package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/**
 * One event of a Chrome netlog as it stands in the file.
 *
 * <p>Parameters are recognised by their names alone, since they come before the type. One instance
 * is filled again and again.
 */
final class NetlogRecord {

  /** More missing packets than this make an acknowledgment useless. */
  private static final int MAX_MISSING = 1 << 16;

  private static final int MILLIS_TO_NANOS = 6;

  private final Texts texts = new Texts();
  private final LenientJson.MemberReader members = this::member;
  private final LenientJson.MemberReader sourceMembers = this::source;
  private final LenientJson.MemberReader parameters = this::parameter;

  long type;
  long phase;
  long sourceId;
  long timeNanos;

  long packetNumber;
  long sizeBytes;
  long sentMicros;
  long streamId;
  long offset;
  long lengthBytes;
  long limit;
  long sequenceNumber;
  long largestAcked;
  long smallestAcked;
  long ackDelayMicros;
  long ect0;
  long ect1;
  long ce;
  long quicError;
  long wireError;
  long port;
  boolean fin;
  boolean unidirectional;
  boolean fromPeer;
  String encryptionLevel;
  String headerFormat;
  String longHeaderType;
  String connectionId;
  String host;
  String version;
  String info;
  String details;
  String closeType;
  String transportParameters;

  /** The packet numbers that an acknowledgment leaves out, ascending. */
  long[] missing = new long[64];

  int missingCount;
  boolean tooManyMissing;

  /**
   * Decodes an event.
   *
   * @return whether it is one, that is, has a type, a source and a time
   * @throws IOException if it is not JSON
   */
  boolean decode(byte[] buffer, int from, int to) throws IOException {
    clear();
    try (JsonParser parser = LenientJson.parser(buffer, from, to)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      LenientJson.members(parser, members);
    }
    return type != ABSENT && sourceId != ABSENT && timeNanos >= 0;
  }

  private void clear() {
    type = ABSENT;
    phase = ABSENT;
    sourceId = ABSENT;
    timeNanos = ABSENT;
    packetNumber = ABSENT;
    sizeBytes = ABSENT;
    sentMicros = ABSENT;
    streamId = ABSENT;
    offset = ABSENT;
    lengthBytes = ABSENT;
    limit = ABSENT;
    sequenceNumber = ABSENT;
    largestAcked = ABSENT;
    smallestAcked = ABSENT;
    ackDelayMicros = ABSENT;
    ect0 = ABSENT;
    ect1 = ABSENT;
    ce = ABSENT;
    quicError = ABSENT;
    wireError = ABSENT;
    port = ABSENT;
    fin = false;
    unidirectional = false;
    fromPeer = false;
    encryptionLevel = null;
    headerFormat = null;
    longHeaderType = null;
    connectionId = null;
    host = null;
    version = null;
    info = null;
    details = null;
    closeType = null;
    transportParameters = null;
    missingCount = 0;
    tooManyMissing = false;
  }

  private void member(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "params" -> LenientJson.members(parser, parameters);
      case "phase" -> phase = LenientJson.unsigned(parser);
      case "source" -> LenientJson.members(parser, sourceMembers);
      case "time" -> timeNanos = EventClock.bounded(LenientJson.scaled(parser, MILLIS_TO_NANOS));
      case "type" -> type = LenientJson.unsigned(parser);
      default -> parser.skipChildren();
    }
  }

  private void source(String name, JsonParser parser) throws IOException {
    if (name.equals("id")) {
      // Negative for sources of another process.
      sourceId = LenientJson.scaled(parser, 0);
    } else {
      parser.skipChildren();
    }
  }

  private void parameter(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "packet_number" -> packetNumber = LenientJson.unsigned(parser);
      case "size" -> sizeBytes = LenientJson.unsigned(parser);
      case "sent_time_us" -> sentMicros = LenientJson.unsigned(parser);
      case "stream_id" -> streamId = LenientJson.unsigned(parser);
      case "offset" -> offset = LenientJson.unsigned(parser);
      case "length", "data_length", "message_length" -> lengthBytes = LenientJson.unsigned(parser);
      case "byte_offset", "stream_count" -> limit = LenientJson.unsigned(parser);
      case "sequence_number" -> sequenceNumber = LenientJson.unsigned(parser);
      case "largest_observed" -> largestAcked = LenientJson.unsigned(parser);
      case "smallest_observed" -> smallestAcked = LenientJson.unsigned(parser);
      case "delta_time_largest_observed_us" -> ackDelayMicros = LenientJson.unsigned(parser);
      case "missing_packets" -> missing(parser);
      case "ECT0" -> ect0 = LenientJson.unsigned(parser);
      case "ECT1" -> ect1 = LenientJson.unsigned(parser);
      case "CE" -> ce = LenientJson.unsigned(parser);
      case "quic_error" -> quicError = LenientJson.unsigned(parser);
      case "quic_wire_error", "ietf_error_code" -> wireError = LenientJson.unsigned(parser);
      case "port" -> port = LenientJson.unsigned(parser);
      case "fin" -> fin = LenientJson.bool(parser);
      case "is_unidirectional", "unidirectional" -> unidirectional = LenientJson.bool(parser);
      case "from_peer" -> fromPeer = LenientJson.bool(parser);
      case "encryption_level" -> encryptionLevel = texts.shortText(parser);
      case "header_format" -> headerFormat = texts.shortText(parser);
      case "long_header_type" -> longHeaderType = texts.shortText(parser);
      case "connection_id" -> connectionId = texts.shortText(parser);
      case "host" -> host = texts.shortText(parser);
      case "version" -> version = texts.shortText(parser);
      case "info" -> info = texts.shortText(parser);
      case "details" -> details = texts.shortText(parser);
      case "close_type" -> closeType = texts.shortText(parser);
      case "quic_transport_parameters" -> transportParameters = LenientJson.text(parser);
      default -> parser.skipChildren();
    }
  }

  private void missing(JsonParser parser) throws IOException {
    if (!LenientJson.isArray(parser)) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      long number = LenientJson.unsigned(parser);
      if (missingCount == MAX_MISSING) {
        tooManyMissing = true;
      } else if (number != ABSENT) {
        if (missingCount == missing.length) {
          missing = Arrays.copyOf(missing, 2 * missingCount);
        }
        missing[missingCount++] = number;
      }
    }
  }
}
