package dev.moqlog.samples.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransferOptionsTest {
  @Test
  void readsEachOption() {
    assertThat(
            TransferOptions.parse(
                "--megabytes",
                "0.5",
                "--delay",
                "1.5",
                "--loss",
                "2",
                "--seed",
                "9",
                "--close-code",
                "4"))
        .isEqualTo(new TransferOptions(500_000, Duration.ofNanos(1_500_000), 0.02, 9, 4));
  }

  @Test
  void hasDefaults() {
    assertThat(TransferOptions.parse()).isEqualTo(TransferOptions.DEFAULT);
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> TransferOptions.parse("--seed"))
        .hasMessageStartingWith("no value after --seed\noptions");
    assertThatThrownBy(() -> TransferOptions.parse("--speed", "1"))
        .hasMessageStartingWith("there is no option --speed\noptions");
    assertThatThrownBy(() -> TransferOptions.parse("--loss", "100"))
        .hasMessageStartingWith("wrong value for --loss: 100 (not from 0 to 100)\n");
    assertThatThrownBy(() -> TransferOptions.parse("--close-code", "-1"))
        .hasMessageStartingWith("wrong value for --close-code: -1 (less than 0)\n");
    assertThatThrownBy(() -> TransferOptions.parse("--megabytes", "x"))
        .hasMessageStartingWith("wrong value for --megabytes: x (");
  }
}
