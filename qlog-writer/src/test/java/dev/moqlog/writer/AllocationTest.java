package dev.moqlog.writer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.moqlog.vocabulary.ControlMessageType;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Field;
import dev.moqlog.vocabulary.PacketNumberSpace;
import dev.moqlog.vocabulary.PacketType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What recording costs the garbage collector: nothing, once it is warm. */
class AllocationTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int BURST = 1_000;
  private static final int BURSTS = 200;
  private static final byte[] ID = Recording.CONNECTION_ID;
  private static final List<String> NAMESPACE = List.of("live", "cam-1");

  @TempDir Path directory;

  private interface Events {
    void record(QlogTrace trace, long nanos, int i);
  }

  /** Bytes per event, over many, with the disk keeping up. */
  private double bytesPerEvent(Events events) throws IOException, InterruptedException {
    try (QlogRecorder recorder =
        QlogRecorder.builder(directory)
            .memoryBytes(4 << 20)
            .maxTraceBytes(1 << 30)
            .minFreeBytes(0)
            .shutdownHook(false)
            .build()) {
      ConnectionInfo connection = ConnectionInfo.server(ID);
      QlogTrace full = recorder.open(connection);
      // More than fits, so that all memory there may be is taken once.
      burst(full, events, 30 * BURST);
      full.close();
      assertThat(recorder.flush(Duration.ofSeconds(20))).isTrue();
      QlogTrace trace = recorder.open(connection.withSingleThread());
      long dropped = recorder.stats().allEventsDropped();
      long allocated = 0;
      for (int i = 0; i < BURSTS; i++) {
        allocated += burst(trace, events, BURST);
        assertThat(recorder.flush(Duration.ofSeconds(20))).isTrue();
      }
      trace.close();
      assertThat(recorder.stats().allEventsDropped()).isEqualTo(dropped);
      return allocated / (double) (BURST * BURSTS);
    }
  }

  private static long burst(QlogTrace trace, Events events, int count) {
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    for (int i = 0; i < count; i++) {
      events.record(trace, System.nanoTime(), i);
    }
    return THREADS.getThreadAllocatedBytes(thread) - before;
  }

  private void check(Events events) throws IOException, InterruptedException {
    assertThat(bytesPerEvent(events)).isLessThan(0.05);
    QlogTrace disabled = QlogTrace.disabled();
    burst(disabled, events, BURSTS * BURST);
    assertThat(burst(disabled, events, BURSTS * BURST) / (double) (BURST * BURSTS))
        .isLessThan(0.001);
  }

  private static void packets(QlogTrace trace, long nanos, int i) {
    trace.packetSent(nanos, PacketType.ONE_RTT, i).dcid(ID).length(1252).stream(
            3, 1200L * i, 1200, false)
        .trigger("pto_probe")
        .commit();
    trace
        .packetReceived(nanos, PacketType.ONE_RTT, i)
        .length(60)
        .ack(25_000)
        .range(i, i + 4L)
        .ecnCounts(i, 0, 1)
        .maxData(i)
        .connectionClose(false, 0x128, "reason")
        .commit();
  }

  @Test
  void packets() throws IOException, InterruptedException {
    check(AllocationTest::packets);
  }

  @Test
  void metricsAndTimers() throws IOException, InterruptedException {
    check(
        (trace, nanos, i) -> {
          trace
              .metricsUpdated(nanos)
              .latestRtt(31_500_000 + i)
              .smoothedRtt(30_000_000)
              .minRtt(29_000_000)
              .congestionWindow(14_720L + i)
              .bytesInFlight(1_252)
              .commit();
          trace.timerSet(nanos, "pto", PacketNumberSpace.APPLICATION_DATA, 1_000_000);
          trace.packetsAcked(nanos, PacketNumberSpace.APPLICATION_DATA, i, i + 1L);
          trace.congestionStateUpdated(nanos, "slow_start", "recovery", null);
        });
  }

  @Test
  void objects() throws IOException, InterruptedException {
    check(
        (trace, nanos, i) -> {
          MoqEvents moq = trace.moq();
          moq.subgroupHeaderCreated(nanos, 3, 9, i, 0, 128, true, false);
          moq.subgroupObjectCreated(nanos, 3, i, 1190, 0);
          moq.objectDatagramParsed(nanos, 9, i, 4, 128, 0, 1190, true);
          moq.fetchObjectParsed(nanos, 7, i, 1, 5, 3, 800);
        });
  }

  @Test
  void controlMessages() throws IOException, InterruptedException {
    check(
        (trace, nanos, i) ->
            trace
                .moq()
                .controlMessageParsed(nanos, 0, ControlMessageType.SUBSCRIBE)
                .length(80)
                .requestId(i)
                .trackNamespace(NAMESPACE)
                .trackName("video")
                .parameter("delivery_timeout", 500)
                .commit());
  }

  @Test
  void streams() throws IOException, InterruptedException {
    check(
        (trace, nanos, i) -> {
          StreamEvents streams = trace.streams();
          streams.stateUpdated(nanos, i, true, "open");
          streams.dataMoved(nanos, i, 1200L * i, 1200, "transport", "application");
          streams.datagramMoved(nanos, 1200, "application", "transport");
          streams.connectionBlocked(nanos, i % 2 == 0, "pacing");
        });
  }

  @Test
  void fieldsOfAnyEvent() throws IOException, InterruptedException {
    check(
        (trace, nanos, i) -> {
          trace.udpDatagramReceived(nanos, 1252);
          trace.log(nanos, EventType.LOGLEVEL_DEBUG, "a line of the log");
          trace
              .event(EventType.PACKET_DROPPED, nanos)
              .put(Field.TRIGGER, "duplicate")
              .open(Field.DETAILS)
              .put(Field.CODE, i)
              .close()
              .put(Field.SCID, ID)
              .commit();
        });
  }
}
