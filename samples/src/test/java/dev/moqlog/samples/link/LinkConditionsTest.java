package dev.moqlog.samples.link;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LinkConditionsTest {
  private static final LinkConditions PLAIN = LinkConditions.delayedBy(Duration.ZERO);

  @Test
  void refusesWhatNoLinkCanDo() {
    assertThatThrownBy(() -> PLAIN.withLoss(1.5)).hasMessage("lossShare is 1.5, not from 0 to 1");
    assertThatThrownBy(() -> PLAIN.withLoss(Double.NaN)).hasMessageContaining("lossShare is NaN");
    assertThatThrownBy(() -> LinkConditions.delayedBy(Duration.ofMillis(-1)))
        .hasMessage("delay is negative: PT-0.001S");
    assertThatThrownBy(() -> PLAIN.withRate(-1, 1)).hasMessageContaining("bitsPerSecond is -1");
    assertThatThrownBy(() -> PLAIN.withRate(1_000, 0)).hasMessageContaining("queueBytes is 0");
    assertThatThrownBy(() -> PLAIN.withReordering(-0.1, Duration.ZERO))
        .hasMessageContaining("heldBackShare is -0.1");
  }
}
