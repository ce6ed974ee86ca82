package dev.moqlog.writer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.PacketType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events about as large as an event can be. */
class EventSizeTest {

  private static final long START = Recording.START;

  @TempDir Path directory;

  private long dropped;

  private List<JsonNode> record(Consumer<QlogTrace> recorded) throws IOException {
    QlogTrace trace;
    QlogRecorder recorder = Recording.builder(directory).build();
    try (recorder) {
      trace = recorder.open(ConnectionInfo.server(Recording.CONNECTION_ID));
      recorded.accept(trace);
      trace.close();
    }
    Map<DropReason, Long> reasons = recorder.stats().eventsDropped();
    dropped = reasons.getOrDefault(DropReason.TOO_LARGE, 0L);
    assertThat(recorder.stats().allEventsDropped()).isEqualTo(dropped);
    JsonNode header = Recording.parsed(Files.readString(trace.path().orElseThrow()));
    List<JsonNode> events = new ArrayList<>();
    header.at("/traces/0/events").forEach(events::add);
    return events;
  }

  private static void log(QlogTrace trace, long nanos, int characters) {
    trace.log(nanos, EventType.LOGLEVEL_INFO, "x".repeat(characters));
  }

  @Test
  void aPacketTooLargeForAnEventIsDroppedWholeAndTheTraceSaysSo() throws IOException {
    List<JsonNode> events =
        record(
            trace -> {
              PacketEvent event = trace.packetSent(START, PacketType.ONE_RTT, 1).ack(0);
              for (int i = 0; i < 10_000; i++) {
                event.range(2L * i, 2L * i);
              }
              event.commit();
              trace.packetSent(START, PacketType.ONE_RTT, 2).commit();
            });
    assertThat(dropped).isEqualTo(1);
    assertThat(events)
        .extracting(event -> event.get("name").asText())
        .containsExactly("moqlog:events_dropped", "transport:packet_sent", "moqlog:trace_ended");
    assertThat(events.get(0).get("data"))
        .isEqualTo(Recording.json("{'count':1,'since':0.000,'cause':'too_large'}"));
  }

  @Test
  void atEverySizeAroundTheLimitAnEventIsWholeOrDropped() throws IOException {
    int first = RecorderContext.CHUNK_BYTES - 120;
    int[] sizes = new int[1];
    List<JsonNode> events =
        record(
            trace -> {
              for (int size = first; size < RecorderContext.CHUNK_BYTES; size++) {
                log(trace, START, size);
                sizes[0]++;
              }
            });
    assertThat(dropped).isPositive().isLessThan(sizes[0]);
    assertThat(events.stream().filter(event -> event.get("name").asText().equals("generic:info")))
        .hasSize(sizes[0] - (int) dropped);
  }

  @Test
  void anEventThatOutgrowsTheLimitWhenItsTimeIsRaisedIsDropped() throws IOException {
    int first = RecorderContext.CHUNK_BYTES - 120;
    int[] sizes = new int[1];
    List<JsonNode> events =
        record(
            trace -> {
              log(trace, START + 123_456_789_000_000L, 1);
              for (int size = first; size < RecorderContext.CHUNK_BYTES; size++) {
                log(trace, START, size);
                sizes[0]++;
              }
            });
    assertThat(dropped).isPositive().isLessThan(sizes[0]);
    assertThat(events.stream().filter(event -> event.get("name").asText().equals("generic:info")))
        .hasSize(1 + sizes[0] - (int) dropped)
        .allMatch(event -> event.get("time").asLong() == 123_456_789L);
  }
}
