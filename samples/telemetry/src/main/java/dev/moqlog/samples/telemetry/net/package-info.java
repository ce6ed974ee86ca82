/**
 * A simulated network: time that passes event by event, paths with delay, loss and outages, and the
 * two ends of QUIC connections, with streams, acknowledgments, loss detection and congestion
 * control (RFC 9000, RFC 9002) as far as they show in a log.
 *
 * <p>Everything here runs on the one thread that lets {@link
 * dev.moqlog.samples.telemetry.net.SimulatedTime} pass. Times are nanoseconds of it.
 */
package dev.moqlog.samples.telemetry.net;
