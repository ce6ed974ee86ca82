package dev.moqlog.writer.sampling;

/**
 * Records a connection if and only if its span is sampled; no opinion without a span.
 *
 * <p>It believes the sampled flag and never computes it again from the trace id: OpenTelemetry's
 * {@code TraceIdRatioBased} in Java keeps low values of 64 bits of the trace id, while the
 * threshold of {@link SamplingRate} keeps high values of 56 bits. At the same small rate, hardly
 * any trace is kept by both. Immutable, safe for use by several threads.
 */
public final class SpanSampler implements Sampler {

  private static final SpanSampler INSTANCE = new SpanSampler();

  private SpanSampler() {}

  /** The sampler. */
  public static SpanSampler instance() {
    return INSTANCE;
  }

  /** The reason is {@link Decision.Reason#SPAN}; null without a span. */
  @Override
  public Decision decide(Candidate candidate) {
    TraceParent span = candidate.traceParent();
    if (span == null) {
      return null;
    }
    return span.isSampled()
        ? Decision.record(Decision.Reason.SPAN)
        : Decision.skip(Decision.Reason.SPAN);
  }
}
