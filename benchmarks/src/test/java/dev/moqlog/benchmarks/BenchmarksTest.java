package dev.moqlog.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.benchmarks.analyzer.SpeedTable;
import dev.moqlog.benchmarks.writer.ResultTable;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark runs, if only for a moment. */
class BenchmarksTest {

  @Test
  void allBenchmarksRunAndDropOnlyWhatTheyShould() throws Exception {
    System.setProperty("jmh.ignoreLock", "true");
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("dev\\.moqlog\\.benchmarks\\..*")
                    .param("log", "QUINN_SEQ")
                    .param("bytes", "1M")
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(10))
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    assertThat(results).hasSizeGreaterThanOrEqualTo(24);
    Map<String, Double> dropped =
        results.stream()
            .filter(result -> result.getSecondaryResults().containsKey("dropped"))
            .collect(
                Collectors.toMap(
                    result -> result.getParams().getBenchmark().replaceAll(".*\\.", ""),
                    result ->
                        result.getSecondaryResults().get("dropped").getScore()
                            / result.getSecondaryResults().get("events").getScore()));
    assertThat(dropped)
        .containsEntry("oneThread", 0.0)
        .containsEntry("singleThreadMode", 0.0)
        .containsEntry("twoOnOneTrace", 0.0)
        .containsEntry("twoOnOwnTraces", 0.0)
        .containsEntry("stalledDisk", 1.0);
    assertThat(ResultTable.of(results.stream().filter(result -> !SpeedTable.has(result)).toList()))
        .contains("| Record oneThread |")
        .doesNotContain("Analyzer");
    assertThat(SpeedTable.of(results.stream().filter(SpeedTable::has).toList()))
        .contains("| quinn seq | analysis, files |")
        .containsPattern("\\| quinn seq \\| jackson \\| \\d+ \\| \\d+ \\| 1.00 \\|");
  }
}
