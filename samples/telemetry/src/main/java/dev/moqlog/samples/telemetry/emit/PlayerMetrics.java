package dev.moqlog.samples.telemetry.emit;

import static dev.moqlog.observability.SourceMetric.*;

import dev.moqlog.observability.SourceMetric;
import dev.moqlog.samples.telemetry.moq.MediaTrack;
import dev.moqlog.samples.telemetry.moq.PlayerListener;
import dev.moqlog.samples.telemetry.moq.Transport;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;

/** The metrics of players. No session is ever a label; exemplars lead to its span. */
final class PlayerMetrics {

  private static final AttributeKey<String> CODEC = AttributeKey.stringKey("codec");
  private static final AttributeKey<String> TRACK_TYPE = AttributeKey.stringKey("track_type");
  private static final double SECOND = 1e9;

  private final Instruments instruments;

  PlayerMetrics(Meter meter) {
    this.instruments = new Instruments(meter, false);
  }

  /** Counts what a player goes through. */
  PlayerListener player(Transport transport, Context context) {
    return new Player(Attributes.of(RelayMetrics.TRANSPORT, transport.label()), context);
  }

  private final class Player implements PlayerListener {

    private final Attributes transport;
    private final Context context;

    private Player(Attributes transport, Context context) {
      this.transport = transport;
      this.context = context;
    }

    private Attributes of(MediaTrack track) {
      return transport.toBuilder().put(CODEC, track.codec()).put(TRACK_TYPE, track.kind()).build();
    }

    private void add(SourceMetric counter, long amount, MediaTrack track) {
      instruments.add(counter, amount, of(track), context);
    }

    private void record(SourceMetric histogram, long nanos, MediaTrack track) {
      instruments.record(histogram, nanos / SECOND, of(track), context);
    }

    @Override
    public void connected() {
      instruments.add(CLIENT_CONNECTIONS, 1, transport, context);
    }

    @Override
    public void started(MediaTrack track, long nanos) {
      record(STARTUP_TIME, nanos, track);
      add(REBUFFERS, 0, track);
      add(FRAMES_DROPPED, 0, track);
      add(QUALITY_SWITCHES, 0, track);
    }

    @Override
    public void decoded(MediaTrack track, long nanos) {
      add(FRAMES_DECODED, 1, track);
      record(DECODE_TIME, nanos, track);
    }

    @Override
    public void missed(MediaTrack track, long frames) {
      add(FRAMES_DROPPED, frames, track);
    }

    @Override
    public void keyFrame(MediaTrack track, long nanos) {
      record(KEYFRAME_INTERVAL, nanos, track);
    }

    @Override
    public void playing(MediaTrack track, long bufferNanos, long latencyNanos) {
      record(BUFFER_LENGTH, bufferNanos, track);
      record(LATENCY, latencyNanos, track);
    }

    @Override
    public void received(MediaTrack track, long bitsPerSecond) {
      instruments.record(BITRATE, bitsPerSecond, of(track), context);
    }

    @Override
    public void drifted(long nanos) {
      instruments.record(AV_SYNC_DRIFT, nanos / SECOND, transport, context);
    }

    @Override
    public void rebuffered(MediaTrack track) {
      add(REBUFFERS, 1, track);
    }

    @Override
    public void switched(MediaTrack to) {
      add(QUALITY_SWITCHES, 1, to);
    }
  }
}
