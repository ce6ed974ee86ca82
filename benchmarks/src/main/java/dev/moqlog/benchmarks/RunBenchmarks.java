package dev.moqlog.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks of JMH, with its options and defaults for how long: {@code --quick} takes two
 * minutes. Prints a table and leaves all numbers in a file.
 */
public final class RunBenchmarks {

  private static final String QUICK = "--quick";

  private RunBenchmarks() {}

  /** Takes {@code --quick} and the options of JMH. */
  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    List<String> forJmh = new ArrayList<>(Arrays.asList(arguments));
    boolean quick = forJmh.remove(QUICK);
    CommandLineOptions given = new CommandLineOptions(forJmh.toArray(String[]::new));
    Collection<RunResult> results = new Runner(options(given, quick)).run();
    System.out.println();
    System.out.print(ResultTable.of(results));
  }

  private static Options options(CommandLineOptions given, boolean quick) {
    ChainedOptionsBuilder options = new OptionsBuilder().parent(given);
    if (!given.getForkCount().hasValue()) {
      options.forks(quick ? 1 : 3);
    }
    if (!given.getWarmupIterations().hasValue()) {
      options.warmupIterations(quick ? 2 : 5);
    }
    if (!given.getWarmupTime().hasValue()) {
      options.warmupTime(TimeValue.milliseconds(quick ? 500 : 1000));
    }
    if (!given.getMeasurementIterations().hasValue()) {
      options.measurementIterations(quick ? 3 : 5);
    }
    if (!given.getMeasurementTime().hasValue()) {
      options.measurementTime(TimeValue.milliseconds(quick ? 500 : 2000));
    }
    if (given.getProfilers().isEmpty()) {
      options.addProfiler(GCProfiler.class);
    }
    if (!given.getResult().hasValue()) {
      options.resultFormat(ResultFormatType.JSON);
      options.result("benchmarks/target/jmh-jdk" + Runtime.version().feature() + ".json");
    }
    String directory = System.getProperty(RecorderOnDisk.DIRECTORY_PROPERTY);
    List<String> jvm = new ArrayList<>(List.of("-Xms512m", "-Xmx512m"));
    if (Runtime.version().feature() >= 24) {
      // JMH uses what later JDKs warn about.
      jvm.add("--sun-misc-unsafe-memory-access=allow");
    }
    if (directory != null) {
      jvm.add("-D" + RecorderOnDisk.DIRECTORY_PROPERTY + "=" + directory);
    }
    options.jvmArgsPrepend(jvm.toArray(String[]::new));
    return options.build();
  }
}
