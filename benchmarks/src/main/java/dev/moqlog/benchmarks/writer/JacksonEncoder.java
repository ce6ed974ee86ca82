package dev.moqlog.benchmarks.writer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Encodes the event with a generator of Jackson, as fast as one can: one generator for all events,
 * names and words encoded once.
 */
final class JacksonEncoder {

  private static final SerializableString TIME = new SerializedString("time");
  private static final SerializableString NAME = new SerializedString("name");
  private static final SerializableString DATA = new SerializedString("data");
  private static final SerializableString HEADER = new SerializedString("header");
  private static final SerializableString PACKET_TYPE = new SerializedString("packet_type");
  private static final SerializableString PACKET_NUMBER = new SerializedString("packet_number");
  private static final SerializableString FRAMES = new SerializedString("frames");
  private static final SerializableString FRAME_TYPE = new SerializedString("frame_type");
  private static final SerializableString ACK_DELAY = new SerializedString("ack_delay");
  private static final SerializableString ACKED_RANGES = new SerializedString("acked_ranges");
  private static final SerializableString STREAM_ID = new SerializedString("stream_id");
  private static final SerializableString OFFSET = new SerializedString("offset");
  private static final SerializableString LENGTH = new SerializedString("length");
  private static final SerializableString RAW = new SerializedString("raw");
  private static final SerializableString SENT = new SerializedString("transport:packet_sent");
  private static final SerializableString ONE_RTT = new SerializedString("1RTT");
  private static final SerializableString ACK = new SerializedString("ack");
  private static final SerializableString STREAM = new SerializedString("stream");

  private final JsonGenerator out;
  private final boolean doubleTimes;
  private final char[] digits = new char[24];

  /** With times as doubles, as is usual, or as integers that are printed with a point in them. */
  JacksonEncoder(OutputStream to, boolean doubleTimes) {
    try {
      this.out = new JsonFactory().createGenerator(to);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    this.out.setRootValueSeparator(new SerializedString(",\n"));
    this.doubleTimes = doubleTimes;
  }

  void encode(long nanos, long packetNumber) throws IOException {
    out.writeStartObject();
    out.writeFieldName(TIME);
    millis(nanos);
    out.writeFieldName(NAME);
    out.writeString(SENT);
    out.writeFieldName(DATA);
    out.writeStartObject();
    out.writeFieldName(HEADER);
    out.writeStartObject();
    out.writeFieldName(PACKET_TYPE);
    out.writeString(ONE_RTT);
    number(PACKET_NUMBER, packetNumber);
    out.writeEndObject();
    out.writeFieldName(FRAMES);
    out.writeStartArray();
    ack(SampleEvent.acked(packetNumber));
    stream(SampleEvent.offset(packetNumber));
    out.writeEndArray();
    raw(SampleEvent.PACKET_BYTES);
    out.writeEndObject();
    out.writeEndObject();
  }

  void flush() throws IOException {
    out.flush();
  }

  private void ack(long acked) throws IOException {
    out.writeStartObject();
    out.writeFieldName(FRAME_TYPE);
    out.writeString(ACK);
    out.writeFieldName(ACK_DELAY);
    millis(SampleEvent.ACK_DELAY_NANOS);
    out.writeFieldName(ACKED_RANGES);
    out.writeStartArray();
    range(acked - 149, acked - 80);
    range(acked - 78, acked - 10);
    range(acked - 8, acked);
    out.writeEndArray();
    out.writeEndObject();
  }

  private void range(long smallest, long largest) throws IOException {
    out.writeStartArray();
    out.writeNumber(smallest);
    out.writeNumber(largest);
    out.writeEndArray();
  }

  private void stream(long offset) throws IOException {
    out.writeStartObject();
    out.writeFieldName(FRAME_TYPE);
    out.writeString(STREAM);
    number(STREAM_ID, SampleEvent.STREAM_ID);
    number(OFFSET, offset);
    number(LENGTH, SampleEvent.DATA_BYTES);
    raw(SampleEvent.DATA_BYTES);
    out.writeEndObject();
  }

  private void raw(long length) throws IOException {
    out.writeFieldName(RAW);
    out.writeStartObject();
    number(LENGTH, length);
    out.writeEndObject();
  }

  private void number(SerializableString name, long value) throws IOException {
    out.writeFieldName(name);
    out.writeNumber(value);
  }

  private void millis(long nanos) throws IOException {
    long micros = nanos / 1000;
    if (doubleTimes) {
      out.writeNumber(micros / 1e3);
      return;
    }
    int at = digits.length;
    long rest = micros;
    int count = 0;
    do {
      if (count++ == 3) {
        digits[--at] = '.';
      }
      digits[--at] = (char) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0 || count < 4);
    out.writeNumber(digits, at, digits.length - at);
  }
}
