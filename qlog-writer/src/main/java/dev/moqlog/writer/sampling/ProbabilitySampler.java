package dev.moqlog.writer.sampling;

import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * Keeps a share of all connections, and the same ones on every machine with the same hash.
 *
 * <p>It has an opinion of every connection, so it comes last in a chain. A connection without any
 * key (no application key, no connection id, no span where that is asked for) is decided by a
 * random number, alike nowhere. Safe for use by several threads.
 */
public final class ProbabilitySampler implements Sampler {

  private final SamplingHash hash;
  private final SamplingKey key;
  private final LongSupplier random;
  private volatile SamplingRate rate;

  private ProbabilitySampler(
      SamplingRate rate, SamplingHash hash, SamplingKey key, LongSupplier random) {
    this.rate = Objects.requireNonNull(rate, "rate");
    this.hash = Objects.requireNonNull(hash, "hash");
    this.key = Objects.requireNonNull(key, "key");
    this.random = random;
  }

  /**
   * A sampler with the hash {@link SamplingHash#unkeyed()} by {@link SamplingKey#CONNECTION_ID}.
   */
  public static ProbabilitySampler of(SamplingRate rate) {
    return of(rate, SamplingHash.unkeyed(), SamplingKey.CONNECTION_ID);
  }

  /** A sampler with a hash of its own. */
  public static ProbabilitySampler of(SamplingRate rate, SamplingHash hash, SamplingKey key) {
    return of(rate, hash, key, () -> ThreadLocalRandom.current().nextLong());
  }

  static ProbabilitySampler of(
      SamplingRate rate, SamplingHash hash, SamplingKey key, LongSupplier random) {
    return new ProbabilitySampler(rate, hash, key, random);
  }

  /** Never null; the reason is {@link Decision.Reason#PROBABILITY}, the rate the one used. */
  @Override
  public Decision decide(Candidate candidate) {
    SamplingRate current = rate;
    return Decision.byChance(current.keeps(randomness(candidate)), current);
  }

  /** The rate for the connections to come. */
  public SamplingRate rate() {
    return rate;
  }

  /** Changes the rate for the connections to come; at once, on every thread. */
  public void setRate(SamplingRate rate) {
    this.rate = Objects.requireNonNull(rate, "rate");
  }

  private long randomness(Candidate candidate) {
    byte[] chosen = candidate.samplingKey();
    if (isPresent(chosen)) {
      return hash.randomness(chosen);
    }
    TraceParent span = key == SamplingKey.TRACE_ID ? candidate.traceParent() : null;
    if (span != null) {
      return span.randomness();
    }
    byte[] connectionId = candidate.originalDestinationConnectionId();
    return isPresent(connectionId) ? hash.randomness(connectionId) : random.getAsLong();
  }

  private static boolean isPresent(byte[] bytes) {
    return bytes != null && bytes.length > 0;
  }
}
