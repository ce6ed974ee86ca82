package dev.moqlog.benchmarks.analyzer;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Results of {@link AnalyzerBenchmark} as a table in Markdown, with ratios to the baseline. */
public final class SpeedTable {

  private static final double BYTES_PER_MB = 1e6;
  private static final String FILES = "Files";

  private SpeedTable() {}

  /** Whether a result is one of those. */
  public static boolean has(RunResult result) {
    return result.getParams().getBenchmark().startsWith(AnalyzerBenchmark.class.getName() + ".");
  }

  /** The table. */
  public static String of(Collection<RunResult> results) {
    Map<String, Double> baselines = new HashMap<>();
    for (RunResult result : results) {
      if (way(result).startsWith("jackson")) {
        baselines.put(log(result) + way(result), perCpuSecond(result));
      }
    }
    StringBuilder table =
        new StringBuilder("| log | read by | MB/s | MB per CPU s | of Jackson | B/B |\n")
            .append("|---|---|--:|--:|--:|--:|\n");
    for (RunResult result : results) {
      String baseline = way(result).endsWith(FILES) ? "jackson" + FILES : "jackson";
      double ratio =
          perCpuSecond(result) / baselines.getOrDefault(log(result) + baseline, Double.NaN);
      table
          .append("| ")
          .append(log(result).toLowerCase(Locale.ROOT).replace('_', ' '))
          .append(" | ")
          .append(way(result).replace(FILES, ", files"))
          .append(" | ")
          .append(format("%.0f", perSecond(result)))
          .append(" | ")
          .append(format("%.0f", perCpuSecond(result)))
          .append(" | ")
          .append(format("%.2f", ratio))
          .append(" | ")
          .append(format("%.3f", secondary(result, "gc.alloc.rate.norm") / bytes(result)))
          .append(" |\n");
    }
    return table.toString();
  }

  private static String way(RunResult result) {
    String name = result.getParams().getBenchmark();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String log(RunResult result) {
    return result.getParams().getParam("log");
  }

  private static double perSecond(RunResult result) {
    double millis = result.getPrimaryResult().getStatistics().getPercentile(50);
    return bytes(result) / BYTES_PER_MB / (millis / 1000);
  }

  private static double perCpuSecond(RunResult result) {
    return secondary(result, "bytes") / BYTES_PER_MB / (secondary(result, "cpuNanos") / 1e9);
  }

  /** Of one operation. */
  private static double bytes(RunResult result) {
    return secondary(result, "bytes") / secondary(result, "operations");
  }

  private static double secondary(RunResult result, String name) {
    Result<?> secondary = result.getSecondaryResults().get(name);
    return secondary == null ? Double.NaN : secondary.getScore();
  }

  private static String format(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
  }
}
