package dev.moqlog.analyzer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.CaptureSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.vocabulary.VantagePoint;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectionTraceTest {

  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final String LIVE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + LIVE + "-00f067aa0ba902b7-0";

  private static ConnectionSummary connection(
      String id, String source, VantagePoint vantagePoint, Instant start, String parent) {
    ConnectionSummary.Builder builder = new ConnectionSummary.Builder(id, source, 0);
    builder.vantagePoint = vantagePoint;
    builder.startTime = Optional.ofNullable(start);
    builder.durationNanos = OptionalLong.of(5_000_000_000L);
    builder.capture = new CaptureSummary(Optional.ofNullable(parent), OptionalDouble.empty());
    return builder.build();
  }

  private static ConnectionTrace trace(String parent) {
    return ConnectionTrace.of(connection("ab", "a.qlog", VantagePoint.SERVER, START, parent));
  }

  @Test
  void underASampledSpanItIsPartOfThatTrace() {
    ConnectionTrace trace = trace(PARENT + "1");
    assertThat(trace.inLiveTrace()).isTrue();
    assertThat(trace.analysed().getTraceId()).isEqualTo(LIVE);
    assertThat(trace.analysed().getSpanId()).isNotEqualTo("00f067aa0ba902b7");
    assertThat(trace.exemplar()).isEqualTo(trace.live());
    assertThat(trace.live().getSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(trace.live().isRemote()).isTrue();
  }

  @Test
  void underASpanThatWasNotSampledItIsATraceOfItsOwn() {
    ConnectionTrace trace = trace(PARENT + "0");
    assertThat(trace.inLiveTrace()).isFalse();
    assertThat(trace.live().isValid()).isTrue();
    assertThat(trace.analysed()).isEqualTo(trace(null).analysed());
    assertThat(trace.exemplar()).isEqualTo(trace.analysed());
  }

  @Test
  void idsFollowFromTheConnectionAndNotFromItsFile() {
    ConnectionTrace trace = trace(null);
    assertThat(trace.analysed().isValid()).isTrue();
    assertThat(trace.analysed().isSampled()).isTrue();
    for (String source :
        new String[] {"b/a.qlog", "/x/trace.json.gz", "a.zip!/ab/trace.json.zst"}) {
      assertThat(ConnectionTrace.of(connection("ab", source, VantagePoint.SERVER, START, null)))
          .isEqualTo(trace);
    }
  }

  @Test
  void otherEndsTimesAndConnectionsHaveOtherIds() {
    Set<String> traceIds = new HashSet<>();
    Set<String> spanIds = new HashSet<>();
    int connections = 0;
    for (VantagePoint vantagePoint : VantagePoint.values()) {
      for (Instant start : new Instant[] {START, START.plusNanos(1), null}) {
        for (String id : new String[] {"ab", "abc", "", "\0", "\ud800"}) {
          ConnectionTrace trace =
              ConnectionTrace.of(connection(id, "a.qlog", vantagePoint, start, null));
          assertThat(trace.analysed().isValid()).isTrue();
          traceIds.add(trace.analysed().getTraceId());
          spanIds.add(trace.analysed().getSpanId());
          connections++;
        }
      }
    }
    assertThat(traceIds).hasSize(connections);
    assertThat(spanIds).hasSize(connections);
  }

  @Test
  void theContextOfAConnectionHasItsSpanIdAndEnd() {
    ConnectionSummary connection = connection("ab", "a.qlog", VantagePoint.SERVER, START, null);
    Context context = ConnectionTrace.context(connection);
    ConnectionTrace trace = ConnectionTrace.of(connection);
    assertThat(Span.fromContext(context).getSpanContext()).isEqualTo(trace.exemplar());
    assertThat(ConnectionTrace.in(context)).isEqualTo(trace);
    assertThat(ConnectionTrace.connectionIdIn(context)).isEqualTo("ab");
    assertThat(ConnectionTrace.endIn(context)).isEqualTo(START.plusSeconds(5));
    ConnectionSummary timeless = connection("ab", "a.qlog", VantagePoint.SERVER, null, null);
    assertThat(ConnectionTrace.endIn(ConnectionTrace.context(timeless))).isNull();
    assertThat(ConnectionTrace.in(Context.root())).isNull();
  }
}
