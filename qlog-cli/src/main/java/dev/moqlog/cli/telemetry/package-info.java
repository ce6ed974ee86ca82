/**
 * The metrics of an analysis as they leave the process: added up in one table, and shown to
 * Prometheus and OpenTelemetry from there, so that both see the same numbers.
 *
 * <p>Entry classes: {@link dev.moqlog.cli.telemetry.MetricTable}, and {@link
 * dev.moqlog.cli.otlp.OtlpExporter}, which sends spans and log records, too. A table is for one
 * thread; the series it hands out are immutable.
 */
package dev.moqlog.cli.telemetry;
