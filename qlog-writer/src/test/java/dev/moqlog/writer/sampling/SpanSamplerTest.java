package dev.moqlog.writer.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpanSamplerTest {

  private static final SeenConnection SEEN = SeenConnection.withId("8394c8f03e515708");

  @Test
  void theFlagDecidesAndTheTraceIdDoesNot() {
    for (String traceId : new String[] {"0".repeat(31) + "1", "f".repeat(32)}) {
      TraceParent sampled = TraceParent.of(traceId, "00f067aa0ba902b7", 1);
      TraceParent notSampled = TraceParent.of(traceId, "00f067aa0ba902b7", 0);
      assertThat(SpanSampler.instance().decide(SEEN.in(sampled)))
          .isEqualTo(Decision.record(Decision.Reason.SPAN));
      assertThat(SpanSampler.instance().decide(SEEN.in(notSampled)))
          .isEqualTo(Decision.skip(Decision.Reason.SPAN));
    }
  }

  @Test
  void withoutASpanThereIsNoOpinion() {
    assertThat(SpanSampler.instance().decide(SEEN)).isNull();
  }
}
