package dev.moqlog.samples.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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
                "--qlog",
                "logs"))
        .isEqualTo(
            new TransferOptions(
                500_000, Duration.ofNanos(1_500_000), 0.02, 9, Optional.of(Path.of("logs"))));
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
    assertThatThrownBy(() -> TransferOptions.parse("--megabytes", "x"))
        .hasMessageStartingWith("wrong value for --megabytes: x (");
  }
}
