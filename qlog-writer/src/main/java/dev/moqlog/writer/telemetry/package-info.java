/**
 * What OpenTelemetry sees of capture: where the trace file of a span's connection is, and how the
 * recorder itself is doing.
 *
 * <p>Entry classes: {@link dev.moqlog.writer.telemetry.QlogSpans} and {@link
 * dev.moqlog.writer.telemetry.RecorderMetrics}. They need opentelemetry-api, which the rest of the
 * writer does without. Both are safe for all threads.
 */
package dev.moqlog.writer.telemetry;
