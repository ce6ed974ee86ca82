package dev.moqlog.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.PacketType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class SizeLimitTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final long LIMIT = 64 << 10;
  private static final String CLOSED = "connectivity:connection_closed";

  @TempDir Path root;
  private QlogRecorder recorder;
  private long nanos = 1_000_000_000L;
  private long recorded;

  @AfterEach
  void close() {
    recorder.close(LONG);
  }

  private QlogTrace start(SizeLimitAction action) throws IOException {
    recorder =
        QlogRecorder.builder(root)
            .minFreeBytes(0)
            .shutdownHook(false)
            .maxTraceBytes(LIMIT)
            .onSizeLimit(action)
            .build();
    return recorder.open(ConnectionInfo.server(new byte[] {1}), nanos);
  }

  private void packets(QlogTrace trace, int count) {
    for (int i = 0; i < count; i++) {
      trace.packetSent(nanos += 1000, PacketType.ONE_RTT, recorded++).length(1252).ping().commit();
    }
  }

  private void details(QlogTrace trace, int count) {
    for (int i = 0; i < count; i++) {
      recorded++;
      trace.log(nanos += 1000, EventType.LOGLEVEL_DEBUG, "some detail that is not so important");
    }
  }

  private void closed(QlogTrace trace) {
    recorded++;
    trace.connection().closed(nanos += 1_000_000, true, false, 1, "the end", "error");
  }

  private List<TraceContent> finish(QlogTrace trace) throws IOException {
    trace.close();
    assertThat(recorder.close(LONG)).isTrue();
    List<TraceContent> parts = new ArrayList<>();
    for (Path file : TraceContent.filesBelow(root)) {
      assertThat(Files.size(file)).isBetween(1L, LIMIT);
      parts.add(TraceContent.of(file));
    }
    RecorderStats stats = recorder.stats();
    assertThat(stats.eventsWritten() + stats.allEventsDropped()).isEqualTo(recorded);
    assertThat(stats.allEventsDropped())
        .isEqualTo(stats.eventsDropped().get(DropReason.TRACE_SIZE));
    assertThat(parts.stream().mapToLong(part -> part.recorded().size()).sum())
        .isEqualTo(stats.eventsWritten());
    assertThat(stats.memoryUsedBytes()).isZero();
    return parts;
  }

  private void assertTold(TraceContent content) {
    long dropped = recorder.stats().allEventsDropped();
    assertThat(content.named("moqlog:trace_truncated")).hasSize(1);
    assertThat(content.named("moqlog:trace_truncated").get(0).get("data").get("events").longValue())
        .isEqualTo(dropped);
    assertThat(content.end().get("events").longValue()).isEqualTo(content.recorded().size());
    assertThat(content.end().get("events_dropped").longValue()).isEqualTo(dropped);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aTraceStopsAtTheLimitButForHowItWasClosed(boolean slowly) throws Exception {
    QlogTrace trace = start(SizeLimitAction.STOP);
    for (int i = 0; i < 30; i++) {
      packets(trace, 100);
      if (slowly) {
        assertThat(recorder.flush(LONG)).isTrue();
      }
    }
    closed(trace);
    packets(trace, 10);
    List<TraceContent> parts = finish(trace);
    assertThat(parts).hasSize(1);
    TraceContent content = parts.get(0);
    assertThat(content.named(CLOSED)).hasSize(1);
    assertThat(content.packetNumbers().size()).isGreaterThan(100);
    for (int i = 0; i < content.packetNumbers().size(); i++) {
      assertThat(content.packetNumbers().get(i)).isEqualTo(i);
    }
    assertTold(content);
    assertThat(recorder.stats().tracesTruncated()).isOne();
  }

  @Test
  void ofSeveralCloseEventsBeyondTheLimitTheFirstIsKeptAndTheOthersAreCounted() throws Exception {
    QlogTrace trace = start(SizeLimitAction.STOP);
    packets(trace, 2_000);
    closed(trace);
    packets(trace, 1_000);
    assertThat(recorder.flush(LONG)).isTrue();
    closed(trace);
    closed(trace);
    TraceContent content = finish(trace).get(0);
    assertThat(content.named(CLOSED)).hasSize(1);
    assertTold(content);
  }

  @Test
  void anEventThatOnlyMentionsTheCloseEventIsNotTakenForIt() throws Exception {
    QlogTrace trace = start(SizeLimitAction.STOP);
    packets(trace, 2_000);
    recorded++;
    trace.log(nanos, EventType.LOGLEVEL_INFO, "\"name\":\"" + CLOSED + "\",\"data\":{");
    closed(trace);
    TraceContent content = finish(trace).get(0);
    assertThat(content.named(CLOSED)).hasSize(1);
    assertTold(content);
  }

  @Test
  void aCloseEventThatIsTooLargeForTheReserveIsCounted() throws Exception {
    QlogTrace trace = start(SizeLimitAction.STOP);
    packets(trace, 2_000);
    recorded++;
    trace.connection().closed(nanos, true, false, 1, "x".repeat(10_000), "error");
    TraceContent content = finish(trace).get(0);
    assertThat(content.named(CLOSED)).isEmpty();
    assertTold(content);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aTraceGoesOnInFurtherParts(boolean slowly) throws Exception {
    QlogTrace trace = start(SizeLimitAction.ROTATE);
    for (int i = 0; i < 30; i++) {
      packets(trace, 100);
      if (slowly) {
        assertThat(recorder.flush(LONG)).isTrue();
      }
    }
    closed(trace);
    List<TraceContent> parts = finish(trace);
    assertThat(parts).hasSizeGreaterThan(4);
    assertThat(TraceContent.filesBelow(root))
        .contains(root.resolve("01/trace.json"), root.resolve("01/trace.1.json"));
    List<Long> numbers = new ArrayList<>();
    for (int part = 0; part < parts.size(); part++) {
      String name = part == 0 ? "01/trace.json" : "01/trace." + part + ".json";
      TraceContent content = TraceContent.of(root.resolve(name));
      assertThat(content.writer().path("part").asInt(0)).isEqualTo(part);
      content.recorded().stream()
          .filter(event -> event.get("data").has("header"))
          .forEach(
              event ->
                  numbers.add(event.get("data").get("header").get("packet_number").longValue()));
      boolean last = part == parts.size() - 1;
      assertThat(content.named("moqlog:trace_ended")).hasSize(last ? 1 : 0);
      assertThat(content.named(CLOSED)).hasSize(last ? 1 : 0);
      if (last) {
        assertThat(content.end().get("events").longValue()).isEqualTo(recorded);
      }
    }
    assertThat(numbers).hasSize(3_000).isSorted().doesNotHaveDuplicates();
    assertThat(recorder.stats().allEventsDropped()).isZero();
  }

  @Test
  void fromHalfTheLimitOnOnlyWhatMattersMostIsWritten() throws Exception {
    QlogTrace trace = start(SizeLimitAction.DEMOTE);
    for (int i = 0; i < 30; i++) {
      details(trace, 10);
      packets(trace, 5);
      assertThat(recorder.flush(LONG)).isTrue();
    }
    closed(trace);
    packets(trace, 10);
    TraceContent content = finish(trace).get(0);
    assertThat(content.named("transport:packet_sent")).hasSize(160);
    assertThat(content.named("generic:debug")).hasSizeBetween(50, 290);
    assertThat(content.named(CLOSED)).hasSize(1);
    assertTold(content);
  }

  @Test
  void aDemotedTraceEndsAtTheLimit() throws Exception {
    QlogTrace trace = start(SizeLimitAction.DEMOTE);
    details(trace, 300);
    packets(trace, 3_000);
    details(trace, 10);
    closed(trace);
    TraceContent content = finish(trace).get(0);
    assertThat(content.named("generic:debug")).isNotEmpty();
    assertThat(content.named("transport:packet_sent")).isNotEmpty();
    assertThat(content.named(CLOSED)).hasSize(1);
    assertTold(content);
  }

  @ParameterizedTest
  @EnumSource(SizeLimitAction.class)
  void aLongHeaderAndABurstStayBelowTheLimit(SizeLimitAction action) throws Exception {
    start(action).close();
    QlogTrace trace =
        recorder.open(
            ConnectionInfo.client(new byte[] {2})
                .withTitle("\u0001".repeat(1024))
                .withEndpointName("\u0002".repeat(1024)),
            nanos);
    packets(trace, 3_000);
    closed(trace);
    List<TraceContent> parts = finish(trace);
    assertThat(parts.get(parts.size() - 1).events()).isNotEmpty();
    assertThat(parts.stream().mapToInt(part -> part.named(CLOSED).size()).sum()).isOne();
  }
}
