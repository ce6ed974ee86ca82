package dev.moqlog.benchmarks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacedRunTest {

  @Test
  void everyEventIsWrittenOrCountedWhileTheDiskHangs() throws Exception {
    PacedRun.Outcome outcome =
        new PacedRun(Duration.ofMillis(1200), Duration.ofMillis(800)).run("stalled disk");

    assertThat(outcome.isExact()).as(outcome.toString()).isTrue();
    assertThat(outcome.events()).isEqualTo(120_001);
    assertThat(outcome.dropped()).isPositive();
    assertThat(PacedLatency.table(List.of(outcome))).contains("| stalled disk |");
  }
}
