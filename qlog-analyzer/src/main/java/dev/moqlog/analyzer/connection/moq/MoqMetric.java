package dev.moqlog.analyzer.connection.moq;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.FrameList;
import dev.moqlog.analyzer.read.MoqFields;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.summary.MoqDirection;
import dev.moqlog.analyzer.summary.MoqStall;
import dev.moqlog.analyzer.summary.MoqSummary;
import dev.moqlog.analyzer.summary.MoqTrackSummary;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.FrameType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Media over QUIC Transport on one connection, from the {@code moqt} events of its log and, where
 * it has them, the ends of streams from its packets. Belongs to the thread that reads.
 */
public final class MoqMetric {

  static final int MAX_STALLS = 256;

  /** The frames of packets that matter here. */
  public static final long STREAM_FRAMES =
      FrameList.bits(
          FrameType.STREAM,
          FrameType.RESET_STREAM,
          FrameType.RESET_STREAM_AT,
          FrameType.STOP_SENDING);

  /** Objects of an alias that is not known yet, which others wait for. */
  static final int MAX_WAITING = 1024;

  private record Waiting(long group, long object, long nanos, boolean live) {}

  private final MoqTracks tracks = new MoqTracks(new Aliases());
  private final MoqRequests requests = new MoqRequests(tracks);
  private final MoqStreams streams = new MoqStreams();
  private final MoqMessages messages = new MoqMessages();
  private final Map<TrackMetric, List<Waiting>> waiting = new HashMap<>();
  private final ResetLog resets = new ResetLog(MAX_STALLS);
  private final ObjectDelays relay;
  private final MoqObjects objects;

  private boolean any;
  private long objectsLeftOut;
  private int waitingCount;

  /** For a connection on its own. */
  public MoqMetric() {
    this(null, null);
  }

  /**
   * @param relay pairs the objects of all connections of one relay, whose logs have one clock; null
   *     for none
   * @param objects receives the objects of the connection; null for nobody
   */
  public MoqMetric(ObjectDelays relay, MoqObjects objects) {
    this.relay = relay;
    this.objects = objects;
  }

  /** Whether events of a type may tell something of MoQ; packets do only by their frames. */
  public static boolean takes(EventType type) {
    return type.namespace().equals("moqt") || type == EventType.ALPN_INFORMATION;
  }

  /** Any event of the connection; those that tell nothing of MoQ are ignored. */
  public void event(QlogEvent event) {
    switch (event.type()) {
      case CONTROL_MESSAGE_CREATED -> message(event, true);
      case CONTROL_MESSAGE_PARSED -> message(event, false);
      case SUBGROUP_HEADER_CREATED -> subgroupHeader(event, true);
      case SUBGROUP_HEADER_PARSED -> subgroupHeader(event, false);
      case SUBGROUP_OBJECT_CREATED -> subgroupObject(event, true);
      case SUBGROUP_OBJECT_PARSED -> subgroupObject(event, false);
      case OBJECT_DATAGRAM_CREATED -> datagram(event, true);
      case OBJECT_DATAGRAM_PARSED -> datagram(event, false);
      case FETCH_HEADER_CREATED -> fetchHeader(event, true);
      case FETCH_HEADER_PARSED -> fetchHeader(event, false);
      case FETCH_OBJECT_CREATED -> fetchObject(event, true);
      case FETCH_OBJECT_PARSED -> fetchObject(event, false);
      case STREAM_TYPE_SET -> any = true;
      case PACKET_SENT -> packet(event, true);
      case PACKET_RECEIVED -> packet(event, false);
      case ALPN_INFORMATION -> messages.chosenAlpn(event.detail().chosenAlpn());
      default -> {}
    }
  }

  /** The frames of a packet: streams that end, are reset or stopped. */
  public void packet(QlogEvent event, boolean sent) {
    FrameList frames = event.frames();
    if (!frames.containsAny(STREAM_FRAMES)) {
      return;
    }
    long nanos = event.timeNanos();
    long offset = event.offset();
    for (int i = 0; i < frames.count(); i++) {
      switch (frames.type(i)) {
        case STREAM -> {
          if (frames.fin(i)) {
            ended(sent, frames.streamId(i), new MoqStreams.End(true, false, ABSENT, nanos, offset));
          }
        }
        case RESET_STREAM, RESET_STREAM_AT ->
            ended(
                sent,
                frames.streamId(i),
                new MoqStreams.End(false, false, frames.value(i), nanos, offset));
        // Whoever receives the stream asks its sender to stop.
        case STOP_SENDING ->
            ended(
                !sent,
                frames.streamId(i),
                new MoqStreams.End(false, true, frames.value(i), nanos, offset));
        default -> {}
      }
    }
  }

  private static MoqDirection direction(boolean created) {
    return created ? MoqDirection.OUT : MoqDirection.IN;
  }

  private void message(QlogEvent event, boolean created) {
    any = true;
    String type = messages.message(event.moq(), created, event.timeNanos());
    requests.message(type, event.moq(), created, event.timeNanos());
  }

  private void subgroupHeader(QlogEvent event, boolean created) {
    any = true;
    MoqFields fields = event.moq();
    TrackMetric track = tracks.aliased(direction(created), fields.trackAlias());
    DataStream stream = DataStream.ofSubgroup(track, fields, event.timeNanos());
    MoqStreams.End end = streams.open(created, fields.streamId(), stream);
    if (track == null) {
      return;
    }
    track.subgroupStreams++;
    track.subgroupsWithoutId +=
        fields.subgroupId() == ABSENT && fields.subgroupIdMode() == ABSENT ? 1 : 0;
    GroupState group = stream.group == ABSENT ? null : track.group(stream.group);
    if (group != null) {
      group.streams++;
      group.offset = event.offset();
      if (stream.subgroup != ABSENT && group.subgroups.add(stream.subgroup)) {
        track.subgroups++;
      }
    }
    if (end != null) {
      end(stream, created, end);
    }
  }

  private void subgroupObject(QlogEvent event, boolean created) {
    any = true;
    MoqFields fields = event.moq();
    DataStream stream =
        fields.streamId() == ABSENT
            ? streams.byPlace(created, fields)
            : streams.get(created, fields.streamId());
    if (stream == null) {
      TrackMetric track =
          fields.trackAlias() == ABSENT
              ? tracks.unknown(direction(created))
              : tracks.aliased(direction(created), fields.trackAlias());
      object(event, track, TrackMetric.Delivery.SUBGROUP, fields.groupId(), ABSENT, created);
      return;
    }
    long objectId = stream.nextInSubgroup(fields);
    if (stream.group == ABSENT) {
      stream.group = fields.groupId();
    }
    if (stream.subgroup == ABSENT) {
      stream.subgroup = fields.subgroupId();
    }
    GroupState group =
        object(
            event,
            stream.track(),
            TrackMetric.Delivery.SUBGROUP,
            stream.group,
            stream.subgroup,
            objectId,
            created);
    if (group != null && stream.ended && stream.containsEndOfGroup && objectId != ABSENT) {
      group.end(objectId);
    }
  }

  private void datagram(QlogEvent event, boolean created) {
    any = true;
    MoqFields fields = event.moq();
    // A datagram leaves out an object id of 0.
    long objectId = fields.objectId() == ABSENT ? 0 : fields.objectId();
    object(
        event,
        tracks.aliased(direction(created), fields.trackAlias()),
        TrackMetric.Delivery.DATAGRAM,
        fields.groupId(),
        ABSENT,
        objectId,
        created);
  }

  private void fetchHeader(QlogEvent event, boolean created) {
    any = true;
    MoqFields fields = event.moq();
    MoqRequests.Request request = requests.fetch(fields.requestId(), created);
    TrackMetric track = request == null ? null : request.track();
    if (track == null) {
      track = tracks.unknown(direction(created));
    }
    streams.open(created, fields.streamId(), DataStream.ofFetch(track, request, event.timeNanos()));
    if (track != null) {
      track.fetchStreams++;
    }
  }

  private void fetchObject(QlogEvent event, boolean created) {
    any = true;
    MoqFields fields = event.moq();
    DataStream stream = streams.get(created, fields.streamId());
    if (stream == null || (stream.fetch == null && stream.track() == null)) {
      if (!fields.rangeMarker()) {
        object(
            event,
            tracks.unknown(direction(created)),
            TrackMetric.Delivery.FETCH,
            fields.groupId(),
            fields.subgroupId(),
            fields.objectId(),
            created);
      }
      return;
    }
    long objectId = stream.nextInFetch(fields);
    if (fields.rangeMarker()) {
      return;
    }
    if (stream.fetch != null) {
      stream.fetch.fetched(event.timeNanos());
    }
    object(
        event,
        stream.track(),
        TrackMetric.Delivery.FETCH,
        stream.group,
        stream.subgroup,
        objectId,
        created);
  }

  /** An object on a stream whose header is not in the log; its id only if it is absolute. */
  private void object(
      QlogEvent event,
      TrackMetric track,
      TrackMetric.Delivery delivery,
      long groupId,
      long subgroupId,
      boolean created) {
    object(event, track, delivery, groupId, subgroupId, event.moq().objectId(), created);
  }

  private GroupState object(
      QlogEvent event,
      TrackMetric track,
      TrackMetric.Delivery delivery,
      long groupId,
      long subgroupId,
      long objectId,
      boolean created) {
    if (track == null) {
      objectsLeftOut++;
      return null;
    }
    long nanos = event.timeNanos();
    GroupState group =
        track.object(delivery, event.moq(), groupId, subgroupId, objectId, nanos, event.offset());
    if ((relay != null || objects != null) && groupId != ABSENT && objectId != ABSENT) {
      boolean live = delivery != TrackMetric.Delivery.FETCH;
      if (track.name != null || (relay == null && objects.unnamedToo())) {
        tell(track, groupId, objectId, nanos, live);
      } else if (waitingCount < MAX_WAITING) {
        waitingCount++;
        waiting
            .computeIfAbsent(track, any -> new ArrayList<>())
            .add(new Waiting(groupId, objectId, nanos, live));
      }
    }
    return group;
  }

  private void tell(TrackMetric track, long group, long object, long nanos, boolean live) {
    boolean created = track.direction == MoqDirection.OUT;
    if (objects != null) {
      objects.object(created, track.label(), group, object, nanos);
    }
    if (relay != null && live) {
      if (!created) {
        relay.left(track.name, group, object, nanos);
        return;
      }
      long delay = relay.arrived(track.name, group, object, nanos);
      if (delay != ObjectDelays.UNKNOWN) {
        track.residence = TrackMetric.add(track.residence, delay);
      }
    }
  }

  private final class Aliases implements MoqTracks.Listener {

    @Override
    public void renamed(TrackMetric before, TrackMetric now) {
      if (objects != null) {
        objects.named(now.direction == MoqDirection.OUT, before.label(), now.label());
      }
      List<Waiting> told = waiting.remove(before);
      if (told != null) {
        waitingCount -= told.size();
        for (Waiting object : told) {
          tell(now, object.group, object.object, object.nanos, object.live);
        }
      }
    }

    @Override
    public void bound(long alias, TrackMetric track) {
      if (objects != null) {
        objects.aliased(
            track.direction == MoqDirection.OUT, TrackMetric.label(alias), track.label());
      }
    }
  }

  private void ended(boolean created, long streamId, MoqStreams.End end) {
    if (streamId == ABSENT) {
      return;
    }
    DataStream stream = streams.ended(created, streamId, end);
    if (stream != null) {
      end(stream, created, end);
    }
  }

  private void end(DataStream stream, boolean created, MoqStreams.End end) {
    TrackMetric track = stream.track();
    GroupState group =
        track == null || stream.fetch != null || stream.group == ABSENT
            ? null
            : track.groups.get(stream.group);
    if (!end.fin() && !stream.dropped) {
      stream.dropped = true;
      if (track != null) {
        resets.add(stream, track, end);
      }
      if (group != null) {
        group.reset = true;
      }
    }
    if (end.fin() && group != null && stream.containsEndOfGroup && stream.lastObject() != ABSENT) {
      group.end(stream.lastObject());
    }
    if (!end.stopped() && !stream.closed) {
      stream.closed = true;
      if (group != null) {
        group.endedStreams++;
      }
    }
    stream.ended |= end.fin();
  }

  /** What is known, if the log has any event of MoQ. To be called once, after the last event. */
  public Optional<MoqSummary> summary() {
    if (!any) {
      return Optional.empty();
    }
    MoqSummary.Requests requestSummary = requests.summary();
    OptionalInt draft = messages.draft();
    List<MoqStall> stalls = new ArrayList<>(resets.stalls());
    List<MoqTrackSummary> trackSummaries = new ArrayList<>();
    long stallsLeftOut = resets.leftOut();
    boolean approximate = tracks.full();
    for (TrackMetric track : tracks.all()) {
      TrackReport report = new TrackReport(track, draft);
      trackSummaries.add(report.summary());
      stallsLeftOut += report.stallsLeftOut();
      stalls.addAll(report.stalls());
      approximate |= track.approximate;
    }
    stalls.sort(
        Comparator.comparingLong(MoqStall::startNanos).thenComparing(MoqStall::eventOffset));
    if (stalls.size() > MAX_STALLS) {
      stallsLeftOut += stalls.size() - MAX_STALLS;
      stalls = stalls.subList(0, MAX_STALLS);
    }
    return Optional.of(
        new MoqSummary(
            Optional.empty(),
            true,
            messages.alpn(),
            draft,
            messages.setupNanos(),
            requestSummary,
            messages.counts(),
            requests.refusals(),
            List.copyOf(trackSummaries),
            List.copyOf(stalls),
            stallsLeftOut,
            objectsLeftOut,
            streams.ambiguous(),
            approximate));
  }
}
