package dev.moqlog.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.MoqDirection;
import dev.moqlog.analyzer.summary.MoqStall;
import dev.moqlog.analyzer.summary.MoqSummary;
import dev.moqlog.analyzer.summary.MoqTrackSummary;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Media over QUIC on one connection as a JSON object, in the order and units of the contract. */
final class MoqJson {

  private final JsonGenerator json;

  MoqJson(JsonGenerator json) {
    this.json = json;
  }

  /** The member {@code moq} of a connection. */
  void moq(MoqSummary moq) throws IOException {
    json.writeObjectFieldStart("moq");
    text("source", moq.source());
    text("alpn", moq.alpn());
    if (moq.draft().isPresent()) {
      json.writeNumberField("draft", moq.draft().getAsInt());
    }
    millis("setup_ms", moq.setupNanos());
    json.writeNumberField("objects_created", moq.objects(MoqDirection.OUT));
    json.writeNumberField("objects_parsed", moq.objects(MoqDirection.IN));
    json.writeNumberField("payload_bytes_created", moq.payloadBytes(MoqDirection.OUT));
    json.writeNumberField("payload_bytes_parsed", moq.payloadBytes(MoqDirection.IN));
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
      stall(stall);
    }
    json.writeEndArray();
    json.writeNumberField("stalls_left_out", moq.stallsLeftOut());
    json.writeNumberField("objects_left_out", moq.objectsLeftOut());
    json.writeNumberField("objects_ambiguous", moq.objectsAmbiguous());
    json.writeBooleanField("approximate", moq.approximate());
    json.writeEndObject();
  }

  private void requests(MoqSummary.Requests requests) throws IOException {
    json.writeObjectFieldStart("requests");
    json.writeNumberField("created", requests.created());
    json.writeNumberField("parsed", requests.parsed());
    json.writeNumberField("accepted", requests.accepted());
    json.writeNumberField("refused", requests.refused());
    json.writeNumberField("unanswered", requests.unanswered());
    nanos("latency_ms", requests.latencyNanos());
    json.writeEndObject();
  }

  private void messages(MoqSummary moq) throws IOException {
    json.writeArrayFieldStart("messages");
    for (MoqSummary.Messages messages : moq.messages()) {
      json.writeStartObject();
      json.writeStringField("type", messages.type());
      json.writeNumberField("created", messages.created());
      json.writeNumberField("parsed", messages.parsed());
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
      number("code", refusal.code());
      text("reason", refusal.reason());
      json.writeNumberField("count", refusal.count());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void track(MoqTrackSummary track) throws IOException {
    json.writeStartObject();
    json.writeStringField("track", track.track());
    json.writeBooleanField("resolved", track.resolved());
    json.writeStringField("direction", track.direction().label());
    delivery(track.delivery());
    groups(track.groups());
    MoqTrackSummary.Timing timing = track.timing();
    nanos("subscribe_ms", timing.subscribe());
    nanos("first_object_ms", timing.firstObject());
    nanos("fetch_first_object_ms", timing.fetchFirstObject());
    nanos("fetch_ms", timing.fetch());
    nanos("inter_arrival_ms", timing.interArrival());
    millis("jitter_ms", timing.jitterNanos());
    nanos("group_interval_ms", timing.groupInterval());
    nanos("group_delivery_ms", timing.groupDelivery());
    nanos("residence_ms", timing.residence());
    json.writeArrayFieldStart("drops");
    for (MoqTrackSummary.Drop drop : track.drops()) {
      json.writeStartObject();
      json.writeStringField("kind", drop.kind().label());
      number("code", drop.code());
      text("name", drop.name());
      json.writeNumberField("count", drop.count());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("stalls", track.stalls());
    millis("stalled_ms", OptionalLong.of(track.stalledNanos()));
    json.writeEndObject();
  }

  private void delivery(MoqTrackSummary.Delivery delivery) throws IOException {
    json.writeObjectFieldStart("delivery");
    json.writeNumberField("objects", delivery.objects());
    json.writeNumberField("subgroup_objects", delivery.subgroupObjects());
    json.writeNumberField("datagram_objects", delivery.datagramObjects());
    json.writeNumberField("fetch_objects", delivery.fetchObjects());
    json.writeNumberField("duplicates", delivery.duplicates());
    json.writeNumberField("subgroups", delivery.subgroups());
    json.writeNumberField("subgroup_streams", delivery.subgroupStreams());
    json.writeNumberField("fetch_streams", delivery.fetchStreams());
    json.writeNumberField("payload_bytes", delivery.payloadBytes());
    json.writeNumberField("objects_without_length", delivery.objectsWithoutLength());
    json.writeNumberField("end_of_group", delivery.endOfGroup());
    json.writeNumberField("end_of_track", delivery.endOfTrack());
    json.writeNumberField("does_not_exist", delivery.doesNotExist());
    if (delivery.objectBytes().isPresent()) {
      DistributionSummary bytes = delivery.objectBytes().get();
      json.writeObjectFieldStart("object_bytes");
      json.writeNumberField("samples", bytes.count());
      json.writeNumberField("min", bytes.min());
      json.writeNumberField("mean", bytes.mean());
      json.writeNumberField("p50", bytes.p50());
      json.writeNumberField("p90", bytes.p90());
      json.writeNumberField("p95", bytes.p95());
      json.writeNumberField("p99", bytes.p99());
      json.writeNumberField("max", bytes.max());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void groups(MoqTrackSummary.Groups groups) throws IOException {
    json.writeObjectFieldStart("groups");
    json.writeNumberField("seen", groups.seen());
    json.writeNumberField("complete", groups.complete());
    json.writeNumberField("incomplete", groups.incomplete());
    json.writeNumberField("unknown", groups.unknown());
    json.writeNumberField("objects_missing", groups.objectsMissing());
    json.writeEndObject();
  }

  private void stall(MoqStall stall) throws IOException {
    json.writeStartObject();
    json.writeStringField("track", stall.track());
    json.writeStringField("direction", stall.direction().label());
    number("group", stall.group());
    json.writeStringField("kind", stall.kind().label());
    millis("start_ms", OptionalLong.of(stall.startNanos()));
    millis("end_ms", OptionalLong.of(stall.endNanos()));
    json.writeNumberField("event_offset", stall.eventOffset());
    json.writeEndObject();
  }

  private void nanos(String name, Optional<DistributionSummary> distribution) throws IOException {
    if (distribution.isEmpty()) {
      return;
    }
    DistributionSummary nanos = distribution.get();
    json.writeObjectFieldStart(name);
    json.writeNumberField("samples", nanos.count());
    millis("min", OptionalLong.of(nanos.min()));
    millis("mean", OptionalLong.of(nanos.mean()));
    millis("p50", OptionalLong.of(nanos.p50()));
    millis("p90", OptionalLong.of(nanos.p90()));
    millis("p95", OptionalLong.of(nanos.p95()));
    millis("p99", OptionalLong.of(nanos.p99()));
    millis("max", OptionalLong.of(nanos.max()));
    json.writeEndObject();
  }

  private void text(String name, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, value.get());
    }
  }

  private void number(String name, OptionalLong value) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(name, value.getAsLong());
    }
  }

  private void millis(String name, OptionalLong nanos) throws IOException {
    if (nanos.isPresent()) {
      json.writeFieldName(name);
      json.writeNumber(Text.millis(nanos.getAsLong()));
    }
  }
}
