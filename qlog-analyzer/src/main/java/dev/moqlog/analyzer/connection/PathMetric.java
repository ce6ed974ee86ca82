package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.DetailFields;
import dev.moqlog.analyzer.read.FrameList;
import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.PathSummary;
import dev.moqlog.analyzer.summary.PathsSummary;
import dev.moqlog.analyzer.summary.QuantileSketch;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Network paths, their validation, and migration between them (RFC 9000 sections 8.2 and 9). Not
 * safe for several threads.
 */
final class PathMetric {

  /** A log that names more paths has all others share the last one. */
  private static final int MAX_PATHS = 64;

  private static final long MAX_RTT_NANOS = 3_600_000_000_000L;

  private static final long VALIDATION =
      FrameList.bits(FrameType.PATH_CHALLENGE, FrameType.PATH_RESPONSE);
  private static final long PROBING =
      VALIDATION | FrameList.bits(FrameType.NEW_CONNECTION_ID, FrameType.PADDING);

  /** One path. */
  private static final class Path {
    private final String id;
    private final long number;
    private String local;
    private String remote;
    private long sent;
    private long sentBytes = ABSENT;
    private long received;
    private long receivedBytes = ABSENT;
    private long challengedNanos = ABSENT;
    private long validatedNanos = ABSENT;
    private long latestRttNanos = ABSENT;
    private final QuantileSketch rtt = new QuantileSketch();

    Path(String id, long number) {
      this.id = id;
      this.number = number;
    }

    void addresses(DetailFields detail) {
      local = detail.localAddress() == null ? local : detail.localAddress();
      remote = detail.remoteAddress() == null ? remote : detail.remoteAddress();
    }

    PathSummary summary(boolean several) {
      return new PathSummary(
          id,
          Optional.ofNullable(local),
          Optional.ofNullable(remote),
          sent,
          optional(sentBytes),
          received,
          optional(receivedBytes),
          optional(validatedNanos),
          several ? DistributionSummary.of(rtt) : Optional.empty());
    }
  }

  private final Map<String, Path> paths = new LinkedHashMap<>();
  private final PathValidation validation = new PathValidation();
  private Path last;
  private String lastTuple;
  private long lastNumber;
  private Path active;
  private boolean framesSeen;
  private boolean eventsSeen;
  private long completedMigrations;
  private long moves;
  private String peerAddress;

  /** The connection began. */
  void started(QlogEvent event) {
    path(event.tuple(), 0).addresses(event.detail());
  }

  /** A path got a name. */
  void tupleAssigned(QlogEvent event) {
    String id = event.detail().tupleId();
    path(id == null ? event.tuple() : id, 0).addresses(event.detail());
  }

  /** A migration made progress. */
  void migrationUpdated(String newState) {
    eventsSeen = true;
    completedMigrations += "migration_complete".equals(newState) ? 1 : 0;
  }

  /** An event outside the catalogue, of which mvfst has one for a migration. */
  void other(String name) {
    if (name.endsWith(":connection_migrated")) {
      eventsSeen = true;
      completedMigrations++;
    }
  }

  /** Datagrams came from an address, which only some name, and only when it changes. */
  void datagramsReceived(DetailFields detail) {
    String address = detail.remoteAddress();
    if (address == null) {
      return;
    }
    if (peerAddress != null && !peerAddress.equals(address)) {
      moves++;
    }
    peerAddress = address;
    path(null, 0).addresses(detail);
  }

  private Path path(String tuple, long number) {
    if (last != null
        && number == lastNumber
        && (tuple == null ? lastTuple == null : tuple.equals(lastTuple))) {
      return last;
    }
    String key = tuple != null ? tuple : number == 0 ? "" : Long.toString(number);
    Path path = paths.get(key);
    if (path == null) {
      if (paths.size() == MAX_PATHS) {
        return last;
      }
      Path unnamed = paths.size() == 1 ? paths.get("") : null;
      path = new Path(key, number);
      if (unnamed != null && unnamed.sent + unnamed.received == 0) {
        // The addresses of the connection are those of its first path.
        path.local = unnamed.local;
        path.remote = unnamed.remote;
        paths.clear();
      }
      paths.put(key, path);
    }
    last = path;
    lastTuple = tuple;
    lastNumber = number;
    return path;
  }

  /** A packet was sent or received. */
  void packet(QlogEvent event, boolean sent) {
    PacketFields packet = event.packet();
    FrameList frames = event.frames();
    Path path = path(event.tuple(), packet.pathId());
    long bytes = packet.lengthBytes();
    if (sent) {
      path.sent++;
      path.sentBytes = plus(path.sentBytes, bytes);
    } else {
      path.received++;
      path.receivedBytes = plus(path.receivedBytes, bytes);
    }
    framesSeen |= frames.logged();
    if (packet.type() != PacketType.ONE_RTT) {
      active = sent ? path : active;
      return;
    }
    if (frames.containsAny(VALIDATION)) {
      validation(path, event, sent);
    }
    // Only such frames make a packet that probes a path (RFC 9000 section 9.1).
    boolean probing = frames.logged() && !frames.containsAny(~PROBING);
    if (sent && !probing) {
      if (active != null && active != path && packet.pathId() == 0) {
        moves++;
      }
      active = path;
    }
  }

  private void validation(Path path, QlogEvent event, boolean sent) {
    FrameList frames = event.frames();
    for (int i = 0; i < frames.count(); i++) {
      FrameType type = frames.type(i);
      if (type == FrameType.PATH_CHALLENGE) {
        validation.challenge(frames.value(i), event.timeNanos(), sent);
        if (sent && path.challengedNanos == ABSENT) {
          path.challengedNanos = event.timeNanos();
        }
      } else if (type == FrameType.PATH_RESPONSE) {
        response(path, frames.value(i), event.timeNanos(), sent);
      }
    }
  }

  private void response(Path path, long data, long nanos, boolean sent) {
    long challenged = validation.response(data, sent);
    // An answer may come over another path than the challenge went (RFC 9000 section 8.2.2).
    if (!sent && challenged != ABSENT) {
      for (Path candidate : paths.values()) {
        if (candidate.challengedNanos == challenged && candidate.validatedNanos == ABSENT) {
          candidate.validatedNanos = Math.max(0, nanos - challenged);
          return;
        }
      }
      if (path.validatedNanos == ABSENT) {
        path.validatedNanos = Math.max(0, nanos - challenged);
      }
    }
  }

  /** The stack logged its metrics. */
  void metricsUpdated(QlogEvent event) {
    long nanos = event.recovery().latestRttNanos();
    if (nanos <= 0 || nanos > MAX_RTT_NANOS || last == null) {
      return;
    }
    Path path = active == null ? last : active;
    if (event.tuple() != null) {
      path = paths.getOrDefault(event.tuple(), path);
    } else if (event.detail().tupleId() != null) {
      path = numbered(event.detail().tupleId(), path);
    }
    if (nanos != path.latestRttNanos && path.received > 0) {
      path.latestRttNanos = nanos;
      path.rtt.add(nanos);
    }
  }

  private Path numbered(String id, Path otherwise) {
    Path named = paths.get(id);
    if (named != null) {
      return named;
    }
    for (Path path : paths.values()) {
      if (path.number > 0 && Long.toString(path.number).equals(id)) {
        return path;
      }
    }
    return otherwise;
  }

  private static long plus(long sum, long bytes) {
    return bytes == ABSENT ? sum : sum == ABSENT ? bytes : sum + bytes;
  }

  private static OptionalLong optional(long value) {
    return value == ABSENT ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /**
   * What is known at the end, absent if no packet was logged.
   *
   * @param ambiguous whether packet numbers repeat, as they do if paths have their own and the log
   *     does not name the paths; opening such a path looks like a migration
   */
  Optional<PathsSummary> summary(boolean ambiguous) {
    if (paths.values().stream().allMatch(path -> path.sent + path.received == 0)) {
      return Optional.empty();
    }
    boolean several = paths.size() > 1;
    long logged = Math.max(completedMigrations, moves);
    boolean byEvent = eventsSeen || logged > 0 || several;
    boolean known = byEvent || (framesSeen && !ambiguous);
    return Optional.of(
        new PathsSummary(
            paths.values().stream().map(path -> path.summary(several)).toList(),
            known ? OptionalLong.of(byEvent ? logged : validation.moves()) : OptionalLong.empty(),
            known ? Optional.of(byEvent ? Source.EVENT : Source.INFERRED) : Optional.empty(),
            validation.challengesSent(),
            validation.challengesReceived(),
            validation.answered()));
  }
}
