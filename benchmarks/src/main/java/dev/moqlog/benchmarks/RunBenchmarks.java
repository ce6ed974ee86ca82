package dev.moqlog.benchmarks;

import dev.moqlog.benchmarks.analyzer.SpeedTable;
import dev.moqlog.benchmarks.writer.ResultTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks of JMH, with its options and defaults for how long: {@code --quick} is over
 * in minutes. Prints a table for the writer and one for the analyzer, and leaves all numbers in a
 * file.
 */
public final class RunBenchmarks {

  private static final String QUICK = "--quick";

  private RunBenchmarks() {}

  /** Takes {@code --quick} and the options of JMH. */
  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    List<String> forJmh = new ArrayList<>(Arrays.asList(arguments));
    boolean quick = forJmh.remove(QUICK);
    CommandLineOptions given = new CommandLineOptions(forJmh.toArray(String[]::new));
    Collection<RunResult> writer = run(writerOptions(given, quick));
    Collection<RunResult> analyzer = run(analyzerOptions(given, quick));
    if (!writer.isEmpty()) {
      System.out.println();
      System.out.print(ResultTable.of(writer));
    }
    if (!analyzer.isEmpty()) {
      System.out.println();
      System.out.print(SpeedTable.of(analyzer));
    }
  }

  private static Collection<RunResult> run(Options options) throws RunnerException {
    try {
      return new Runner(options).run();
    } catch (NoBenchmarksException e) {
      return List.of();
    }
  }

  private static Options writerOptions(CommandLineOptions given, boolean quick) {
    return options(
        given,
        "analyzer",
        quick ? 2 : 5,
        quick ? 500 : 1000,
        quick ? 3 : 5,
        quick ? 500 : 2000,
        quick,
        "jmh");
  }

  /** More warm-up: the code of a whole analysis takes seconds to be compiled. */
  private static Options analyzerOptions(CommandLineOptions given, boolean quick) {
    return options(
        given, "writer", 4, quick ? 1500 : 3000, 3, quick ? 1000 : 2000, quick, "jmh-analyzer");
  }

  private static Options options(
      CommandLineOptions given,
      String leftOut,
      int warmups,
      int warmupMillis,
      int measurements,
      int measurementMillis,
      boolean quick,
      String file) {
    ChainedOptionsBuilder options =
        new OptionsBuilder().parent(given).exclude("benchmarks[.]" + leftOut + "[.]");
    given.getExcludes().forEach(options::exclude);
    if (!given.getForkCount().hasValue()) {
      options.forks(quick ? 1 : 3);
    }
    if (!given.getWarmupIterations().hasValue()) {
      options.warmupIterations(warmups);
    }
    if (!given.getWarmupTime().hasValue()) {
      options.warmupTime(TimeValue.milliseconds(warmupMillis));
    }
    if (!given.getMeasurementIterations().hasValue()) {
      options.measurementIterations(measurements);
    }
    if (!given.getMeasurementTime().hasValue()) {
      options.measurementTime(TimeValue.milliseconds(measurementMillis));
    }
    if (given.getProfilers().isEmpty()) {
      options.addProfiler(GCProfiler.class);
    }
    if (!given.getResult().hasValue()) {
      options.resultFormat(ResultFormatType.JSON);
      options.result("benchmarks/target/" + file + "-jdk" + Runtime.version().feature() + ".json");
    }
    String directory = System.getProperty(BenchmarkDirectory.PROPERTY);
    List<String> jvm =
        new ArrayList<>(List.of("-Xms512m", "-Xmx512m", "--enable-native-access=ALL-UNNAMED"));
    if (Runtime.version().feature() >= 24) {
      // JMH uses what later JDKs warn about.
      jvm.add("--sun-misc-unsafe-memory-access=allow");
    }
    if (directory != null) {
      jvm.add("-D" + BenchmarkDirectory.PROPERTY + "=" + directory);
    }
    options.jvmArgsPrepend(jvm.toArray(String[]::new));
    return options.build();
  }
}
