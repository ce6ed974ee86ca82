package dev.moqlog.writer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

  private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN_ID = "00f067aa0ba902b7";
  private static final String HEADER = "00-" + TRACE_ID + "-" + SPAN_ID + "-01";

  @Test
  void aHeaderIsReadAndWrittenAlike() {
    TraceParent span = TraceParent.parse(HEADER).orElseThrow();
    assertThat(span.traceId()).isEqualTo(TRACE_ID);
    assertThat(span.spanId()).isEqualTo(SPAN_ID);
    assertThat(span.isSampled()).isTrue();
    assertThat(span).hasToString(HEADER);
    assertThat(span)
        .isEqualTo(TraceParent.of(TRACE_ID, SPAN_ID, 1))
        .hasSameHashCodeAs(TraceParent.of(TRACE_ID, SPAN_ID, 1))
        .isNotEqualTo(TraceParent.of(TRACE_ID, SPAN_ID, 0));
  }

  @Test
  void theLastSevenBytesOfTheTraceIdAreTheRandomness() {
    assertThat(TraceParent.parse(HEADER).orElseThrow().randomness()).isEqualTo(0xce929d0e0e4736L);
    assertThat(TraceParent.of("f".repeat(32), SPAN_ID, 0).randomness())
        .isEqualTo(0xffffffffffffffL);
  }

  @Test
  void onlyTheLowestFlagMeansSampled() {
    for (int flags = 0; flags <= 0xff; flags++) {
      TraceParent span = TraceParent.of(TRACE_ID, SPAN_ID, flags);
      assertThat(span.isSampled()).isEqualTo(flags % 2 == 1);
      assertThat(TraceParent.parse(span.toString())).contains(span);
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-011",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ",
        " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00F067AA0BA902B7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0A",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
        "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01",
        "0-04bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "0x-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
      })
  void anInvalidHeaderIsNone(String header) {
    assertThat(TraceParent.parse(header)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "-what the future will be like"})
  void aLaterVersionIsReadAsFarAsItIsKnown(String rest) {
    assertThat(TraceParent.parse("cc" + HEADER.substring(2) + rest))
        .contains(TraceParent.of(TRACE_ID, SPAN_ID, 1));
  }

  @Test
  void invalidPartsAreRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TraceParent.of("0".repeat(32), SPAN_ID, 0))
        .withMessageContaining("traceIdHex");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TraceParent.of(TRACE_ID, SPAN_ID + "0", 0))
        .withMessageContaining("spanIdHex")
        .withMessageContaining(SPAN_ID + "0");
    for (int flags : new int[] {-1, 256}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TraceParent.of(TRACE_ID, SPAN_ID, flags))
          .withMessageContaining("" + flags);
    }
  }
}
