package dev.moqlog.analyzer.summary;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a connection came to be captured, as the header of its trace tells.
 *
 * @param traceParent the span that the connection belongs to, as in the W3C {@code traceparent}
 *     header; not checked
 * @param samplingProbability the share of connections that were to be captured, above 0 and at most
 *     1
 */
public record CaptureSummary(Optional<String> traceParent, OptionalDouble samplingProbability) {

  /** The header tells nothing. */
  public static final CaptureSummary UNKNOWN =
      new CaptureSummary(Optional.empty(), OptionalDouble.empty());
}
