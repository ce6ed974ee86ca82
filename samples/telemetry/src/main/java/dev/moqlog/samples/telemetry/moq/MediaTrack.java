package dev.moqlog.samples.telemetry.moq;

import static dev.moqlog.samples.telemetry.net.SimulatedTime.MILLISECOND;

import java.util.List;

/**
 * A track of a broadcast.
 *
 * @param namespace the broadcast that it belongs to
 * @param kind {@code video} or {@code audio}
 * @param codec as players name it
 * @param bitsPerSecond its average rate
 * @param frameNanos from one object to the next
 * @param framesPerGroup objects of a group, whose first one is a key frame
 */
public record MediaTrack(
    String namespace,
    String name,
    String kind,
    String codec,
    long bitsPerSecond,
    long frameNanos,
    int framesPerGroup) {

  private static final int KEY_FRAME_FACTOR = 4;

  /** The tracks of a broadcast: audio, and video in two qualities. */
  public static List<MediaTrack> of(String namespace) {
    return List.of(
        new MediaTrack(namespace, "audio", "audio", "opus", 32_000, 100 * MILLISECOND, 20),
        new MediaTrack(
            namespace, "video-hd", "video", "avc1.64001f", 600_000, 80 * MILLISECOND, 25),
        new MediaTrack(
            namespace, "video-sd", "video", "avc1.42c01e", 200_000, 80 * MILLISECOND, 25));
  }

  /** Whether it is video. */
  public boolean isVideo() {
    return kind.equals("video");
  }

  /** An object of it; {@code noise} is a random number around 1. */
  MediaObject object(long number, double noise, long now) {
    int id = (int) (number % framesPerGroup);
    double share = 1;
    if (isVideo()) {
      share = framesPerGroup * 1.0 / (framesPerGroup + KEY_FRAME_FACTOR - 1);
      share *= id == 0 ? KEY_FRAME_FACTOR : 1;
    }
    double bytes = bitsPerSecond / 8.0 * frameNanos / 1e9 * share * noise;
    return new MediaObject(
        this,
        number / framesPerGroup,
        id,
        Math.max(16, (int) bytes),
        now,
        id == framesPerGroup - 1);
  }
}
