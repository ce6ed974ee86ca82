/**
 * How much recording an event costs the thread that records it, next to other ways of doing so.
 *
 * <p>The benchmarks of JMH measure the mean time of an event, {@link
 * dev.moqlog.benchmarks.writer.PacedLatency} how its time is spread at a steady rate. All measure
 * the same event, {@link dev.moqlog.benchmarks.writer.SampleEvent}.
 */
package dev.moqlog.benchmarks.writer;
