/**
 * How much recording an event costs the thread that records it, next to other ways of doing so.
 *
 * <p>Entry classes: {@link dev.moqlog.benchmarks.RunBenchmarks} measures the mean time of an event
 * with JMH, {@link dev.moqlog.benchmarks.PacedLatency} how its time is spread at a steady rate. All
 * measure the same event, {@link dev.moqlog.benchmarks.SampleEvent}.
 */
package dev.moqlog.benchmarks;
