package dev.moqlog.writer.sampling;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/**
 * Asks samplers in order; the first opinion counts.
 *
 * <p>A sampler that throws has no opinion, so that a mistake in one of them never breaks a
 * connection. Only a {@link VirtualMachineError}, such as want of memory, passes through. Safe for
 * use by several threads.
 */
public final class SamplerChain implements Sampler {

  private final List<Sampler> samplers;
  private final BiConsumer<? super Sampler, ? super Throwable> onFailure;
  private final LongAdder failures = new LongAdder();

  private SamplerChain(
      List<Sampler> samplers, BiConsumer<? super Sampler, ? super Throwable> onFailure) {
    this.samplers = samplers;
    this.onFailure = onFailure;
  }

  /**
   * A chain that tells of failures.
   *
   * @param samplers copied; none at all never has an opinion
   * @param onFailure receives the sampler that threw and what it threw, on the deciding thread; it
   *     must not block, and what it throws itself is dropped
   */
  public static SamplerChain of(
      List<? extends Sampler> samplers, BiConsumer<? super Sampler, ? super Throwable> onFailure) {
    return new SamplerChain(List.copyOf(samplers), Objects.requireNonNull(onFailure, "onFailure"));
  }

  /** The first opinion; null if no sampler has one. */
  @Override
  public Decision decide(Candidate candidate) {
    for (Sampler sampler : samplers) {
      Decision decision = ask(sampler, candidate);
      if (decision != null) {
        return decision;
      }
    }
    return null;
  }

  /** How often a sampler of this chain threw. */
  public long failures() {
    return failures.sum();
  }

  private Decision ask(Sampler sampler, Candidate candidate) {
    try {
      return sampler.decide(candidate);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable failure) {
      failures.increment();
      tell(sampler, failure);
      return null;
    }
  }

  private void tell(Sampler sampler, Throwable failure) {
    try {
      onFailure.accept(sampler, failure);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable ignored) {
      // The failure is counted already.
    }
  }
}
