/**
 * Simulated broadcasts: publishers, a relay that fans their tracks out, and players that come,
 * watch and go. What happens is told to {@link dev.moqlog.samples.telemetry.moq.SessionListener}s
 * and {@link dev.moqlog.samples.telemetry.moq.PlayerListener}s, which make telemetry of it.
 *
 * <p>Entry class: {@link dev.moqlog.samples.telemetry.moq.Simulation}. Everything runs on the
 * thread that lets its time pass.
 */
package dev.moqlog.samples.telemetry.moq;
