package dev.moqlog.analyzer.telemetry;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.MoqDirection;
import dev.moqlog.analyzer.summary.MoqStall;
import dev.moqlog.analyzer.summary.MoqSummary;
import dev.moqlog.analyzer.summary.MoqTrackSummary;
import java.util.OptionalLong;

/** Records Media over QUIC. */
final class MoqMeasures {

  private static final long MAX_CODE = 0x20;
  private static final String SENT = "sent";
  private static final String RECEIVED = "received";

  private MoqMeasures() {}

  static void record(ConnectionSummary connection, Recording each) {
    connection.moq().ifPresent(moq -> record(moq, each));
  }

  private static void record(MoqSummary moq, Recording each) {
    each.add(TelemetryMetric.MOQ_OBJECTS_SENT, moq.objects(MoqDirection.OUT));
    each.add(TelemetryMetric.MOQ_OBJECTS_RECEIVED, moq.objects(MoqDirection.IN));
    each.add(TelemetryMetric.MOQ_OBJECT_BYTES_SENT, moq.payloadBytes(MoqDirection.OUT));
    each.add(TelemetryMetric.MOQ_OBJECT_BYTES_RECEIVED, moq.payloadBytes(MoqDirection.IN));
    each.add(TelemetryMetric.MOQ_REQUESTS, moq.requests().created(), SENT);
    each.add(TelemetryMetric.MOQ_REQUESTS, moq.requests().parsed(), RECEIVED);
    for (MoqSummary.Refusal refusal : moq.refusals()) {
      each.add(TelemetryMetric.MOQ_REQUESTS_FAILED, refusal.count(), code(refusal.code()));
    }
    for (MoqSummary.Messages messages : moq.messages()) {
      each.addSome(TelemetryMetric.MOQ_MESSAGES, messages.created(), messages.type(), SENT);
      each.addSome(TelemetryMetric.MOQ_MESSAGES, messages.parsed(), messages.type(), RECEIVED);
    }
    for (MoqStall stall : moq.stalls()) {
      each.add(TelemetryMetric.MOQ_STALLS, 1, stall.kind().label());
    }
    // Those beyond the ones that are listed have no kind.
    each.addSome(TelemetryMetric.MOQ_STALLS, moq.stallsLeftOut(), TelemetryLabel.OTHER);
    moq.tracks().forEach(track -> record(track, each));
  }

  /** Codes are told apart as far as drafts assign them. */
  private static String code(OptionalLong code) {
    if (code.isEmpty()) {
      return "none";
    }
    return code.getAsLong() >= 0 && code.getAsLong() <= MAX_CODE
        ? "0x" + Long.toHexString(code.getAsLong())
        : TelemetryLabel.OTHER;
  }

  private static void record(MoqTrackSummary track, Recording each) {
    TelemetryMetric groups =
        track.direction() == MoqDirection.OUT
            ? TelemetryMetric.MOQ_GROUPS_SENT
            : TelemetryMetric.MOQ_GROUPS_RECEIVED;
    each.add(groups, track.groups().complete(), "complete");
    each.add(groups, track.groups().incomplete(), "incomplete");
    each.add(groups, track.groups().unknown(), "unknown");
    track
        .drops()
        .forEach(drop -> each.add(TelemetryMetric.MOQ_DROPS, drop.count(), drop.kind().label()));
    each.add(TelemetryMetric.MOQ_STALLED, track.stalledNanos());
    MoqTrackSummary.Timing timing = track.timing();
    each.recordAll(TelemetryMetric.MOQ_SUBSCRIBE, timing.subscribeNanos());
    each.recordAll(TelemetryMetric.MOQ_FIRST_OBJECT, timing.firstObjectNanos());
    each.recordAll(TelemetryMetric.MOQ_INTER_ARRIVAL, timing.interArrivalNanos());
    each.recordAll(TelemetryMetric.MOQ_GROUP_DELIVERY, timing.groupDeliveryNanos());
    each.recordAll(TelemetryMetric.MOQ_RESIDENCE, timing.residenceNanos());
  }
}
