package dev.moqlog.observability;

import static dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind.COUNTER;
import static dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind.GAUGE;
import static dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind.HISTOGRAM;

import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import java.util.List;

/**
 * The metrics of relays and players: what they tell themselves, whether there is qlog or not. Their
 * names are given; {@link #otelName()} and {@link #unit()} are chosen so that exporters of
 * OpenTelemetry make these names of them.
 *
 * <p>No session and no connection is ever a label.
 */
public enum SourceMetric implements Metric {
  // Relays, which know objects and groups but not what is in them.
  ACTIVE_SUBSCRIBERS(
      GAUGE,
      "moq_relay_active_subscribers",
      "moq.relay.active_subscribers",
      "{subscriber}",
      "Subscriptions that are served now: viewers"),
  ACTIVE_STREAMS(
      GAUGE,
      "moq_relay_active_streams",
      "moq.relay.active_streams",
      "{stream}",
      "Tracks that are published now"),
  ACTIVE_CONNECTIONS(
      GAUGE,
      "moq_relay_active_connections",
      "moq.relay.active_connections",
      "{connection}",
      "Connections that are open now"),
  ACTIVE_SESSIONS(
      GAUGE,
      "moq_relay_active_sessions",
      "moq.relay.active_sessions",
      "{session}",
      "Sessions that are open now, by what carries them",
      "transport"),
  CONNECTIONS(
      COUNTER,
      "moq_relay_connections_total",
      "moq.relay.connections",
      "{connection}",
      "Connections accepted"),
  BYTES_SENT(
      COUNTER, "moq_relay_bytes_sent_total", "moq.relay.bytes.sent", "By", "Bytes of packets sent"),
  BYTES_RECEIVED(
      COUNTER,
      "moq_relay_bytes_received_total",
      "moq.relay.bytes.received",
      "By",
      "Bytes of packets received"),
  APP_BYTES_SENT(
      COUNTER,
      "moq_relay_app_bytes_sent_total",
      "moq.relay.app_bytes.sent",
      "By",
      "Payload sent, each byte counted once however often it went out"),
  APP_BYTES_RECEIVED(
      COUNTER,
      "moq_relay_app_bytes_received_total",
      "moq.relay.app_bytes.received",
      "By",
      "Payload received, each byte counted once"),
  OBJECTS_SENT(
      COUNTER,
      "moq_relay_objects_sent_total",
      "moq.relay.objects.sent",
      "{object}",
      "Objects sent"),
  OBJECTS_RECEIVED(
      COUNTER,
      "moq_relay_objects_received_total",
      "moq.relay.objects.received",
      "{object}",
      "Objects received"),
  GROUPS_SENT(
      COUNTER, "moq_relay_groups_sent_total", "moq.relay.groups.sent", "{group}", "Groups sent"),
  GROUPS_RECEIVED(
      COUNTER,
      "moq_relay_groups_received_total",
      "moq.relay.groups.received",
      "{group}",
      "Groups received"),
  CACHE_HITS(
      COUNTER,
      "moq_relay_cache_hits_total",
      "moq.relay.cache_hits",
      "{time}",
      "Experimental: requests served from what the relay had already"),
  CACHE_MISSES(
      COUNTER,
      "moq_relay_cache_misses_total",
      "moq.relay.cache_misses",
      "{time}",
      "Experimental: requests for which the relay had to ask upstream"),
  DEDUP_UPSTREAM_SAVED(
      COUNTER,
      "moq_relay_dedup_upstream_saved_total",
      "moq.relay.dedup_upstream_saved",
      "{subscription}",
      "Subscriptions joined to one that was open upstream already"),
  FANOUT(
      HISTOGRAM,
      "moq_relay_fanout",
      "moq.relay.fanout",
      "{subscriber}",
      "Subscribers that each track is passed on to"),
  QUEUE_DEPTH(
      GAUGE,
      "moq_relay_queue_depth",
      "moq.relay.queue_depth",
      "{object}",
      "Objects that wait to be delivered"),
  DROPS(
      COUNTER,
      "moq_relay_drops_total",
      "moq.relay.drops",
      "{object}",
      "Objects given up because a subscriber was too slow"),
  ERRORS(
      COUNTER,
      "moq_relay_errors_total",
      "moq.relay.errors",
      "{error}",
      "Connections that ended by an error, and requests refused"),

  // Players, which alone know what a viewer sees.
  BUFFER_LENGTH(
      HISTOGRAM,
      "moq_client_buffer_length_seconds",
      "moq.client.buffer_length",
      "s",
      "Media that is buffered and not yet shown"),
  STARTUP_TIME(
      HISTOGRAM,
      "moq_client_startup_time_seconds",
      "moq.client.startup_time",
      "s",
      "From pressing play to the first frame"),
  LATENCY(
      HISTOGRAM,
      "moq_client_latency_seconds",
      "moq.client.latency",
      "s",
      "How far playback is behind the live edge"),
  BITRATE(
      HISTOGRAM,
      "moq_client_bitrate_bps",
      "moq.client.bitrate_bps",
      "",
      "Bits per second of the rendition that plays"),
  QUALITY_SWITCHES(
      COUNTER,
      "moq_client_quality_switches_total",
      "moq.client.quality_switches",
      "{switch}",
      "Changes to another rendition"),
  CLIENT_CONNECTIONS(
      COUNTER,
      "moq_client_connections_total",
      "moq.client.connections",
      "{connection}",
      "Connections made, by what carries them"),
  REBUFFERS(
      COUNTER,
      "moq_client_rebuffer_count_total",
      "moq.client.rebuffer_count",
      "{time}",
      "How often playback stood still for lack of media"),
  FRAMES_DECODED(
      COUNTER,
      "moq_client_frames_decoded_total",
      "moq.client.frames_decoded",
      "{frame}",
      "Frames decoded"),
  FRAMES_DROPPED(
      COUNTER,
      "moq_client_frames_dropped_total",
      "moq.client.frames_dropped",
      "{frame}",
      "Frames that came too late to be shown, or were skipped"),
  KEYFRAME_INTERVAL(
      HISTOGRAM,
      "moq_client_keyframe_interval_seconds",
      "moq.client.keyframe_interval",
      "s",
      "From one key frame to the next"),
  DECODE_TIME(
      HISTOGRAM,
      "moq_client_decode_time_seconds",
      "moq.client.decode_time",
      "s",
      "How long decoding a frame took"),
  AV_SYNC_DRIFT(
      HISTOGRAM,
      "moq_client_av_sync_drift_seconds",
      "moq.client.av_sync_drift",
      "s",
      "How far sound and picture are apart");

  /** The labels that all have. */
  private static final class Labels {
    static final List<String> RELAY = List.of("relay_instance", "namespace", "region");
    static final List<String> CLIENT = List.of("transport", "codec", "track_type");

    private Labels() {}
  }

  private final Kind kind;
  private final String prometheusName;
  private final String otelName;
  private final String unit;
  private final String description;
  private final List<String> labels;

  SourceMetric(
      Kind kind,
      String prometheusName,
      String otelName,
      String unit,
      String description,
      String... more) {
    this.kind = kind;
    this.prometheusName = prometheusName;
    this.otelName = otelName;
    this.unit = unit;
    this.description = description;
    List<String> common = isClients() ? Labels.CLIENT : Labels.RELAY;
    this.labels = Lists.concat(common, List.of(more));
  }

  @Override
  public String prometheusName() {
    return prometheusName;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public List<String> labels() {
    return labels;
  }

  @Override
  public List<String> chosenBy() {
    return Lists.common(labels, Variables.MOQ);
  }

  /** Its name in OpenTelemetry. */
  public String otelName() {
    return otelName;
  }

  /** Its unit by the Unified Code for Units of Measure; empty where the name has the unit. */
  public String unit() {
    return unit;
  }

  /** What it counts or measures. */
  public String description() {
    return description;
  }

  /** Whether players tell it, else relays. */
  public boolean isClients() {
    return prometheusName.startsWith("moq_client_");
  }

  /** The inclusive upper bounds of a histogram's buckets in its unit, without infinity. */
  public List<Double> boundaries() {
    if (kind != HISTOGRAM) {
      return List.of();
    }
    return switch (this) {
      case FANOUT -> List.of(1., 2., 5., 10., 25., 50., 100., 250., 500., 1_000., 5_000.);
      case BITRATE ->
          List.of(16e3, 32e3, 64e3, 128e3, 256e3, 512e3, 1e6, 2e6, 4e6, 6e6, 8e6, 12e6, 20e6, 40e6);
      case DECODE_TIME, AV_SYNC_DRIFT ->
          List.of(.001, .002, .005, .01, .02, .03, .045, .06, .1, .2, .5, 1.);
      case BUFFER_LENGTH, KEYFRAME_INTERVAL ->
          List.of(.1, .25, .5, 1., 1.5, 2., 3., 4., 6., 8., 10., 15., 30.);
      default -> List.of(.05, .1, .2, .3, .5, .75, 1., 1.5, 2., 2.5, 3., 4., 5., 7.5, 10., 20.);
    };
  }
}
