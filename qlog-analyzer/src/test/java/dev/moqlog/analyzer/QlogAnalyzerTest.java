package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.summary.SourceSummary.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QlogAnalyzerTest {

  @TempDir Path directory;

  private List<Qlogs.Analysis> analyze(Path path) {
    return Qlogs.analyze(1, List.of(path.toString()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void resultsComeInTheOrderOfNamesWhateverTheNumberOfThreads(int threads) throws IOException {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Path file = directory.resolve("%03d.sqlog".formatted(i));
      // The first ones take longest.
      Files.writeString(file, Qlogs.sequence(Qlogs.HEADER) + "\n".repeat((200 - i) * 1_000));
      expected.add(file.toString());
    }
    assertThat(Qlogs.analyze(threads, List.of(directory.toString())))
        .extracting(Qlogs.Analysis::source)
        .isEqualTo(expected);
  }

  @Test
  void anyNumberOfThreadsGivesTheSameResults() throws IOException {
    List<String> paths = Qlogs.realLogs().stream().map(Path::toString).toList();
    List<Qlogs.Analysis> one = Qlogs.analyze(1, paths);
    List<Qlogs.Analysis> many = Qlogs.analyze(5, paths);
    assertThat(many).hasSameSizeAs(one);
    for (int i = 0; i < one.size(); i++) {
      assertThat(many.get(i).source()).isEqualTo(one.get(i).source());
      assertThat(many.get(i).connections())
          .usingRecursiveComparison()
          .isEqualTo(one.get(i).connections());
    }
  }

  @Test
  void whatCannotBeReadIsReportedAndTheRestRead() throws IOException {
    Path good = directory.resolve("good");
    Files.writeString(good, Qlogs.sequence(Qlogs.HEADER, Qlogs.sent(0, 0)));
    Path empty = Files.createFile(directory.resolve("empty"));
    Path other = directory.resolve("other");
    Files.writeString(other, "hello");
    Path missing = directory.resolve("missing");
    List<Qlogs.Analysis> results =
        Qlogs.analyze(
            3, List.of(missing.toString(), empty.toString(), other.toString(), good.toString()));
    assertThat(results)
        .extracting(Qlogs.Analysis::status)
        .containsExactly(Status.UNREADABLE, Status.EMPTY, Status.NOT_QLOG, Status.READ);
    assertThat(results.get(0).problems()).containsExactly("no such file or directory");
  }

  @Test
  void theConnectionIsCalledAfterItsFileIfTheLogNamesNone() throws IOException {
    String text = Qlogs.sequence(Qlogs.HEADER, Qlogs.json("{'time':0,'name':'x:y'}"));
    Path file = directory.resolve("a1b2c3.sqlog");
    Files.writeString(file, text);
    assertThat(Qlogs.only(analyze(file).get(0)).connectionId()).isEqualTo("a1b2c3");

    Path nested = directory.resolve("d4e5f6/trace.json");
    Files.createDirectories(nested.getParent());
    Files.writeString(nested, text);
    assertThat(Qlogs.only(analyze(nested).get(0)).connectionId()).isEqualTo("d4e5f6");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void progressAddsUpToWhatWasFound(int threads) throws IOException {
    AtomicLong found = new AtomicLong();
    AtomicLong read = new AtomicLong();
    List<String> paths = Qlogs.realLogs().stream().map(Path::toString).toList();
    QlogAnalyzer.builder()
        .setThreads(threads)
        .build()
        .analyze(
            paths,
            new Qlogs.Collector(),
            new QlogAnalyzer.Progress() {
              @Override
              public void found(int sources, long storedBytes) {
                assertThat(sources).isEqualTo(paths.size());
                found.set(storedBytes);
              }

              @Override
              public void read(long storedBytes) {
                read.addAndGet(storedBytes);
              }
            });
    assertThat(read.get()).isEqualTo(found.get()).isPositive();
  }

  @Test
  void threadsMustBePositive() {
    assertThatThrownBy(() -> QlogAnalyzer.builder().setThreads(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anErrorOfTheReceiverReachesTheCaller() {
    List<String> paths = List.of("missing-1", "missing-2", "missing-3");
    assertThatThrownBy(
            () -> QlogAnalyzer.builder().setThreads(2).build().analyze(paths, new Failing()))
        .hasMessage("enough");
  }

  private static final class Failing implements Results {

    @Override
    public void connection(ConnectionSummary connection) {
      throw new IllegalStateException("enough");
    }

    @Override
    public void source(SourceSummary source) {
      throw new IllegalStateException("enough");
    }
  }
}
