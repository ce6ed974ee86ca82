package dev.moqlog.samples.telemetry.moq;

/**
 * What a stream of objects begins with.
 *
 * @param alias stands for the track on this connection
 * @param priority of the publisher; lower is more urgent
 */
public record SubgroupHeader(MediaTrack track, long alias, long group, int priority) {

  static final int WIRE_BYTES = 6;
}
