package dev.moqlog.benchmarks.writer;

import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * Results of the writer's benchmarks as a table in Markdown: medians over all iterations, and
 * ratios.
 */
public final class ResultTable {

  private static final String BASELINE = BaselineBenchmark.class.getName() + ".jacksonGenerator";

  private ResultTable() {}

  /** The table. */
  public static String of(Collection<RunResult> results) {
    double baseline = Double.NaN;
    for (RunResult result : results) {
      if (result.getParams().getBenchmark().equals(BASELINE)) {
        baseline = median(result);
      }
    }
    StringBuilder table =
        new StringBuilder("| benchmark | ns/event | best | of Jackson | B/event | dropped |\n")
            .append("|---|--:|--:|--:|--:|--:|\n");
    for (RunResult result : results) {
      table.append(row(result, baseline));
    }
    return table.toString();
  }

  private static String row(RunResult result, double baseline) {
    double nanos = median(result);
    double events = secondary(result, "events");
    double dropped = secondary(result, "dropped");
    return "| "
        + name(result)
        + " | "
        + format("%.1f", nanos)
        + " | "
        + format("%.1f", result.getPrimaryResult().getStatistics().getMin())
        + " | "
        + format("%.2f", nanos / baseline)
        + " | "
        + format("%.1f", secondary(result, "gc.alloc.rate.norm"))
        + " | "
        + format("%.1f %%", 100 * dropped / events)
        + " |\n";
  }

  private static String name(RunResult result) {
    String name = result.getParams().getBenchmark();
    name = name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
    StringBuilder text = new StringBuilder(name.replace("Benchmark.", " "));
    for (String key : result.getParams().getParamsKeys()) {
      text.append(", ").append(key).append(' ').append(result.getParams().getParam(key));
    }
    return text.toString();
  }

  private static double median(RunResult result) {
    return result.getPrimaryResult().getStatistics().getPercentile(50);
  }

  private static double secondary(RunResult result, String name) {
    Result<?> secondary = result.getSecondaryResults().get(name);
    return secondary == null ? Double.NaN : secondary.getScore();
  }

  private static String format(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
  }
}
