/**
 * Metrics, spans and log records to an OTLP endpoint, by the SDK of OpenTelemetry.
 *
 * <p>Entry class: {@link dev.moqlog.cli.otlp.OtlpExporter}, for one thread; the SDK exports in
 * threads of its own. Everything that is handed over is counted as taken, failed or dropped.
 */
package dev.moqlog.cli.otlp;
