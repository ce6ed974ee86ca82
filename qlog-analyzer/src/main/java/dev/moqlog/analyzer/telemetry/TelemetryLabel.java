package dev.moqlog.analyzer.telemetry;

import dev.moqlog.analyzer.diagnose.Finding;
import dev.moqlog.analyzer.diagnose.Rule;
import dev.moqlog.analyzer.read.Correction;
import dev.moqlog.analyzer.summary.BlockedSummary;
import dev.moqlog.analyzer.summary.CloseSummary;
import dev.moqlog.analyzer.summary.LossTrigger;
import dev.moqlog.analyzer.summary.MoqStall;
import dev.moqlog.analyzer.summary.MoqTrackSummary.Drop;
import dev.moqlog.vocabulary.ControlMessageType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import dev.moqlog.vocabulary.VantagePoint;
import io.opentelemetry.api.common.AttributeKey;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The labels that metrics have, with all the values that each can take. Whatever else a log
 * contains becomes {@value #OTHER}, so that no log can make series without end.
 */
public enum TelemetryLabel {
  VANTAGE_POINT(
      "vantage_point",
      "where the log was recorded",
      of(VantagePoint.values(), VantagePoint::qlogName)),
  TRANSPORT(
      "transport",
      "what carries the application: QUIC itself, or WebTransport (MoQ over h3); unknown without"
          + " ALPN, and for h3 without MoQ",
      List.of("quic", "webtransport", "unknown")),
  SKIP_REASON("reason", "why nothing was read", List.of("unreadable", "not_qlog", "empty")),
  CORRECTION(
      "correction",
      "the mistake of a stack that was put right",
      Correction.ALL.stream().map(Correction::label).toList()),
  PACKET_NUMBER_SPACE(
      "packet_number_space",
      "RFC 9000 section 12.3; unknown where the log does not tell",
      with(of(PacketNumberSpace.values(), PacketNumberSpace::qlogName), "unknown")),
  LOSS_TRIGGER(
      "trigger",
      "what the stack declared the packet lost by; inferred where it did not",
      of(LossTrigger.values(), LossTrigger::label)),
  FRAME_TYPE("frame_type", "the frames that carry the data", List.of("stream", "crypto")),
  DROP_REASON(
      "reason",
      "the trigger of packet_dropped by its current name, or quic-go's own",
      List.of(
          "internal_error",
          "rejected",
          "unsupported",
          "invalid",
          "duplicate",
          "connection_unknown",
          "decryption_failure",
          "key_unavailable",
          "general",
          "unspecified",
          "header_parse_error",
          "protocol_violation",
          "dos_prevention",
          "unsupported_version",
          "unexpected_packet",
          "unexpected_source_connection_id",
          "unexpected_version")),
  BLOCKED_REASON(
      "reason",
      "what kept from sending",
      of(BlockedSummary.Reason.values(), reason -> reason.label())),
  BLOCKED_SIDE(
      "side",
      "who was blocked: the endpoint of the log, or its peer",
      of(BlockedSummary.Side.values(), side -> side.label())),
  FLOW_CONTROL_SCOPE(
      "scope", "the limit that was reached", List.of("connection", "stream", "streams")),
  CLOSE_CLASS("class", "how it ended", of(CloseSummary.Kind.values(), kind -> kind.label())),
  CLOSE_INITIATOR(
      "initiator", "who ended it", of(CloseSummary.Initiator.values(), who -> who.label())),
  RULE("rule", "what was found", of(Rule.values(), Rule::label)),
  SEVERITY(
      "severity",
      "how much it matters",
      of(Finding.Severity.values(), severity -> severity.label())),
  MESSAGE_TYPE(
      "type",
      "the control message, by the name in its draft",
      Stream.concat(
              Arrays.stream(ControlMessageType.values()).map(ControlMessageType::qlogName),
              Older.MESSAGES.stream())
          .distinct()
          .toList()),
  DIRECTION("direction", "seen from the endpoint of the log", List.of("sent", "received")),
  REQUEST_ERROR_CODE(
      "code",
      "the error code of the answer",
      with(
          IntStream.range(0, 0x21).mapToObj(code -> "0x" + Integer.toHexString(code)).toList(),
          "none")),
  STALL_KIND(
      "kind", "what a viewer may have noticed", of(MoqStall.Kind.values(), kind -> kind.label())),
  GROUP_STATE(
      "state",
      "whether every object of the group was there",
      List.of("complete", "incomplete", "unknown")),
  MOQ_DROP_KIND("kind", "what ended it", of(Drop.Kind.values(), kind -> kind.label())),
  VERSION("version", "of the program", List.of());

  /** Names that earlier drafts of the qlog events had. */
  private static final class Older {
    static final List<String> MESSAGES =
        List.of(
            "client_setup",
            "server_setup",
            "subscribe_update",
            "subscribe_error",
            "subscribe_done",
            "unsubscribe",
            "fetch_error",
            "fetch_cancel",
            "announce",
            "announce_ok",
            "announce_error",
            "announce_cancel",
            "unannounce",
            "publish_error",
            "publish_namespace_ok",
            "publish_namespace_error",
            "publish_namespace_done",
            "publish_namespace_cancel",
            "subscribe_announces",
            "subscribe_announces_ok",
            "subscribe_announces_error",
            "unsubscribe_announces",
            "subscribe_namespace_ok",
            "subscribe_namespace_error",
            "unsubscribe_namespace",
            "track_status_request",
            "track_status_ok",
            "track_status_error",
            "max_request_id",
            "max_subscribe_id",
            "requests_blocked",
            "subscribes_blocked");

    private Older() {}
  }

  /** Stands for all values that are not listed. */
  public static final String OTHER = "other";

  private final String label;
  private final String description;
  private final List<String> values;
  private final AttributeKey<String> key;

  TelemetryLabel(String label, String description, List<String> values) {
    this.label = label;
    this.description = description;
    this.values = values;
    this.key = AttributeKey.stringKey(label);
  }

  private static <E> List<String> of(E[] constants, Function<E, String> name) {
    return Arrays.stream(constants).map(name).toList();
  }

  private static List<String> with(List<String> values, String another) {
    return Stream.concat(values.stream(), Stream.of(another)).toList();
  }

  /** Its name in Prometheus and OpenTelemetry. */
  public String label() {
    return label;
  }

  /** What it tells. */
  public String description() {
    return description;
  }

  /** The values it can take besides {@value #OTHER}; none are listed if the program sets it. */
  public List<String> listed() {
    return values;
  }

  /** Its key. */
  public AttributeKey<String> key() {
    return key;
  }

  /** A value of it, as far as it is among those that are listed. */
  public String value(String text) {
    return values.isEmpty() || values.contains(text) ? text : OTHER;
  }
}
