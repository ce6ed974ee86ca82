/**
 * Makes telemetry of what happens in the simulation: metrics, spans, log lines and qlog of the same
 * connections. What is instrumented here is what a real relay and a real player would have to
 * instrument.
 *
 * <p>Entry class: {@link dev.moqlog.samples.telemetry.emit.Telemetry}. It is used by the thread of
 * the simulation; what exports runs on threads of the SDK and of the recorder.
 */
package dev.moqlog.samples.telemetry.emit;
