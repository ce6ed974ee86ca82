package dev.moqlog.analyzer.connection.moq;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.MoqFields;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.MoqDirection;
import dev.moqlog.analyzer.summary.MoqSummary;
import dev.moqlog.analyzer.summary.MoqTrackSummary.Drop;
import dev.moqlog.analyzer.summary.QuantileSketch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The requests of a connection and their answers. They tell what track aliases stand for and how
 * long subscriptions and fetches take.
 */
final class MoqRequests {

  static final int MAX_REQUESTS = 4096;
  static final int MAX_REFUSALS = 64;

  /** A request by who made it: ids of drafts before -11 are counted from 0 by each side. */
  private record Key(boolean local, long id) {}

  private record RefusalKey(String request, boolean byPeer, long code) {}

  private record Refused(String reason, long count) {}

  /** A request, until it is given up for newer ones. */
  static final class Request {
    final String kind;
    final long nanos;
    final TrackMetric track;
    long proposedAlias = ABSENT;
    boolean answered;
    long firstFetchedNanos = ABSENT;
    long lastFetchedNanos = ABSENT;

    Request(String kind, long nanos, TrackMetric track) {
      this.kind = kind;
      this.nanos = nanos;
      this.track = track;
    }

    /** The track that it is about, or null. */
    TrackMetric track() {
      return track == null ? null : track.current();
    }

    /** An object came that answers a fetch. */
    void fetched(long atNanos) {
      if (firstFetchedNanos == ABSENT) {
        firstFetchedNanos = atNanos;
        if (track() != null) {
          track().fetchFirstObject = TrackMetric.add(track().fetchFirstObject, atNanos - nanos);
        }
      }
      lastFetchedNanos = Math.max(lastFetchedNanos, atNanos);
    }

    void complete() {
      if (lastFetchedNanos != ABSENT && track() != null) {
        track().fetch = TrackMetric.add(track().fetch, lastFetchedNanos - nanos);
        lastFetchedNanos = ABSENT;
      }
    }
  }

  private final MoqTracks tracks;
  private final Map<Key, Request> requests =
      new BoundedMap<>(MAX_REQUESTS) {
        private static final long serialVersionUID = 1;

        @Override
        void givenUp(Request request) {
          request.complete();
        }
      };
  private final Map<RefusalKey, Refused> refusals = new LinkedHashMap<>();
  private final QuantileSketch latency = new QuantileSketch();
  private long created;
  private long parsed;
  private long accepted;
  private long refused;

  MoqRequests(MoqTracks tracks) {
    this.tracks = tracks;
  }

  /**
   * A control message.
   *
   * @param out whether this end made it
   */
  void message(String type, MoqFields fields, boolean out, long nanos) {
    switch (type) {
      case "subscribe", "publish", "fetch" -> trackRequest(type, fields, out, nanos);
      case "track_status" -> {
        // Until -02 this was the answer to track_status_request.
        if (fields.statusCode() == ABSENT) {
          open(type, fields, out, new Request(type, nanos, null));
        } else {
          answer("track_status_request", fields, out, nanos, true);
        }
      }
      case "track_status_request",
          "publish_namespace",
          "announce",
          "subscribe_namespace",
          "subscribe_announces",
          "request_update",
          "subscribe_tracks" ->
          open(type, fields, out, new Request(type, nanos, null));
      case "publish_done", "subscribe_done" -> done(fields, out);
      default -> {
        if (type.endsWith("_ok")) {
          answer(type.substring(0, type.length() - 3), fields, out, nanos, true);
        } else if (type.endsWith("_error")) {
          answer(type.substring(0, type.length() - 6), fields, out, nanos, false);
        }
      }
    }
  }

  /** The fetch that a stream with that header answers, or null. */
  Request fetch(long requestId, boolean out) {
    return requestId == ABSENT ? null : requests.get(new Key(!out, requestId));
  }

  private void trackRequest(String type, MoqFields fields, boolean out, long nanos) {
    // Whoever subscribes or fetches receives objects; whoever publishes sends them.
    boolean sends = out == type.equals("publish");
    MoqDirection direction = sends ? MoqDirection.OUT : MoqDirection.IN;
    TrackMetric track = null;
    String name = fullName(fields);
    if (name != null) {
      track = tracks.named(direction, name);
    } else if (fields.joiningRequestId() != ABSENT) {
      Request joined = requests.get(new Key(out, fields.joiningRequestId()));
      track = joined == null ? null : joined.track();
    }
    Request request = new Request(type, nanos, track);
    open(type, fields, out, request);
    if (track == null) {
      return;
    }
    if (type.equals("subscribe")) {
      track.subscribed(nanos);
    }
    if (fields.trackAlias() != ABSENT && !type.equals("fetch")) {
      boolean byPublisher = type.equals("publish");
      request.proposedAlias = byPublisher ? ABSENT : fields.trackAlias();
      tracks.bind(fields.trackAlias(), track, byPublisher);
    }
  }

  private static String fullName(MoqFields fields) {
    return fields.trackName() == null || fields.trackNamespace() == null
        ? null
        : fields.trackNamespace() + '/' + fields.trackName();
  }

  private void open(String type, MoqFields fields, boolean out, Request request) {
    if (out) {
      created++;
    } else {
      parsed++;
    }
    requests.put(key(type, fields, out), request);
  }

  /** Requests about namespaces had no ids in early drafts, but the namespace itself. */
  private static Key key(String type, MoqFields fields, boolean local) {
    if (fields.requestId() != ABSENT) {
      return new Key(local, fields.requestId());
    }
    String namespace = fields.trackNamespace() == null ? "" : fields.trackNamespace();
    String track = fields.trackName() == null ? "" : fields.trackName();
    long hash = 31L * (31L * type.hashCode() + namespace.hashCode()) + track.hashCode();
    return new Key(local, -1 - (hash & Long.MAX_VALUE >> 1));
  }

  private void answer(String kind, MoqFields fields, boolean out, long nanos, boolean ok) {
    Request request = requests.get(key(kind, fields, !out));
    if (request != null && request.answered) {
      return;
    }
    if (ok) {
      accepted++;
    } else {
      refused++;
      String asked = request != null ? request.kind : kind.equals("request") ? "unknown" : kind;
      refusal(new RefusalKey(asked, !out, fields.errorCode()), fields.reason());
    }
    if (request == null) {
      return;
    }
    request.answered = true;
    TrackMetric track = request.track();
    if (!ok && track != null && request.kind.equals("subscribe")) {
      track.subscribed(ABSENT);
    }
    if (nanos >= request.nanos) {
      latency.add(nanos - request.nanos);
      if (ok && track != null && request.kind.equals("subscribe")) {
        track.subscribe = TrackMetric.add(track.subscribe, nanos - request.nanos);
      }
    }
    if (ok && track != null && request.kind.equals("subscribe")) {
      alias(request, track, fields.trackAlias());
    }
  }

  private void alias(Request request, TrackMetric track, long alias) {
    if (alias == ABSENT) {
      return;
    }
    if (request.proposedAlias != ABSENT && request.proposedAlias != alias) {
      tracks.release(request.proposedAlias, track);
    }
    tracks.bind(alias, track, true);
  }

  private void refusal(RefusalKey key, String reason) {
    Refused before = refusals.get(key);
    if (before != null) {
      refusals.put(key, new Refused(before.reason, before.count + 1));
    } else if (refusals.size() < MAX_REFUSALS) {
      refusals.put(key, new Refused(reason, 1));
    }
  }

  /** A subscription ended: one that the receiver asked for, or one that the sender published. */
  private void done(MoqFields fields, boolean out) {
    if (fields.requestId() == ABSENT) {
      return;
    }
    Request request = requests.get(new Key(!out, fields.requestId()));
    if (request == null || !request.kind.equals("subscribe")) {
      Request published = requests.get(new Key(out, fields.requestId()));
      request = published != null && published.kind.equals("publish") ? published : request;
    }
    if (request != null && request.track() != null) {
      request.track().dropped(Drop.Kind.PUBLISH_DONE, fields.statusCode());
    }
  }

  MoqSummary.Requests summary() {
    requests.values().forEach(Request::complete);
    return new MoqSummary.Requests(
        created,
        parsed,
        accepted,
        refused,
        Math.max(0, created + parsed - accepted - refused),
        DistributionSummary.mergeable(latency));
  }

  List<MoqSummary.Refusal> refusals() {
    return refusals.entrySet().stream()
        .map(
            entry ->
                new MoqSummary.Refusal(
                    entry.getKey().request,
                    entry.getKey().byPeer,
                    entry.getKey().code == ABSENT
                        ? OptionalLong.empty()
                        : OptionalLong.of(entry.getKey().code),
                    Optional.ofNullable(entry.getValue().reason),
                    entry.getValue().count))
        .toList();
  }
}
