/**
 * What the observability stack shows: metrics that are not in the catalogue of {@code
 * dev.moqlog.analyzer.telemetry}, and the dashboards, tables and lists that are made from all of
 * them. {@link dev.moqlog.observability.SourceMetric} is the catalogue of what relays and players
 * tell of themselves.
 *
 * <p>Entry class: {@link dev.moqlog.observability.MetricTables}, and {@code GeneratedFiles} for all
 * files that are made. Everything is immutable, or made by one thread.
 */
package dev.moqlog.observability;
