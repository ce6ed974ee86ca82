/**
 * A source of telemetry: a simulated relay, its publishers and players, and everything that they
 * would emit about the same connections.
 *
 * <p>Entry class: {@link dev.moqlog.samples.telemetry.RelayTelemetry}.
 */
package dev.moqlog.samples.telemetry;
