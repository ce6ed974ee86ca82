package dev.moqlog.writer.sampling;

/**
 * What the chance of a connection depends on.
 *
 * <p>Either way, the application's {@link Candidate#samplingKey()} comes first if there is one.
 */
public enum SamplingKey {

  /** The original destination connection id: both ends of one connection decide alike. */
  CONNECTION_ID,

  /**
   * The trace id of the span, whose last 7 bytes are the randomness without any hash: all hops of a
   * trace decide alike, and like every OpenTelemetry sampler that goes by {@code th}. Without a
   * span as {@link #CONNECTION_ID}. Who makes the trace id chooses the decision; a secret does not
   * help.
   */
  TRACE_ID
}
