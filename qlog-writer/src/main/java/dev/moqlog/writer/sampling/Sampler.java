package dev.moqlog.writer.sampling;

import java.util.List;

/**
 * Decides whether a connection is recorded.
 *
 * <p>It is asked once per connection, on the thread that opens it, and by several threads at once:
 * an implementation must be safe for that and must not block.
 */
@FunctionalInterface
public interface Sampler {

  /** The decision, or null for no opinion. */
  Decision decide(Candidate candidate);

  /** As {@link #firstOf(List)}. */
  static SamplerChain firstOf(Sampler... samplers) {
    return firstOf(List.of(samplers));
  }

  /**
   * Asks samplers in order; the first opinion counts. One that throws has no opinion, which {@link
   * SamplerChain#failures()} counts.
   *
   * @param samplers copied; none at all never has an opinion
   */
  static SamplerChain firstOf(List<? extends Sampler> samplers) {
    return SamplerChain.of(samplers, (sampler, failure) -> {});
  }
}
