package dev.moqlog.cli.otlp;

import java.util.List;
import java.util.Optional;

/**
 * What became of all that was to be exported. Immutable.
 *
 * @param spansNotSampled spans that were not to be exported, as {@code OTEL_TRACES_SAMPLER} says
 * @param endpoints where it went
 * @param firstError what went wrong first
 */
public record OtlpOutcome(
    Count spans,
    Count logRecords,
    Count metricPoints,
    long spansNotSampled,
    List<String> endpoints,
    Optional<String> firstError) {

  /**
   * How many of one kind.
   *
   * @param wanted whether they are exported at all
   * @param taken what the endpoint took
   * @param failed what it did not take, or was not asked to any more
   * @param dropped what found no room in the queue
   * @param waiting what is in the queue, or on its way
   */
  public record Count(boolean wanted, long taken, long failed, long dropped, long waiting) {

    /** What was lost so far. */
    public long lost() {
      return failed + dropped;
    }
  }

  /** What was lost so far, of all kinds. */
  public long lost() {
    return spans.lost() + logRecords.lost() + metricPoints.lost();
  }

  /** The outcome in a sentence. */
  public String message() {
    StringBuilder text = new StringBuilder();
    if (endpoints.isEmpty()) {
      return "nothing was exported, as the environment says";
    }
    append(text, spans, "span");
    append(text, logRecords, "log record");
    append(text, metricPoints, "metric point");
    text.append(" taken by ").append(String.join(" and ", endpoints));
    StringBuilder lost = new StringBuilder();
    append(lost, lostOf(spans), "span");
    append(lost, lostOf(logRecords), "log record");
    append(lost, lostOf(metricPoints), "metric point");
    if (lost() > 0) {
      text.append("; not taken: ").append(lost);
    }
    if (spansNotSampled > 0) {
      text.append("; not sampled: ").append(count(spansNotSampled, "span"));
    }
    return text.toString();
  }

  private static Count lostOf(Count count) {
    return new Count(count.lost() > 0, count.lost(), 0, 0, 0);
  }

  private static void append(StringBuilder text, Count count, String noun) {
    if (count.wanted()) {
      text.append(text.length() > 0 ? ", " : "").append(count(count.taken(), noun));
    }
  }

  private static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
