package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.vocabulary.FrameType;
import java.io.IOException;

/** Decodes the frames of a packet, by the member names of any draft and stack. */
final class FrameDecoder {

  private final Texts texts;
  private final TextCache<FrameType> types = new TextCache<>(FrameType::of);

  private QlogEvent event;
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

  FrameDecoder(Texts texts) {
    this.texts = texts;
  }

  /** Another event begins. */
  void begin(QlogEvent event) {
    this.event = event;
  }

  /** How many digits the times of the current trace are shifted by to be in nanoseconds. */
  void setTimeDigits(int timeDigits) {
    this.timeDigits = timeDigits;
  }

  /** Decodes the array of frames that the cursor stands at; anything else is skipped. */
  void frames(JsonCursor cursor) throws IOException {
    if (!cursor.isArray()) {
      cursor.skip();
      return;
    }
    event.frames.logged = true;
    for (boolean more = cursor.firstElement(); more; more = cursor.nextElement()) {
      if (cursor.isObject() && event.frames.add()) {
        frame(cursor);
      } else {
        cursor.skip();
      }
    }
  }

  private void frame(JsonCursor cursor) throws IOException {
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
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      switch (name) {
        case FRAME_TYPE -> frameType(cursor);
        case STREAM_ID, ID -> frames.setStreamId(cursor.unsigned());
        case OFFSET, FINAL_SIZE -> frames.setOffset(cursor.unsigned());
        case LENGTH, LEN -> length = cursor.unsigned();
        case FIN -> frames.setFin(cursor.bool());
        case ACK_DELAY -> frames.setAckDelayNanos(cursor.scaled(timeDigits));
        case ACKED_RANGES -> ackedRanges(cursor);
        case RAW -> {
          rawLength = ABSENT;
          rawPayloadLength = ABSENT;
          raw(cursor);
        }
        case ECT0, ECN_ECT0 -> ect0 = cursor.unsigned();
        case ECT1, ECN_ECT1 -> ect1 = cursor.unsigned();
        case CE, ECN_CE -> ce = cursor.unsigned();
        case PATH_ID -> frames.setPathId(cursor.unsigned());
        case MAXIMUM, LIMIT, SEQUENCE_NUMBER -> frames.setValue(cursor.unsigned());
        case STREAM_TYPE ->
            frames.setUnidirectional("unidirectional".equals(texts.shortText(cursor)));
        case DATA, PATH_CHALLENGE, PATH_RESPONSE -> pathData(cursor);
        case ERROR_CODE, ERROR_CODE_VALUE, RAW_ERROR_CODE -> errorCode(cursor);
        case ERROR -> error = texts.shortText(cursor);
        case ERROR_SPACE -> errorSpace = DetailDecoder.errorSpace(texts.shortText(cursor));
        case REASON -> reason = texts.shortText(cursor);
        default -> cursor.skip();
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
      event.close.touched = true;
      event.close.error = error;
      event.close.errorSpace = errorSpace;
      event.close.reason = reason;
      event.close.errorCode = errorCode;
    }
  }

  private void frameType(JsonCursor cursor) throws IOException {
    if (!cursor.isText()) {
      cursor.skip();
      return;
    }
    type = cursor.cached(types);
    event.frames.setType(type);
    if (type == FrameType.CONNECTION_CLOSE && cursor.textStartsWith('a')) {
      // application_close, as CONNECTION_CLOSE of type 0x1d was called.
      errorSpace = "application";
    }
  }

  /** The code of an error, by number or name. */
  private void errorCode(JsonCursor cursor) throws IOException {
    String text = texts.shortText(cursor);
    long code = text == null ? ABSENT : Decimal.scaled(text, 0);
    if (code >= 0) {
      event.frames.setValue(code);
      errorCode = code;
    } else if (error == null) {
      error = text;
    }
  }

  /** The data of PATH_CHALLENGE and PATH_RESPONSE: eight bytes in hexadecimal. */
  private void pathData(JsonCursor cursor) throws IOException {
    FrameList frames = event.frames;
    frames.setValue(cursor.hexadecimal(frames.value(frames.count() - 1)));
  }

  private void raw(JsonCursor cursor) throws IOException {
    for (MemberName name = cursor.firstMember(); name != null; name = cursor.nextMember()) {
      switch (name) {
        case LENGTH -> rawLength = cursor.unsigned();
        case PAYLOAD_LENGTH -> rawPayloadLength = cursor.unsigned();
        default -> cursor.skip();
      }
    }
  }

  /** Ranges as {@code [[first, last], [single]]}, in numbers or strings, in any order. */
  private void ackedRanges(JsonCursor cursor) throws IOException {
    for (boolean more = cursor.firstElement(); more; more = cursor.nextElement()) {
      long first;
      long last;
      if (cursor.isArray()) {
        first = ABSENT;
        last = ABSENT;
        for (boolean bound = cursor.firstElement(); bound; bound = cursor.nextElement()) {
          last = cursor.unsigned();
          first = first == ABSENT ? last : first;
        }
      } else {
        first = cursor.unsigned();
        last = first;
      }
      if (first != ABSENT && last != ABSENT) {
        event.frames.addRange(first, last);
      }
    }
  }
}
