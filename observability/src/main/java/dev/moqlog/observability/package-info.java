/**
 * What the observability stack shows: metrics that are not in the catalogue of {@code
 * dev.moqlog.analyzer.telemetry}, and the dashboards, tables and lists that are made from all of
 * them.
 */
package dev.moqlog.observability;
