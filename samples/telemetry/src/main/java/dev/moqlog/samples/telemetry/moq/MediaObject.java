package dev.moqlog.samples.telemetry.moq;

/**
 * An object of a track: a frame of video, or a bit of audio.
 *
 * @param bytes of payload
 * @param capturedNanos when it was captured
 * @param last whether it ends its group
 */
public record MediaObject(
    MediaTrack track, long group, int id, int bytes, long capturedNanos, boolean last) {

  private static final int HEADER_BYTES = 4;

  /** With its header. */
  int wireBytes() {
    return bytes + HEADER_BYTES;
  }
}
