/**
 * Which connections are recorded.
 *
 * <p>Entry class: {@link dev.moqlog.writer.sampling.Sampler}; {@code Sampler.firstOf} puts {@link
 * dev.moqlog.writer.sampling.ForcedConnections}, {@link dev.moqlog.writer.sampling.SpanSampler} and
 * {@link dev.moqlog.writer.sampling.ProbabilitySampler} in an order. A sampler gets a {@link
 * dev.moqlog.writer.sampling.Candidate} once, before the first event, and gives a {@link
 * dev.moqlog.writer.sampling.Decision}. Chance decides by a hash, so that both ends of a connection
 * decide alike; {@code docs/sampling.md} has all that another implementation needs. Everything here
 * may be used by several threads at once, and deciding neither blocks nor does I/O. This package
 * knows neither files nor events.
 */
package dev.moqlog.writer.sampling;
