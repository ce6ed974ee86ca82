package dev.moqlog.cli;

import dev.moqlog.analyzer.QlogAnalyzer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that analyze logs one by one have in common. */
final class AnalyzerOptions {

  private static final int MAX_THREADS = 256;

  @Mixin private final LogOptions logs = new LogOptions();

  @Option(
      names = "--threads",
      order = 10,
      paramLabel = "N",
      description =
          "How many threads read: several files at once, or parts of a large one. Default: the"
              + " number of processors.")
  private Integer threads;

  /** Which logs, and where the output goes. */
  LogOptions logs() {
    return logs;
  }

  /** Takes what picocli has not read; see {@link PlainLine.Command#take(String, String)}. */
  boolean take(String option, String value) {
    if (!option.equals("--threads")) {
      return logs.take(option, value);
    }
    threads = PlainLine.number(value);
    return threads != null;
  }

  /** Checks the command line, and throws what {@link LogOptions#wrong} gives if it is wrong. */
  void check() {
    logs.check();
    if (threads != null && (threads < 1 || threads > MAX_THREADS)) {
      throw logs.wrong(
          "Invalid value for --threads: must be from 1 to " + MAX_THREADS + ": " + threads);
    }
  }

  /** An analyzer as the command line wants it. */
  QlogAnalyzer.Builder analyzer() {
    QlogAnalyzer.Builder analyzer = QlogAnalyzer.builder().setCorrections(logs.corrections());
    if (threads != null) {
      analyzer.setThreads(threads);
    }
    return analyzer;
  }
}
