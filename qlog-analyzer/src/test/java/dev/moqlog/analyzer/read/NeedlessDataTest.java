package dev.moqlog.analyzer.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.Qlogs;
import dev.moqlog.analyzer.connection.ConnectionSplitter;
import dev.moqlog.analyzer.source.Content;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.FrameType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link QlogHandler#needsData} says that nobody needs can be left out of events. */
class NeedlessDataTest {

  @TestFactory
  List<DynamicTest> summariesStayTheSameWithoutIt() throws IOException {
    return Qlogs.realLogs().stream()
        .map(
            log ->
                DynamicTest.dynamicTest(
                    log.getFileName().toString(),
                    () -> {
                      byte[] content = Qlogs.read(Qlogs.root().relativize(log).toString());
                      assertThat(summaries(content, true))
                          .usingRecursiveComparison()
                          .isEqualTo(summaries(content, false));
                    }))
        .toList();
  }

  private static List<ConnectionSummary> summaries(byte[] content, boolean without) {
    List<ConnectionSummary> summaries = new ArrayList<>();
    ConnectionSplitter metrics = new ConnectionSplitter("log", 64, summaries::add);
    new QlogReader(without ? new Without(metrics) : metrics)
        .read(Content.once(new ByteArrayInputStream(content)));
    return summaries;
  }

  /** Leaves out of events what a handler says that it does not need. */
  private record Without(QlogHandler handler) implements QlogHandler {

    @Override
    public void traceStarted(TraceHeader header) {
      handler.traceStarted(header);
    }

    @Override
    public void event(QlogEvent event) {
      if (!handler.needsData(event.type)) {
        EventType type = event.type;
        String name = event.name;
        String groupId = event.groupId;
        long nanos = event.timeNanos;
        event.touch();
        event.clear();
        event.type = type;
        event.name = name;
        event.groupId = groupId;
        event.timeNanos = nanos;
      }
      handler.event(event);
    }

    @Override
    public void traceEnded(TraceHeader header, Set<Correction> corrections, DamageReport damage) {
      handler.traceEnded(header, corrections, damage);
    }

    @Override
    public void traceError(int index, String description) {
      handler.traceError(index, description);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatCorrectionsDoNotNeedProvesNothing(EventType type) {
    QlogEvent event = new QlogEvent();
    event.touch();
    event.clear();
    event.type = type;
    event.packet.number = 1;
    event.packet.pathId = 1;
    event.packet.sendAtNanos = 1;
    event.recovery.smoothedRttNanos = 333_000;
    event.recovery.rttVarianceNanos = 166_500;
    event.frames.add();
    event.frames.setType(FrameType.PATH_ACK);
    event.frames.setPathId(1);
    HeaderFields header = new HeaderFields();
    Corrections corrections =
        new Corrections(Correction.ALL, header.header(0, true), Optional::empty);

    new PathSpaces().correct(event);
    header.evidence(event);
    corrections.correct(event);

    if (!Corrections.needData(type)) {
      assertThat(header.producer()).isEmpty();
      assertThat(corrections.applied(null)).isEmpty();
    }
  }

  @Test
  void eventsThatOnlyTakeTimeNeedNone() {
    ConnectionSplitter metrics = new ConnectionSplitter("log", summary -> {});

    assertThat(metrics.needsData(EventType.SPIN_BIT_UPDATED)).isFalse();
    assertThat(metrics.needsData(EventType.OTHER)).isFalse();
    assertThat(metrics.needsData(EventType.PACKET_SENT)).isTrue();
    assertThat(Corrections.needData(EventType.SPIN_BIT_UPDATED)).isFalse();
    assertThat(Corrections.needData(EventType.PACKET_SENT)).isTrue();
  }
}
