package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.DatagramSummary;
import dev.moqlog.analyzer.summary.MoqDirection;
import dev.moqlog.analyzer.summary.MoqFleet;
import dev.moqlog.analyzer.summary.MoqFleet.Distribution;
import dev.moqlog.analyzer.summary.MoqStall;
import dev.moqlog.analyzer.summary.MoqSummary;
import dev.moqlog.analyzer.summary.MoqTrackSummary;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalDouble;

/** Media over QUIC as a JSON object, in the order and units of the contract. */
final class MoqJson {

  private final JsonGenerator json;
  private final JsonValues values;

  MoqJson(JsonGenerator json) {
    this.json = json;
    values = new JsonValues(json);
  }

  /** The member {@code moq} of a connection. */
  void moq(ConnectionSummary connection, MoqSummary moq) throws IOException {
    json.writeObjectFieldStart("moq");
    values.text("source", moq.source());
    if (moq.source().isPresent()) {
      values.truth("aligned", moq.aligned());
    }
    values.text("alpn", moq.alpn());
    if (moq.draft().isPresent()) {
      values.number("draft", moq.draft().getAsInt());
    }
    values.millis("setup_ms", moq.setupNanos());
    values.number("objects_created", moq.objects(MoqDirection.OUT));
    values.number("objects_parsed", moq.objects(MoqDirection.IN));
    values.number("payload_bytes_created", moq.payloadBytes(MoqDirection.OUT));
    values.number("payload_bytes_parsed", moq.payloadBytes(MoqDirection.IN));
    if (connection.moqDatagrams().isPresent()) {
      DatagramSummary datagrams = connection.moqDatagrams().get();
      datagramLoss(
          datagrams.packetsSent(), datagrams.packetsLost().orElse(0), datagrams.lossRatio());
    }
    requests(moq.requests());
    messages(moq);
    refusals(moq);
    json.writeArrayFieldStart("tracks");
    for (MoqTrackSummary track : moq.tracks()) {
      track(track);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("stalls");
    for (MoqStall stall : moq.stalls()) {
      stall(connection, stall);
    }
    json.writeEndArray();
    values.number("stalls_left_out", moq.stallsLeftOut());
    values.number("objects_left_out", moq.objectsLeftOut());
    values.number("objects_ambiguous", moq.objectsAmbiguous());
    values.truth("approximate", moq.approximate());
    json.writeEndObject();
  }

  private void datagramLoss(long sent, long lost, OptionalDouble ratio) throws IOException {
    json.writeObjectFieldStart("datagram_loss");
    values.number("packets_sent", sent);
    values.number("packets_lost", lost);
    values.ratio("ratio", ratio);
    json.writeEndObject();
  }

  private void requests(MoqSummary.Requests requests) throws IOException {
    json.writeObjectFieldStart("requests");
    values.number("created", requests.created());
    values.number("parsed", requests.parsed());
    values.number("accepted", requests.accepted());
    values.number("refused", requests.refused());
    values.number("unanswered", requests.unanswered());
    values.distributionMillis("latency_ms", requests.latencyNanos());
    json.writeEndObject();
  }

  private void messages(MoqSummary moq) throws IOException {
    json.writeArrayFieldStart("messages");
    for (MoqSummary.Messages messages : moq.messages()) {
      json.writeStartObject();
      json.writeStringField("type", messages.type());
      values.number("created", messages.created());
      values.number("parsed", messages.parsed());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void refusals(MoqSummary moq) throws IOException {
    json.writeArrayFieldStart("refusals");
    for (MoqSummary.Refusal refusal : moq.refusals()) {
      json.writeStartObject();
      json.writeStringField("request", refusal.request());
      json.writeStringField("by", refusal.byPeer() ? "remote" : "local");
      values.number("code", refusal.code());
      values.text("reason", refusal.reason());
      values.number("count", refusal.count());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void track(MoqTrackSummary track) throws IOException {
    json.writeStartObject();
    json.writeStringField("track", track.track());
    values.truth("resolved", track.resolved());
    json.writeStringField("direction", track.direction().label());
    delivery(track.delivery());
    groups(track.groups());
    MoqTrackSummary.Timing timing = track.timing();
    values.distributionMillis("subscribe_ms", timing.subscribeNanos());
    values.distributionMillis("first_object_ms", timing.firstObjectNanos());
    values.distributionMillis("fetch_first_object_ms", timing.fetchFirstObjectNanos());
    values.distributionMillis("fetch_ms", timing.fetchNanos());
    values.distributionMillis("inter_arrival_ms", timing.interArrivalNanos());
    values.millis("jitter_ms", timing.jitterNanos());
    values.distributionMillis("group_interval_ms", timing.groupIntervalNanos());
    values.distributionMillis("group_delivery_ms", timing.groupDeliveryNanos());
    values.distributionMillis("residence_ms", timing.residenceNanos());
    json.writeArrayFieldStart("drops");
    for (MoqTrackSummary.Drop drop : track.drops()) {
      json.writeStartObject();
      json.writeStringField("kind", drop.kind().label());
      values.number("code", drop.code());
      values.text("name", drop.name());
      values.number("count", drop.count());
      json.writeEndObject();
    }
    json.writeEndArray();
    values.number("stalls", track.stalls());
    values.millis("stalled_ms", track.stalledNanos());
    json.writeEndObject();
  }

  private void delivery(MoqTrackSummary.Delivery delivery) throws IOException {
    json.writeObjectFieldStart("delivery");
    values.number("objects", delivery.objects());
    values.number("subgroup_objects", delivery.subgroupObjects());
    values.number("datagram_objects", delivery.datagramObjects());
    values.number("fetch_objects", delivery.fetchObjects());
    values.number("duplicates", delivery.duplicates());
    values.number("subgroups", delivery.subgroups());
    values.number("subgroup_streams", delivery.subgroupStreams());
    values.number("fetch_streams", delivery.fetchStreams());
    values.number("payload_bytes", delivery.payloadBytes());
    values.number("objects_without_length", delivery.objectsWithoutLength());
    values.number("end_of_group", delivery.endOfGroup());
    values.number("end_of_track", delivery.endOfTrack());
    values.number("does_not_exist", delivery.doesNotExist());
    values.distribution("object_bytes", delivery.objectBytes());
    json.writeEndObject();
  }

  private void groups(MoqTrackSummary.Groups groups) throws IOException {
    json.writeObjectFieldStart("groups");
    values.number("seen", groups.seen());
    values.number("complete", groups.complete());
    values.number("incomplete", groups.incomplete());
    values.number("unknown", groups.unknown());
    values.number("objects_missing", groups.objectsMissing());
    json.writeEndObject();
  }

  private void stall(ConnectionSummary connection, MoqStall stall) throws IOException {
    json.writeStartObject();
    json.writeStringField("track", stall.track());
    json.writeStringField("direction", stall.direction().label());
    values.number("group", stall.group());
    json.writeStringField("kind", stall.kind().label());
    values.millis("start_ms", connection.sinceStartNanos(stall.startNanos()));
    values.millis("end_ms", connection.sinceStartNanos(stall.endNanos()));
    values.number("event_offset", stall.eventOffset());
    json.writeEndObject();
  }

  /** The member {@code moq} of the totals, if any connection has MoQ. */
  void totals(MoqFleet fleet) throws IOException {
    if (fleet.connections() == 0) {
      return;
    }
    json.writeObjectFieldStart("moq");
    values.number("connections", fleet.connections());
    counts("drafts", fleet.drafts());
    values.number("tracks", fleet.tracks());
    values.number("objects_created", fleet.objects(MoqDirection.OUT));
    values.number("objects_parsed", fleet.objects(MoqDirection.IN));
    values.number("payload_bytes_created", fleet.payloadBytes(MoqDirection.OUT));
    values.number("payload_bytes_parsed", fleet.payloadBytes(MoqDirection.IN));
    if (fleet.datagramPacketsSent() > 0) {
      datagramLoss(
          fleet.datagramPacketsSent(), fleet.datagramPacketsLost(), fleet.datagramLossRatio());
    }
    json.writeObjectFieldStart("groups");
    values.number("complete", fleet.groupsComplete());
    values.number("incomplete", fleet.groupsIncomplete());
    values.number("unknown", fleet.groupsUnknown());
    json.writeEndObject();
    json.writeObjectFieldStart("requests");
    values.number("count", fleet.requests());
    values.number("refused", fleet.requestsRefused());
    json.writeEndObject();
    json.writeObjectFieldStart("stalls");
    for (MoqStall.Kind kind : MoqStall.Kind.values()) {
      values.number(kind.label(), fleet.stalls(kind));
    }
    json.writeEndObject();
    values.number("stalls_left_out", fleet.stallsLeftOut());
    values.millis("stalled_ms", fleet.stalledNanos());
    counts("drops", fleet.drops());
    for (Distribution distribution : Distribution.values()) {
      distribution(fleet, distribution);
    }
    json.writeEndObject();
  }

  private void distribution(MoqFleet fleet, Distribution distribution) throws IOException {
    if (distribution == Distribution.OBJECT_BYTES) {
      values.distribution("object_bytes", fleet.distribution(distribution));
    } else {
      values.distributionMillis(Text.label(distribution) + "_ms", fleet.distribution(distribution));
    }
  }

  private void counts(String name, Map<String, Long> counts) throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      values.number(count.getKey(), count.getValue());
    }
    json.writeEndObject();
  }
}
