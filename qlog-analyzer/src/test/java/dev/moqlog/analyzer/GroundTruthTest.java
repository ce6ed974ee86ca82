package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs of real stacks against what the link and the peer saw. */
class GroundTruthTest {

  static List<Truth> table() throws IOException {
    return Truth.readTable(Qlogs.root().resolve("qlog-analyzer/src/test/resources/truth.tsv"));
  }

  @ParameterizedTest
  @MethodSource("table")
  void numbersMatchWhatHappened(Truth truth) {
    truth.check(Qlogs.root());
  }

  @Test
  void theTableCoversEveryLogOfTheRepository() throws IOException {
    List<Path> logs = Qlogs.realLogs();
    assertThat(table())
        .extracting(truth -> Qlogs.root().resolve(truth.file()))
        .containsExactlyInAnyOrderElementsOf(logs);
  }
}
