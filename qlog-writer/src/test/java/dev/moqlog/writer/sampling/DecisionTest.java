package dev.moqlog.writer.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.moqlog.writer.sampling.Decision.Outcome;
import dev.moqlog.writer.sampling.Decision.Reason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DecisionTest {

  @Test
  void reasonsHaveTheTextsOfLogs() {
    assertThat(Arrays.stream(Reason.values()).map(Reason::text))
        .containsExactly(
            "forced",
            "span",
            "probability",
            "rate_limited",
            "too_many_open",
            "disk_full",
            "disabled",
            "flight");
  }

  @Test
  void onlyChanceHasARate() {
    assertThat(Decision.record(Reason.FORCED))
        .isEqualTo(new Decision(Outcome.RECORD, Reason.FORCED, null));
    assertThat(Decision.skip(Reason.DISK_FULL))
        .isEqualTo(new Decision(Outcome.SKIP, Reason.DISK_FULL, null));
    assertThat(Decision.byChance(true, SamplingRate.ALWAYS))
        .isEqualTo(new Decision(Outcome.RECORD, Reason.PROBABILITY, SamplingRate.ALWAYS));
    assertThat(Decision.byChance(false, SamplingRate.NEVER).isRecord()).isFalse();
    assertThatNullPointerException().isThrownBy(() -> Decision.byChance(true, null));
    assertThatNullPointerException().isThrownBy(() -> Decision.record(null));
  }
}
