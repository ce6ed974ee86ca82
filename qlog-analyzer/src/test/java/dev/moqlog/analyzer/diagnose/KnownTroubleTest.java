package dev.moqlog.analyzer.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.Qlogs;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real stacks over links whose trouble is known: the top finding names it. */
class KnownTroubleTest {

  private static final Path LOGS =
      Qlogs.root().resolve("qlog-analyzer/src/test/resources/diagnosis");

  /** A log with what was the matter. */
  record Known(String file, String link, String cause) {
    @Override
    public String toString() {
      return file + ": " + link;
    }
  }

  static List<Known> table() throws IOException {
    return Files.readAllLines(LOGS.resolve("expected.tsv")).stream()
        .skip(1)
        .map(line -> line.split("\t"))
        .map(fields -> new Known(fields[0], fields[1], fields[2]))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("table")
  void theTopFindingIsTheTroubleThatTheLinkHad(Known known) {
    List<Finding> findings = Diagnosis.of(Qlogs.only(Qlogs.analyze(LOGS.resolve(known.file()))));

    if (known.cause().equals("-")) {
      assertThat(findings).noneMatch(finding -> finding.severity() != Severity.INFO);
    } else {
      assertThat(findings).isNotEmpty();
      assertThat(findings.get(0).rule().label()).isEqualTo(known.cause());
      assertThat(findings.get(0).text()).isNotBlank();
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void evidencePointsIntoTheLog(Known known) throws IOException {
    long length = Qlogs.read("qlog-analyzer/src/test/resources/diagnosis/" + known.file()).length;

    for (Finding finding : Diagnosis.of(Qlogs.only(Qlogs.analyze(LOGS.resolve(known.file()))))) {
      for (Finding.Evidence evidence : finding.evidence()) {
        evidence.offset().ifPresent(offset -> assertThat(offset).isBetween(1L, length));
      }
      assertThat(finding.impact()).isBetween(0.0, 1.0);
    }
  }
}
