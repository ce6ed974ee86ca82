package dev.moqlog.analyzer.telemetry;

import static dev.moqlog.analyzer.telemetry.TelemetryLabel.*;
import static dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind.COUNTER;
import static dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind.GAUGE;
import static dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind.HISTOGRAM;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The catalogue of metrics: all names, units, labels and bucket boundaries there are. Code that
 * records, exposition, OTLP, the reference page and its tests come from it.
 *
 * <p>Numbers mean what {@link dev.moqlog.analyzer.summary.MetricDefinition} says of the fields that
 * descriptions name. Those of a group that begins with {@code moq.relay} belong to relays; they are
 * taken from qlog only if that is asked for, lest anything be counted twice.
 */
public enum TelemetryMetric {
  // Input.
  CONNECTIONS(
      COUNTER, "moq.qlog.connections.analyzed", TelemetryUnit.CONNECTIONS, "Connections", each()),
  SOURCES(
      COUNTER, "moq.qlog.sources", TelemetryUnit.SOURCES, "Files, entries of archives and streams"),
  SOURCES_SKIPPED(
      COUNTER,
      "moq.qlog.connections.skipped",
      TelemetryUnit.SOURCES,
      "Sources of which nothing was read",
      SKIP_REASON),
  SOURCES_DAMAGED(
      COUNTER,
      "moq.qlog.sources.damaged",
      TelemetryUnit.SOURCES,
      "Sources that were not read whole"),
  PARSE_ERRORS(
      COUNTER,
      "moq.qlog.trace.parse_errors",
      TelemetryUnit.RECORDS,
      "Stretches of logs that could not be read"),
  SKIPPED_BYTES(COUNTER, "moq.qlog.skipped", TelemetryUnit.BYTES, "What they hold, uncompressed"),
  TRUNCATED(
      COUNTER,
      "moq.qlog.trace.truncated",
      TelemetryUnit.CONNECTIONS,
      "Connections whose log ends early",
      each()),
  CORRECTED(
      COUNTER,
      "moq.qlog.connections.corrected",
      TelemetryUnit.CONNECTIONS,
      "Connections in whose log a known mistake of the stack was put right",
      CORRECTION),
  EVENTS(COUNTER, "moq.qlog.events", TelemetryUnit.EVENTS, "Events", each()),

  // Round-trip times.
  RTT(HISTOGRAM, "moq.qlog.rtt", TelemetryUnit.SECONDS, "RTT samples (rtt_ms)", each()),
  RTT_SMOOTHED(
      HISTOGRAM,
      "moq.qlog.smoothed_rtt",
      TelemetryUnit.SECONDS,
      "Last smoothed RTT of each connection (rtt_ms.smoothed_last)",
      each()),
  RTT_MIN(
      HISTOGRAM,
      "moq.qlog.min_rtt",
      TelemetryUnit.SECONDS,
      "Smallest RTT of each connection (rtt_ms.min)",
      each()),
  RTT_VARIATION(
      HISTOGRAM,
      "moq.qlog.rtt_variation",
      TelemetryUnit.SECONDS,
      "Mean difference from one RTT sample to the next, of each connection (rtt_ms.jitter)",
      each()),

  // Packets and bytes.
  PACKETS_SENT(
      COUNTER,
      "moq.qlog.packets.sent",
      TelemetryUnit.PACKETS,
      "Packets sent (packets.sent)",
      each(PACKET_NUMBER_SPACE)),
  PACKETS_RECEIVED(
      COUNTER,
      "moq.qlog.packets.received",
      TelemetryUnit.PACKETS,
      "Packets received (packets.received)",
      each()),
  PACKETS_DUPLICATE(
      COUNTER,
      "moq.qlog.packets.received_duplicate",
      TelemetryUnit.PACKETS,
      "Packets received again (packets.received_duplicate)",
      each()),
  PACKETS_DROPPED(
      COUNTER,
      "moq.qlog.packets.dropped",
      TelemetryUnit.PACKETS,
      "Packets that arrived but could not be used (drops.packets)",
      each(DROP_REASON)),
  BYTES_SENT(
      COUNTER,
      "moq.qlog.bytes.sent",
      TelemetryUnit.BYTES,
      "Bytes of packets sent, as far as lengths were logged (packets.sent_bytes)",
      each()),
  BYTES_RECEIVED(
      COUNTER,
      "moq.qlog.bytes.received",
      TelemetryUnit.BYTES,
      "Bytes of packets received, as far as lengths were logged (packets.received_bytes)",
      each()),

  // Loss.
  PACKETS_LOST(
      COUNTER,
      "moq.qlog.packets.lost",
      TelemetryUnit.PACKETS,
      "Best estimate of in-flight packets lost (loss.lost_in_flight)",
      each(LOSS_TRIGGER)),
  PACKETS_IN_FLIGHT(
      COUNTER,
      "moq.qlog.packets.sent_in_flight",
      TelemetryUnit.PACKETS,
      "In-flight packets sent, which losses are a share of (loss.sent_in_flight)",
      each()),
  PACKETS_DECLARED_LOST(
      COUNTER,
      "moq.qlog.packets.declared_lost",
      TelemetryUnit.PACKETS,
      "Packets that stacks declared lost (loss.declared)",
      each()),
  PACKETS_SPURIOUS_LOSS(
      COUNTER,
      "moq.qlog.packets.spurious_loss",
      TelemetryUnit.PACKETS,
      "Of those, packets that were acknowledged after all (loss.spurious)",
      each()),
  LOSS_RATIO(
      HISTOGRAM,
      "moq.qlog.connection.packet_loss_ratio",
      TelemetryUnit.RATIO,
      "Loss of each connection (loss.ratio)",
      each()),

  // Retransmission.
  DATA_SENT(
      COUNTER,
      "moq.qlog.data.sent",
      TelemetryUnit.BYTES,
      "Bytes in STREAM and CRYPTO frames sent (retransmit.stream_bytes_sent, crypto_bytes_sent)",
      each(FRAME_TYPE)),
  DATA_RETRANSMITTED(
      COUNTER,
      "moq.qlog.retransmitted",
      TelemetryUnit.BYTES,
      "Of those, bytes sent before (retransmit.stream_bytes_retransmitted,"
          + " crypto_bytes_retransmitted)",
      each(FRAME_TYPE)),
  RETRANSMIT_RATIO(
      HISTOGRAM,
      "moq.qlog.connection.retransmit_ratio",
      TelemetryUnit.RATIO,
      "Share of its data that each connection sent again (retransmit.ratio)",
      each()),

  // How connections begin, stall and end.
  DURATION(
      HISTOGRAM,
      "moq.qlog.connection.duration",
      TelemetryUnit.SECONDS,
      "From the first event of a connection to the last (duration_ms)",
      Buckets.LONG,
      each()),
  HANDSHAKE(
      HISTOGRAM,
      "moq.qlog.handshake.duration",
      TelemetryUnit.SECONDS,
      "From the first Initial packet until the handshake was complete (handshake.complete_ms)",
      Buckets.LATENCY,
      each()),
  FIRST_BYTE(
      HISTOGRAM,
      "moq.qlog.time_to_first_byte",
      TelemetryUnit.SECONDS,
      "From the first Initial packet to the first byte of an answer (handshake.first_byte_ms)",
      Buckets.LATENCY,
      each()),
  CLOSED(
      COUNTER,
      "moq.qlog.connections.closed",
      TelemetryUnit.CONNECTIONS,
      "Connections by how they ended (close)",
      each(CLOSE_CLASS, CLOSE_INITIATOR)),
  MIGRATIONS(
      COUNTER,
      "moq.qlog.path.migrations",
      TelemetryUnit.TIMES,
      "Moves to another path (paths.migrations)",
      each()),
  PROBE_TIMEOUTS(
      COUNTER,
      "moq.qlog.pto",
      TelemetryUnit.TIMES,
      "Probe timeouts (probe_timeouts.count)",
      each()),
  PERSISTENT_CONGESTION(
      COUNTER,
      "moq.qlog.persistent_congestion",
      TelemetryUnit.TIMES,
      "How often persistent congestion was established (probe_timeouts.persistent_congestion)",
      each()),
  CONGESTION_EVENTS(
      COUNTER,
      "moq.qlog.congestion.events",
      TelemetryUnit.TIMES,
      "Recovery periods (congestion.events)",
      each()),
  CONGESTION_WINDOW(
      HISTOGRAM,
      "moq.qlog.congestion_window",
      TelemetryUnit.BYTES,
      "Mean congestion window of each connection (congestion.window_bytes)",
      each()),
  IN_FLIGHT(
      HISTOGRAM,
      "moq.qlog.inflight",
      TelemetryUnit.BYTES,
      "Mean bytes in flight of each connection (congestion.in_flight_bytes)",
      each()),
  BLOCKED(
      COUNTER,
      "moq.qlog.blocked",
      TelemetryUnit.SECONDS,
      "For how long endpoints were kept from sending (blocked)",
      each(BLOCKED_REASON, BLOCKED_SIDE)),
  FLOW_CONTROL_BLOCKED(
      COUNTER,
      "moq.qlog.flow_control.blocked",
      TelemetryUnit.TIMES,
      "How often flow control kept the endpoint of the log from sending (blocked)",
      each(FLOW_CONTROL_SCOPE)),
  FINDINGS(
      COUNTER,
      "moq.qlog.findings",
      TelemetryUnit.FINDINGS,
      "What diagnosis found (findings)",
      RULE,
      SEVERITY),

  // Media over QUIC.
  MOQ_OBJECTS_SENT(
      COUNTER,
      "moq.qlog.objects.sent",
      TelemetryUnit.OBJECTS,
      "Objects created (moq.objects_created)",
      each()),
  MOQ_OBJECTS_RECEIVED(
      COUNTER,
      "moq.qlog.objects.received",
      TelemetryUnit.OBJECTS,
      "Objects parsed (moq.objects_parsed)",
      each()),
  MOQ_OBJECT_BYTES_SENT(
      COUNTER,
      "moq.qlog.object_bytes.sent",
      TelemetryUnit.BYTES,
      "Payload of objects created (moq.payload_bytes_created)",
      each()),
  MOQ_OBJECT_BYTES_RECEIVED(
      COUNTER,
      "moq.qlog.object_bytes.received",
      TelemetryUnit.BYTES,
      "Payload of objects parsed (moq.payload_bytes_parsed)",
      each()),
  MOQ_GROUPS_SENT(
      COUNTER,
      "moq.qlog.groups.sent",
      TelemetryUnit.GROUPS,
      "Groups created (moq.tracks.groups)",
      each(GROUP_STATE)),
  MOQ_GROUPS_RECEIVED(
      COUNTER,
      "moq.qlog.groups.received",
      TelemetryUnit.GROUPS,
      "Groups parsed (moq.tracks.groups)",
      each(GROUP_STATE)),
  MOQ_MESSAGES(
      COUNTER,
      "moq.qlog.control_messages",
      TelemetryUnit.MESSAGES,
      "Control messages (moq.messages)",
      each(MESSAGE_TYPE, DIRECTION)),
  MOQ_REQUESTS(
      COUNTER,
      "moq.qlog.requests",
      TelemetryUnit.REQUESTS,
      "Requests created or parsed (moq.requests)",
      each(DIRECTION)),
  MOQ_REQUESTS_FAILED(
      COUNTER,
      "moq.qlog.requests.failed",
      TelemetryUnit.REQUESTS,
      "Requests answered with an error (moq.refusals)",
      each(REQUEST_ERROR_CODE)),
  MOQ_DROPS(
      COUNTER,
      "moq.qlog.moq_drops",
      TelemetryUnit.TIMES,
      "Streams and subscriptions given up (moq.tracks.drops)",
      each(MOQ_DROP_KIND)),
  MOQ_STALLS(
      COUNTER,
      "moq.qlog.moq_stalls",
      TelemetryUnit.TIMES,
      "What a viewer may have noticed (moq.stalls)",
      each(STALL_KIND)),
  MOQ_STALLED(
      COUNTER,
      "moq.qlog.moq_stalled",
      TelemetryUnit.SECONDS,
      "How long the stalls of late groups lasted (moq.tracks.stalled_ms)",
      each()),
  MOQ_SUBSCRIBE(
      HISTOGRAM,
      "moq.qlog.subscribe_latency",
      TelemetryUnit.SECONDS,
      "From SUBSCRIBE to SUBSCRIBE_OK (moq.tracks.subscribe_ms)",
      Buckets.LATENCY,
      each()),
  MOQ_FIRST_OBJECT(
      HISTOGRAM,
      "moq.qlog.time_to_first_object",
      TelemetryUnit.SECONDS,
      "From SUBSCRIBE to the first object (moq.tracks.first_object_ms)",
      Buckets.LATENCY,
      each()),
  MOQ_INTER_ARRIVAL(
      HISTOGRAM,
      "moq.qlog.object_interarrival",
      TelemetryUnit.SECONDS,
      "From one object of a track to the next (moq.tracks.inter_arrival_ms)",
      Buckets.LATENCY,
      each()),
  MOQ_GROUP_DELIVERY(
      HISTOGRAM,
      "moq.qlog.group_delivery",
      TelemetryUnit.SECONDS,
      "From the first object of a group to its last (moq.tracks.group_delivery_ms)",
      Buckets.LATENCY,
      each()),
  MOQ_RESIDENCE(
      HISTOGRAM,
      "moq.qlog.relay_residence",
      TelemetryUnit.SECONDS,
      "In a relay, from parsing an object to creating it (moq.tracks.residence_ms)",
      Buckets.LATENCY,
      each()),

  // The program itself.
  RUN_TIME(
      GAUGE,
      "moq.qlog.last_run.timestamp",
      TelemetryUnit.SECONDS,
      "When the last analysis ended, since 1970"),
  RUN_SUCCESS(
      GAUGE,
      "moq.qlog.last_run.success",
      TelemetryUnit.FLAG,
      "1 if the last analysis read all of its input, or the last look of watch succeeded"),
  RUN_DURATION(GAUGE, "moq.qlog.last_run.duration", TelemetryUnit.SECONDS, "How long it took"),
  BUILD_INFO(
      GAUGE, "moq.qlog.build_info", TelemetryUnit.FLAG, "1, with the version as a label", VERSION),
  WATCH_OPEN(
      GAUGE, "moq.qlog.watch.open_traces", TelemetryUnit.TRACES, "Traces that are being written"),
  WATCH_LAG(
      GAUGE,
      "moq.qlog.watch.lag",
      TelemetryUnit.SECONDS,
      "How long the latest trace had been complete when it was counted"),
  WATCH_COUNTED(
      COUNTER, "moq.qlog.watch.counted_traces", TelemetryUnit.TRACES, "Traces that were counted"),
  WATCH_FAILED(
      COUNTER,
      "moq.qlog.watch.failed_traces",
      TelemetryUnit.TRACES,
      "Traces that are taken for counted although their analysis failed"),
  WATCH_MISSED(
      COUNTER,
      "moq.qlog.watch.missed_traces",
      TelemetryUnit.TRACES,
      "Traces that were deleted before they could be counted"),
  WATCH_CHANGED(
      COUNTER,
      "moq.qlog.watch.changed_traces",
      TelemetryUnit.TRACES,
      "Traces that went on after they had been counted; what came then is not counted"),
  WATCH_UNREADABLE(
      GAUGE,
      "moq.qlog.watch.unreadable_paths",
      TelemetryUnit.PATHS,
      "Directories and files that cannot be read, and so are not counted"),

  // What a relay counts itself, by its names, only if asked for.
  RELAY_CONNECTIONS(
      COUNTER,
      "moq.relay.connections",
      TelemetryUnit.CONNECTIONS,
      "Connections of which there is a log"),
  RELAY_BYTES_SENT(COUNTER, "moq.relay.bytes.sent", TelemetryUnit.BYTES, "Bytes of packets sent"),
  RELAY_BYTES_RECEIVED(
      COUNTER, "moq.relay.bytes.received", TelemetryUnit.BYTES, "Bytes of packets received"),
  RELAY_APP_BYTES_SENT(
      COUNTER,
      "moq.relay.app_bytes.sent",
      TelemetryUnit.BYTES,
      "Data sent, each byte of a stream once"),
  RELAY_APP_BYTES_RECEIVED(
      COUNTER,
      "moq.relay.app_bytes.received",
      TelemetryUnit.BYTES,
      "Data received, each byte of a stream once"),
  RELAY_OBJECTS_SENT(COUNTER, "moq.relay.objects.sent", TelemetryUnit.OBJECTS, "Objects created"),
  RELAY_OBJECTS_RECEIVED(
      COUNTER, "moq.relay.objects.received", TelemetryUnit.OBJECTS, "Objects parsed"),
  RELAY_GROUPS_SENT(COUNTER, "moq.relay.groups.sent", TelemetryUnit.GROUPS, "Groups created"),
  RELAY_GROUPS_RECEIVED(
      COUNTER, "moq.relay.groups.received", TelemetryUnit.GROUPS, "Groups parsed"),
  RELAY_DROPS(
      COUNTER,
      "moq.relay.drops",
      TelemetryUnit.TIMES,
      "Streams and subscriptions given up",
      MOQ_DROP_KIND),
  RELAY_ERRORS(
      COUNTER,
      "moq.relay.errors",
      TelemetryUnit.TIMES,
      "Connections that ended by an error, and requests refused");

  /** How values add up. */
  public enum Kind {
    /** Only ever grows. */
    COUNTER,
    /** A distribution. */
    HISTOGRAM,
    /** The last value counts. */
    GAUGE;

    /** The name in Prometheus. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Upper bounds of buckets, in the unit of the metric. */
  private static final class Buckets {
    static final List<Double> RTT =
        List.of(.0005, .001, .0025, .005, .01, .025, .05, .1, .2, .4, .8, 1.6, 3.2);
    static final List<Double> LATENCY =
        List.of(.001, .0025, .005, .01, .025, .05, .1, .2, .4, .8, 1.6, 3.2, 6.4, 12.8);
    static final List<Double> LONG =
        List.of(.1, .5, 1., 5., 10., 30., 60., 300., 900., 3600., 14_400., 86_400.);
    static final List<Double> SHARE =
        List.of(0., .0005, .001, .0025, .005, .01, .02, .05, .1, .2, .5, 1.);
    static final List<Double> BYTES =
        List.of(4096., 16_384., 65_536., 262_144., 1_048_576., 4_194_304., 16_777_216.);

    private Buckets() {}

    static List<Double> of(Kind kind, TelemetryUnit unit) {
      if (kind != HISTOGRAM) {
        return List.of();
      }
      return switch (unit) {
        case RATIO -> SHARE;
        case BYTES -> BYTES;
        default -> RTT;
      };
    }
  }

  private final Kind kind;
  private final String otelName;
  private final TelemetryUnit unit;
  private final String description;
  private final List<Double> boundaries;
  private final List<TelemetryLabel> labels;
  private final String prometheusName;

  TelemetryMetric(
      Kind kind,
      String otelName,
      TelemetryUnit unit,
      String description,
      TelemetryLabel... labels) {
    this(kind, otelName, unit, description, Buckets.of(kind, unit), labels);
  }

  TelemetryMetric(
      Kind kind,
      String otelName,
      TelemetryUnit unit,
      String description,
      List<Double> boundaries,
      TelemetryLabel... labels) {
    this.kind = kind;
    this.otelName = otelName;
    this.unit = unit;
    this.description = description;
    this.boundaries = boundaries;
    this.labels = List.of(labels);
    this.prometheusName = prometheusName(otelName, unit);
  }

  /** The labels of what is counted by connection, and more. */
  private static TelemetryLabel[] each(TelemetryLabel... more) {
    return Stream.concat(Stream.of(VANTAGE_POINT, TRANSPORT), Stream.of(more))
        .toArray(TelemetryLabel[]::new);
  }

  private static String prometheusName(String otelName, TelemetryUnit unit) {
    String name = otelName.replace('.', '_');
    boolean named = List.of(name.split("_")).contains(unit.suffix());
    return named || unit.suffix().isEmpty() ? name : name + '_' + unit.suffix();
  }

  /** Whether it is a counter, a histogram or a gauge. */
  public Kind kind() {
    return kind;
  }

  /** Its name in OpenTelemetry. */
  public String otelName() {
    return otelName;
  }

  /**
   * Its name in Prometheus, without the {@code _total} of counters: dots become underscores, and
   * the unit follows unless it is part of the name. That is what OpenTelemetry's own exporters make
   * of {@link #otelName()} and {@link #unit()}.
   */
  public String prometheusName() {
    return prometheusName;
  }

  /** As {@link #prometheusName()}, with the {@code _total} of counters. */
  public String prometheusSeriesName() {
    return kind == COUNTER ? prometheusName + "_total" : prometheusName;
  }

  /** Its unit. */
  public TelemetryUnit unit() {
    return unit;
  }

  /** What it counts, and the field of {@code summarize} with the same meaning. */
  public String description() {
    return description;
  }

  /**
   * The inclusive upper bounds of a histogram's buckets in its unit, ascending, without infinity.
   */
  public List<Double> boundaries() {
    return boundaries;
  }

  /** Its labels. */
  public List<TelemetryLabel> labels() {
    return labels;
  }

  /** Whether it tells how following a directory goes. */
  public boolean isWatchs() {
    return otelName.startsWith("moq.qlog.watch.");
  }

  /** Whether it is one that relays count themselves. */
  public boolean isRelays() {
    return otelName.startsWith("moq.relay.");
  }
}
