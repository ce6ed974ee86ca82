package dev.moqlog.analyzer.connection.moq;

import dev.moqlog.analyzer.read.Correction;
import dev.moqlog.analyzer.read.DamageReport;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.read.QlogHandler;
import dev.moqlog.analyzer.read.QlogReader;
import dev.moqlog.analyzer.read.TraceHeader;
import dev.moqlog.analyzer.source.Content;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Reads the objects of one log with their tracks resolved and their times, since 1970 where the log
 * tells, so that {@link ObjectDelays} can pair those of several logs: of the files that one relay
 * wrote, one a connection, or of both ends of a path.
 */
public final class MoqObjectLog {

  private static final int MAX_CONNECTIONS = 4096;

  private MoqObjectLog() {}

  /** Reads a log to its end, on the calling thread. */
  public static void read(Content content, MoqObjects objects) {
    new QlogReader(new Handler(objects)).read(content);
  }

  /** A relay's log: what it parses goes in, what it creates comes out of it again. */
  public static void readRelay(Content content, ObjectDelays delays) {
    read(
        content,
        (created, track, group, object, nanos) -> {
          if (created) {
            delays.arrived(track, group, object, nanos);
          } else {
            delays.left(track, group, object, nanos);
          }
        });
  }

  /** A publisher's log: what it creates leaves. */
  public static void readPublisher(Content content, ObjectDelays delays) {
    read(
        content,
        (created, track, group, object, nanos) -> {
          if (created) {
            delays.left(track, group, object, nanos);
          }
        });
  }

  /** A subscriber's log: what it parses arrives. */
  public static void readSubscriber(Content content, ObjectDelays delays) {
    read(
        content,
        (created, track, group, object, nanos) -> {
          if (!created) {
            delays.arrived(track, group, object, nanos);
          }
        });
  }

  private static final class Handler implements QlogHandler {

    private final MoqObjects objects;
    private Map<String, MoqMetric> connections = new BoundedMap<>(MAX_CONNECTIONS);
    private long originNanos;

    Handler(MoqObjects objects) {
      this.objects = objects;
    }

    @Override
    public void traceStarted(TraceHeader header) {
      connections = new BoundedMap<>(MAX_CONNECTIONS);
      originNanos = header.wallClock(0).map(Handler::epochNanos).orElse(0L);
    }

    private static long epochNanos(Instant time) {
      return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    @Override
    public void event(QlogEvent event) {
      String connection = event.groupId() == null ? "" : event.groupId();
      connections
          .computeIfAbsent(connection, any -> new MoqMetric(null, this::object))
          .event(event);
    }

    private void object(boolean created, String track, long group, long object, long nanos) {
      objects.object(created, track, group, object, originNanos + nanos);
    }

    @Override
    public void traceEnded(TraceHeader header, Set<Correction> corrections, DamageReport damage) {}

    @Override
    public void traceError(int index, String description) {}
  }
}
