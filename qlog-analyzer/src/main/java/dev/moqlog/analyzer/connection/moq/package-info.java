/**
 * Media over QUIC Transport: from events to tracks, groups and objects.
 *
 * <p>Entry class: {@link dev.moqlog.analyzer.connection.moq.MoqMetric}, which takes the events of
 * one connection. {@code MoqRequests} knows what request ids and track aliases stand for, {@code
 * MoqStreams} the data streams that are open, {@code TrackMetric} one track in one direction.
 * {@link dev.moqlog.analyzer.connection.moq.ObjectDelays} pairs the times of the same objects at
 * two places: of the two sides of a relay, or of both ends of a path; {@link
 * dev.moqlog.analyzer.connection.moq.MoqObjectLog} reads them from a log of their own. State is
 * bounded whatever a log has. Everything belongs to the thread that reads.
 */
package dev.moqlog.analyzer.connection.moq;
