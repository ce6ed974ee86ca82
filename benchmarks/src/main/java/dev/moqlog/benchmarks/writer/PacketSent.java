package dev.moqlog.benchmarks.writer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.util.List;

/** The event as objects: what is handed to a queue, or to Jackson's databind. */
record PacketSent(double time, String name, Data data) {

  record Data(Header header, List<Object> frames, Raw raw) {}

  record Header(String packetType, long packetNumber) {}

  record Ack(String frameType, double ackDelay, long[][] ackedRanges) {}

  record Stream(String frameType, long streamId, long offset, long length, Raw raw) {}

  record Raw(long length) {}

  /** Writes such objects with the names of qlog. */
  static ObjectWriter writer() {
    return new ObjectMapper()
        .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .writerFor(PacketSent.class);
  }

  /** The same event as {@link SampleEvent} records. */
  static PacketSent of(long nanos, long packetNumber) {
    long acked = SampleEvent.acked(packetNumber);
    long[][] ranges = {
      {acked - 149, acked - 80},
      {acked - 78, acked - 10},
      {acked - 8, acked}
    };
    return new PacketSent(
        nanos / 1000 / 1e3,
        "transport:packet_sent",
        new Data(
            new Header("1RTT", packetNumber),
            List.of(
                new Ack("ack", SampleEvent.ACK_DELAY_NANOS / 1e6, ranges),
                new Stream(
                    "stream",
                    SampleEvent.STREAM_ID,
                    SampleEvent.offset(packetNumber),
                    SampleEvent.DATA_BYTES,
                    new Raw(SampleEvent.DATA_BYTES))),
            new Raw(SampleEvent.PACKET_BYTES)));
  }
}
