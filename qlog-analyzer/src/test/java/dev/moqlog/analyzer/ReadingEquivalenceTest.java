package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.connection.ConnectionSplitter;
import dev.moqlog.analyzer.read.Reading;
import dev.moqlog.analyzer.source.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That events read in place are what Jackson reads, in every real log there is. */
class ReadingEquivalenceTest {

  /** In a smaller log there is nothing to help with. */
  private static final int LARGE_BYTES = 4 << 20;

  private static List<Map<String, Object>> summaries(Reading way, byte[] log) {
    List<Map<String, Object>> summaries = new ArrayList<>();
    ConnectionSplitter splitter =
        new ConnectionSplitter("log", 16, connection -> summaries.add(WholeSummary.of(connection)));
    way.reader(splitter).read(Content.once(new ByteArrayInputStream(log)));
    return summaries;
  }

  @Test
  void everyEventAndSummaryOfEveryRealLogIsTheSame() throws IOException {
    List<String> seen = new ArrayList<>();
    RealContents.forEach(
        (name, log) -> {
          Reading.expectSame(log, name);
          if (log.length > LARGE_BYTES) {
            Reading.expectSameAhead(log, name);
          }
          assertThat(summaries(Reading.IN_PLACE, log))
              .as(name)
              .isEqualTo(summaries(Reading.GENERAL, log));
          seen.add(name);
        });
    assertThat(seen).isNotEmpty();
  }

  @Test
  void everyFormOfContainerIsReadTheSameInPieces() throws IOException {
    for (RealLog log : RealLog.ofEveryForm()) {
      for (int atOnce : new int[] {1, 3, 7, 100, 4096}) {
        Reading.expectSame(log.bytes(), atOnce, log + ", " + atOnce + " bytes at once");
      }
    }
  }
}
