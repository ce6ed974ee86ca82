package dev.moqlog.analyzer.summary;

import java.util.List;

/** What the numbers about Media over QUIC mean, in the order of the output. */
final class MoqDefinitions {

  static final List<MetricDefinition> ALL =
      List.of(
          new MetricDefinition(
              "moq.alpn, moq.draft, moq.setup_ms",
              "text, number, ms",
              "alpn: the application protocol that was negotiated. draft: the draft of"
                  + " moq-transport that it names, else the version that the server setup selects."
                  + " setup_ms: between the first setup message created and the first parsed. With"
                  + " source, all of moq was read from that log beside the connection's own;"
                  + " aligned: both logs tell the time of day, and the times of stalls are since"
                  + " the first event of the connection; if not, since the first event of source.",
              "alpn_information, control_message_created, control_message_parsed",
              "moq-transport, version negotiation"),
          new MetricDefinition(
              "moq.objects_created, moq.objects_parsed, moq.payload_bytes_created,"
                  + " moq.payload_bytes_parsed",
              "objects, bytes",
              "Sums of delivery.objects and delivery.payload_bytes over the tracks of each"
                  + " direction: out (created by this end) and in (parsed by it).",
              "as moq.tracks.delivery",
              "-"),
          new MetricDefinition(
              "moq.datagram_loss",
              "packets, 1",
              "Where objects were sent in datagrams: packets with DATAGRAM frames sent, those of"
                  + " them that were lost, as in datagrams, and their ratio. QUIC sends no"
                  + " such frame again, so what is lost is missing at the receiver.",
              "as datagrams",
              "RFC 9221 section 5.2"),
          new MetricDefinition(
              "moq.requests, moq.refusals, moq.messages",
              "requests, ms",
              "Requests created by this end and parsed from the peer: SUBSCRIBE, PUBLISH, FETCH,"
                  + " TRACK_STATUS, REQUEST_UPDATE and those about namespaces, under the names of"
                  + " any draft. accepted and refused: answered with an OK or an error. unanswered:"
                  + " the rest. latency_ms: from request to answer. refusals: by request and error"
                  + " code; by local or remote. messages: control messages by type.",
              "control_message_created, control_message_parsed",
              "moq-transport, control messages"),
          new MetricDefinition(
              "moq.tracks",
              "-",
              "One entry for each track and direction. track: the elements of the namespace and the"
                  + " name, joined by slashes; slashes, colons, percent signs and spaces inside"
                  + " them are percent-encoded. An alias stands for the track of the SUBSCRIBE that"
                  + " SUBSCRIBE_OK answers with it, or of the PUBLISH that gives it (in drafts"
                  + " before -12, of the SUBSCRIBE that gives it); objects that come before that"
                  + " count for the track as well. alias:N: never told.",
              "all moqt events",
              "moq-transport, track alias"),
          new MetricDefinition(
              "moq.tracks.delivery",
              "objects, streams, bytes",
              "Objects by subgroup stream, datagram and fetch, those with a status included;"
                  + " duplicates were there before, with the same group and object id. Object ids"
                  + " are absolute: as logged, else the sum of the deltas on the stream, each plus"
                  + " one but for the first. payload_bytes and object_bytes: as far as lengths were"
                  + " logged; objects_without_length counts the others.",
              "subgroup_header, subgroup_object, object_datagram, fetch_header and fetch_object"
                  + " events",
              "moq-transport, objects"),
          new MetricDefinition(
              "moq.tracks.groups",
              "groups, objects",
              "complete: the end is known (status end of group or track, end_of_group of a"
                  + " datagram, or a stream with contains_end_of_group that ended with FIN) and"
                  + " every id from 0 to it was there; of the first group, from its first id."
                  + " incomplete: ids are missing although a later group has finished, or a stream"
                  + " of the group was reset or stopped. A group has finished if its end is known,"
                  + " if all its streams have ended, or if two later ones have begun. unknown: all"
                  + " others. objects_missing: ids that incomplete groups lack; a publisher may"
                  + " leave ids out by intent.",
              "as moq.tracks.delivery; packet_sent, packet_received (FIN, RESET_STREAM,"
                  + " STOP_SENDING)",
              "moq-transport, groups"),
          new MetricDefinition(
              "moq.tracks.subscribe_ms, moq.tracks.first_object_ms",
              "ms",
              "From SUBSCRIBE to SUBSCRIBE_OK, and to the first object that is not fetched. On"
                  + " the publisher, from parsing the request to creating them.",
              "control_message events, subgroup_object and object_datagram events",
              "-"),
          new MetricDefinition(
              "moq.tracks.fetch_first_object_ms, moq.tracks.fetch_ms",
              "ms",
              "From FETCH to the first and to the last object that answers it.",
              "control_message events, fetch_header, fetch_object",
              "-"),
          new MetricDefinition(
              "moq.tracks.inter_arrival_ms, moq.tracks.jitter_ms",
              "ms",
              "From one object to the next of the same track, without fetched ones; jitter_ms"
                  + " is the mean absolute difference between one of those and the next.",
              "subgroup_object and object_datagram events",
              "-"),
          new MetricDefinition(
              "moq.tracks.group_interval_ms, moq.tracks.group_delivery_ms",
              "ms",
              "group_interval_ms: from the first object of a group to that of the next group"
                  + " with a higher id. group_delivery_ms: from the first object of a group to its"
                  + " last.",
              "subgroup_object and object_datagram events",
              "-"),
          new MetricDefinition(
              "moq.tracks.residence_ms",
              "ms",
              "In the log of a relay with many connections: from the first time an object of"
                  + " that track, group and object id was parsed on one of them to when it was"
                  + " created on this. One clock, so exact.",
              "subgroup_object and object_datagram events of all connections of a trace",
              "-"),
          new MetricDefinition(
              "moq.tracks.drops",
              "events",
              "reset_stream and stop_sending on data streams of the track, once a stream, and"
                  + " PUBLISH_DONE, by code. A code of WebTransport is shown as the one of MoQ"
                  + " behind it. name: what the code means in the negotiated draft; absent where"
                  + " the draft decides and is not known.",
              "packet_sent, packet_received (RESET_STREAM, STOP_SENDING), control_message"
                  + " events",
              "moq-transport, error codes"),
          new MetricDefinition(
              "moq.stalls, moq.tracks.stalls, moq.tracks.stalled_ms",
              "stalls, ms",
              "late_group: a group began more than two median group intervals after the one before;"
                  + " it lasts from one median after that to its first object, and stalled_ms sums"
                  + " those up. slow_group: a delivery of more than two medians and longer than the"
                  + " median group interval. missing_objects: an incomplete group. reset_stream:"
                  + " from the header of the stream to its reset. Late and slow groups need four"
                  + " groups for a median; of each kind the 32 worst of a track are listed.",
              "as moq.tracks.groups",
              "-"));

  private MoqDefinitions() {}
}
