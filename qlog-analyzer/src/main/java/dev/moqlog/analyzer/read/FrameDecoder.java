package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.moqlog.vocabulary.FrameType;
import java.io.IOException;

/** Decodes the frames of a packet, by the member names of any draft and stack. */
final class FrameDecoder {

  private final QlogEvent event;
  private final Texts texts;
  private final TextCache<FrameType> types = new TextCache<>(FrameType::of);
  private final LenientJson.MemberReader rawMembers = this::raw;

  private int timeDigits;
  private long rawLength;
  private long rawPayloadLength;
  private FrameType type;
  private long ect0;
  private long ect1;
  private long ce;
  private String error;
  private String errorSpace;
  private String reason;
  private long errorCode;

  FrameDecoder(QlogEvent event, Texts texts) {
    this.event = event;
    this.texts = texts;
  }

  /** How many digits the times of the current trace are shifted by to be in nanoseconds. */
  void setTimeDigits(int timeDigits) {
    this.timeDigits = timeDigits;
  }

  /** Decodes the array of frames that the parser stands on; anything else is skipped. */
  void frames(JsonParser parser) throws IOException {
    if (!LenientJson.isArray(parser)) {
      parser.skipChildren();
      return;
    }
    event.frames.logged = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (LenientJson.isObject(parser) && event.frames.add()) {
        frame(parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  private void frame(JsonParser parser) throws IOException {
    FrameList frames = event.frames;
    long length = ABSENT;
    rawLength = ABSENT;
    rawPayloadLength = ABSENT;
    type = FrameType.OTHER;
    ect0 = ABSENT;
    ect1 = ABSENT;
    ce = ABSENT;
    error = null;
    errorSpace = null;
    reason = null;
    errorCode = ABSENT;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "frame_type" -> frameType(parser);
        case "stream_id", "id" -> frames.setStreamId(LenientJson.unsigned(parser));
        case "offset", "final_size" -> frames.setOffset(LenientJson.unsigned(parser));
        case "length", "len" -> length = LenientJson.unsigned(parser);
        case "fin" -> frames.setFin(LenientJson.bool(parser));
        case "ack_delay" -> frames.setAckDelayNanos(LenientJson.scaled(parser, timeDigits));
        case "acked_ranges" -> ackedRanges(parser);
        case "raw" -> {
          rawLength = ABSENT;
          rawPayloadLength = ABSENT;
          LenientJson.members(parser, rawMembers);
        }
        case "ect0", "ecn_ect0" -> ect0 = LenientJson.unsigned(parser);
        case "ect1", "ecn_ect1" -> ect1 = LenientJson.unsigned(parser);
        case "ce", "ecn_ce" -> ce = LenientJson.unsigned(parser);
        case "path_id" -> frames.setPathId(LenientJson.unsigned(parser));
        case "maximum", "limit", "sequence_number" -> frames.setValue(LenientJson.unsigned(parser));
        case "stream_type" ->
            frames.setUnidirectional("unidirectional".equals(texts.shortText(parser)));
        case "data", "path_challenge", "path_response" -> pathData(parser);
        case "error_code", "error_code_value", "raw_error_code" -> errorCode(parser);
        case "error" -> error = texts.shortText(parser);
        case "error_space" -> errorSpace = DetailDecoder.errorSpace(texts.shortText(parser));
        case "reason" -> reason = texts.shortText(parser);
        default -> parser.skipChildren();
      }
    }
    if (rawPayloadLength != ABSENT) {
      length = rawPayloadLength;
    } else if (rawLength != ABSENT) {
      length = rawLength;
    }
    frames.setLength(length);
    if (frames.isAck(frames.count() - 1)) {
      frames.setEcnCounts(ect0, ect1, ce);
    }
    if (type == FrameType.CONNECTION_CLOSE) {
      event.close.error = error;
      event.close.errorSpace = errorSpace;
      event.close.reason = reason;
      event.close.errorCode = errorCode;
    }
  }

  private void frameType(JsonParser parser) throws IOException {
    if (!LenientJson.isText(parser)) {
      parser.skipChildren();
      return;
    }
    type = texts.cached(types, parser);
    event.frames.setType(type);
    if (type == FrameType.CONNECTION_CLOSE
        && parser.getTextCharacters()[parser.getTextOffset()] == 'a') {
      // application_close, as CONNECTION_CLOSE of type 0x1d was called.
      errorSpace = "application";
    }
  }

  /** The code of an error, by number or name. */
  private void errorCode(JsonParser parser) throws IOException {
    String text = texts.shortText(parser);
    long code = text == null ? ABSENT : Decimal.scaled(text, 0);
    if (code >= 0) {
      event.frames.setValue(code);
      errorCode = code;
    } else if (error == null) {
      error = text;
    }
  }

  /** The data of PATH_CHALLENGE and PATH_RESPONSE: eight bytes in hexadecimal. */
  private void pathData(JsonParser parser) throws IOException {
    if (!LenientJson.isText(parser) || parser.getTextLength() != 2 * Long.BYTES) {
      parser.skipChildren();
      return;
    }
    char[] digits = parser.getTextCharacters();
    long value = 0;
    for (int i = 0; i < 2 * Long.BYTES; i++) {
      int digit = Character.digit(digits[parser.getTextOffset() + i], 16);
      if (digit < 0) {
        return;
      }
      value = value << 4 | digit;
    }
    event.frames.setValue(value);
  }

  private void raw(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "length" -> rawLength = LenientJson.unsigned(parser);
      case "payload_length" -> rawPayloadLength = LenientJson.unsigned(parser);
      default -> parser.skipChildren();
    }
  }

  /** Ranges as {@code [[first, last], [single]]}, in numbers or strings, in any order. */
  private void ackedRanges(JsonParser parser) throws IOException {
    if (!LenientJson.isArray(parser)) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      long first;
      long last;
      if (LenientJson.isArray(parser)) {
        first = ABSENT;
        last = ABSENT;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          last = LenientJson.unsigned(parser);
          first = first == ABSENT ? last : first;
        }
      } else {
        first = LenientJson.unsigned(parser);
        last = first;
      }
      if (first != ABSENT && last != ABSENT) {
        event.frames.addRange(first, last);
      }
    }
  }
}
