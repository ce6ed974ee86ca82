/**
 * Analysis results as OpenTelemetry metrics, spans and log records, through {@code
 * opentelemetry-api} alone: whoever calls decides where they go.
 *
 * <p>Entry classes: {@link dev.moqlog.analyzer.telemetry.ConnectionMetrics}, {@link
 * dev.moqlog.analyzer.telemetry.ConnectionSpans} and {@link
 * dev.moqlog.analyzer.telemetry.ConnectionLogs}. {@link
 * dev.moqlog.analyzer.telemetry.TelemetryMetric} is the catalogue of all metrics.
 *
 * <p>Neither connections nor sessions, paths, tracks or addresses are ever attributes of a metric,
 * and no log can add a value to those that {@link dev.moqlog.analyzer.telemetry.TelemetryLabel}
 * lists; so the number of series does not depend on the number of connections. They are attributes
 * of spans and log records, and exemplars lead from the one to the other.
 *
 * <p>Classes are for one thread at a time unless they say otherwise.
 */
package dev.moqlog.analyzer.telemetry;
