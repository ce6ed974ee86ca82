package dev.moqlog.samples.telemetry.emit;

import static dev.moqlog.samples.telemetry.emit.MoqInstrument.Kind.COUNTER;
import static dev.moqlog.samples.telemetry.emit.MoqInstrument.Kind.GAUGE;
import static dev.moqlog.samples.telemetry.emit.MoqInstrument.Kind.HISTOGRAM;
import static dev.moqlog.samples.telemetry.emit.MoqInstrument.Kind.UP_DOWN;

import java.util.List;

/**
 * The metrics of a relay and of players: names, units and buckets. The unit is chosen so that
 * exporters for Prometheus come to the name that dashboards expect, {@link #prometheusName()}.
 */
public enum MoqInstrument {
  // The relay, which knows nothing of media.
  ACTIVE_SUBSCRIBERS(
      UP_DOWN, "moq.relay.active_subscribers", "{subscriber}", "Viewers with a subscription"),
  ACTIVE_STREAMS(UP_DOWN, "moq.relay.active_streams", "{stream}", "Broadcasts on the air"),
  ACTIVE_CONNECTIONS(
      UP_DOWN, "moq.relay.active_connections", "{connection}", "Connections that are open"),
  ACTIVE_SESSIONS(
      UP_DOWN, "moq.relay.active_sessions", "{session}", "Sessions that are open, by transport"),
  CONNECTIONS(COUNTER, "moq.relay.connections", "{connection}", "Connections accepted"),
  BYTES_SENT(COUNTER, "moq.relay.bytes.sent", "By", "Bytes of packets sent"),
  BYTES_RECEIVED(COUNTER, "moq.relay.bytes.received", "By", "Bytes of packets received"),
  APP_BYTES_SENT(COUNTER, "moq.relay.app_bytes.sent", "By", "Data of streams sent, each byte once"),
  APP_BYTES_RECEIVED(
      COUNTER, "moq.relay.app_bytes.received", "By", "Data of streams received, each byte once"),
  OBJECTS_SENT(COUNTER, "moq.relay.objects.sent", "{object}", "Objects sent"),
  OBJECTS_RECEIVED(COUNTER, "moq.relay.objects.received", "{object}", "Objects received"),
  GROUPS_SENT(COUNTER, "moq.relay.groups.sent", "{group}", "Groups sent"),
  GROUPS_RECEIVED(COUNTER, "moq.relay.groups.received", "{group}", "Groups received"),
  CACHE_HITS(
      COUNTER, "moq.relay.cache_hits", "{request}", "Subscriptions that began with a kept group"),
  CACHE_MISSES(
      COUNTER, "moq.relay.cache_misses", "{request}", "Subscriptions for which nothing was kept"),
  DEDUP_UPSTREAM_SAVED(
      COUNTER,
      "moq.relay.dedup_upstream_saved",
      "{request}",
      "Subscriptions that needed none upstream, as there was one"),
  FANOUT(
      HISTOGRAM,
      "moq.relay.fanout",
      "{subscriber}",
      "Viewers that a group goes to",
      List.of(0., 1., 2., 5., 10., 20., 50., 100., 200., 500., 1000.)),
  QUEUE_DEPTH(GAUGE, "moq.relay.queue_depth", "{object}", "Objects that wait to be sent"),
  DROPS(COUNTER, "moq.relay.drops", "{object}", "Objects not sent, as the viewer was too slow"),
  ERRORS(
      COUNTER, "moq.relay.errors", "{error}", "Connections closed for an error, requests refused"),

  // Players.
  BUFFER_LENGTH(
      HISTOGRAM,
      "moq.client.buffer_length",
      "s",
      "What there is to play, once a second",
      List.of(.01, .025, .05, .1, .25, .5, 1., 2.5, 5., 10.)),
  STARTUP_TIME(
      HISTOGRAM,
      "moq.client.startup_time",
      "s",
      "From connecting to the first frame",
      List.of(.05, .1, .2, .3, .5, .75, 1., 1.5, 2., 3., 5., 10.)),
  LATENCY(
      HISTOGRAM,
      "moq.client.latency",
      "s",
      "Behind the camera, once a second",
      List.of(.05, .1, .2, .3, .5, .75, 1., 1.5, 2., 3., 5., 10.)),
  BITRATE(
      HISTOGRAM,
      "moq.client.bitrate_bps",
      "",
      "Data of a track that came within a second",
      List.of(16e3, 32e3, 64e3, 128e3, 256e3, 512e3, 768e3)),
  QUALITY_SWITCHES(
      COUNTER, "moq.client.quality_switches", "{switch}", "Changes to another quality"),
  CLIENT_CONNECTIONS(
      COUNTER, "moq.client.connections", "{connection}", "Connections, by transport"),
  REBUFFER_COUNT(
      COUNTER, "moq.client.rebuffer_count", "{event}", "How often nothing was left to play"),
  FRAMES_DECODED(COUNTER, "moq.client.frames_decoded", "{frame}", "Frames decoded"),
  FRAMES_DROPPED(COUNTER, "moq.client.frames_dropped", "{frame}", "Frames that never came"),
  KEYFRAME_INTERVAL(
      HISTOGRAM,
      "moq.client.keyframe_interval",
      "s",
      "From one key frame to the next",
      List.of(.25, .5, 1., 1.5, 2., 2.5, 3., 4., 6., 10.)),
  DECODE_TIME(
      HISTOGRAM,
      "moq.client.decode_time",
      "s",
      "Time to decode a frame",
      List.of(.001, .0025, .005, .01, .025, .05, .1)),
  AV_SYNC_DRIFT(
      HISTOGRAM,
      "moq.client.av_sync_drift",
      "s",
      "How far audio and video are apart, once a second",
      List.of(.001, .005, .01, .02, .04, .08, .15, .3, 1.));

  /** How values add up. */
  enum Kind {
    COUNTER,
    UP_DOWN,
    GAUGE,
    HISTOGRAM
  }

  private final Kind kind;
  private final String otelName;
  private final String unit;
  private final String description;
  private final List<Double> boundaries;

  MoqInstrument(Kind kind, String otelName, String unit, String description) {
    this(kind, otelName, unit, description, List.of());
  }

  MoqInstrument(
      Kind kind, String otelName, String unit, String description, List<Double> boundaries) {
    this.kind = kind;
    this.otelName = otelName;
    this.unit = unit;
    this.description = description;
    this.boundaries = boundaries;
  }

  Kind kind() {
    return kind;
  }

  /** The name in OpenTelemetry. */
  public String otelName() {
    return otelName;
  }

  /** The unit by the Unified Code for Units of Measure. */
  public String unit() {
    return unit;
  }

  /** What it counts or measures. */
  public String description() {
    return description;
  }

  List<Double> boundaries() {
    return boundaries;
  }

  /** The name in Prometheus. */
  public String prometheusName() {
    return PrometheusNames.of(otelName, unit, kind == COUNTER) + (kind == COUNTER ? "_total" : "");
  }

  /** Whether the relay emits it; else players do. */
  public boolean isRelay() {
    return otelName.startsWith("moq.relay.");
  }
}
