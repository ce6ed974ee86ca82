package dev.moqlog.benchmarks.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.analyzer.Results;
import dev.moqlog.analyzer.read.QlogReader;
import dev.moqlog.analyzer.source.Content;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.benchmarks.generate.GenerateLogs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The baseline does the work that it is compared by. */
class JacksonBaselineTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(BenchmarkLog.class)
  void readsTheSameAsTheAnalyzer(BenchmarkLog log) throws IOException {
    byte[] bytes = variant(log);
    JacksonBaseline baseline = new JacksonBaseline();
    baseline.read(bytes);
    JacksonBaseline streamed = new JacksonBaseline();
    streamed.read(new ByteArrayInputStream(bytes), bytes[0] == 0x1E);
    FactsHandler handler = new FactsHandler();
    new QlogReader(handler, Set.of()).read(Content.once(new ByteArrayInputStream(bytes)));

    assertThat(baseline.facts()).matches(handler.facts()::agreesWith, handler.facts().toString());
    assertThat(streamed.facts()).hasToString(baseline.facts().toString());
    Facts facts = baseline.facts();
    assertThat(analyzed(bytes))
        .containsExactly(facts.events, facts.packetsSent, facts.packetsLost, facts.streamBytes);
    assertThat(handler.facts().events).isGreaterThan(1000);
    assertThat(handler.facts().packetsSent).isGreaterThan(100);
    assertThat(handler.facts().rttSamples).isGreaterThan(10);
  }

  /** Events, packets sent, packets declared lost, and bytes in STREAM frames. */
  private static long[] analyzed(byte[] bytes) {
    long[] sums = new long[4];
    QlogAnalyzer.builder()
        .build()
        .analyze(
            "log",
            new ByteArrayInputStream(bytes),
            new Results() {
              @Override
              public void connection(ConnectionSummary connection) {
                sums[0] += connection.events();
                sums[1] += connection.packets().orElseThrow().sent();
                sums[2] += connection.loss().orElseThrow().declared();
                sums[3] += connection.retransmit().map(sent -> sent.streamBytesSent()).orElse(0L);
              }

              @Override
              public void source(SourceSummary source) {
                assertThat(source.problems()).isEmpty();
              }
            });
    return sums;
  }

  private byte[] variant(BenchmarkLog log) throws IOException {
    Path data = directory.resolve("data");
    GenerateLogs.generate(
        "--from", log.original().toString(), "--files", "1", "--form", log.form(), data.toString());
    try (Stream<Path> files = Files.walk(data)) {
      byte[] stored =
          Files.readAllBytes(files.filter(Files::isRegularFile).findAny().orElseThrow());
      return log.compressed()
          ? new GZIPInputStream(new ByteArrayInputStream(stored)).readAllBytes()
          : stored;
    }
  }
}
