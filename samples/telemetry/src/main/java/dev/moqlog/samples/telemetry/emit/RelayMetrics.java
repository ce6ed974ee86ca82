package dev.moqlog.samples.telemetry.emit;

import static dev.moqlog.observability.SourceMetric.*;

import dev.moqlog.observability.SourceMetric;
import dev.moqlog.samples.telemetry.moq.MediaObject;
import dev.moqlog.samples.telemetry.moq.MediaTrack;
import dev.moqlog.samples.telemetry.moq.RelaySession;
import dev.moqlog.samples.telemetry.moq.SessionListener;
import dev.moqlog.samples.telemetry.moq.SubgroupHeader;
import dev.moqlog.samples.telemetry.net.ConnectionEnd;
import dev.moqlog.samples.telemetry.net.Packet;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The metrics of the relay. No connection is ever a label; exemplars lead to its span. */
final class RelayMetrics {

  static final AttributeKey<String> RELAY_INSTANCE = AttributeKey.stringKey("relay_instance");
  static final AttributeKey<String> REGION = AttributeKey.stringKey("region");
  static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("namespace");
  static final AttributeKey<String> TRANSPORT = AttributeKey.stringKey("transport");

  /** Counters are there, at 0, before they first grow; else the first growth is not seen. */
  private static final List<SourceMetric> COUNTERS =
      List.of(
          CONNECTIONS,
          BYTES_SENT,
          BYTES_RECEIVED,
          APP_BYTES_SENT,
          APP_BYTES_RECEIVED,
          OBJECTS_SENT,
          OBJECTS_RECEIVED,
          GROUPS_SENT,
          GROUPS_RECEIVED,
          CACHE_HITS,
          CACHE_MISSES,
          DEDUP_UPSTREAM_SAVED,
          DROPS,
          ERRORS);

  private final Instruments instruments;
  private final Attributes relay;

  RelayMetrics(Meter meter, String relayInstance, String region) {
    this.instruments = new Instruments(meter, true);
    this.relay = Attributes.of(RELAY_INSTANCE, relayInstance, REGION, region);
  }

  private Attributes of(String namespace) {
    return relay.toBuilder().put(NAMESPACE, namespace).build();
  }

  void broadcast(String namespace, boolean began) {
    instruments.change(ACTIVE_STREAMS, began ? 1 : -1, of(namespace));
  }

  void queued(Map<String, Long> objects) {
    objects.forEach((namespace, count) -> instruments.set(QUEUE_DEPTH, count, of(namespace)));
  }

  /** Counts what happens in a session. */
  SessionListener session(RelaySession session, Context context) {
    Attributes labels = of(session.namespace());
    COUNTERS.forEach(counter -> instruments.add(counter, 0, labels, Context.root()));
    instruments.change(ACTIVE_SUBSCRIBERS, 0, labels);
    return new Session(session, labels, context);
  }

  private final class Session implements SessionListener {

    private final RelaySession session;
    private final Attributes labels;
    private final Context context;
    private final Map<MediaTrack, Long> latestGroups = new HashMap<>();
    private long appBytesSent;
    private long appBytesReceived;
    private boolean accepted;
    private boolean subscribed;

    private Session(RelaySession session, Attributes labels, Context context) {
      this.session = session;
      this.labels = labels;
      this.context = context;
    }

    private void add(SourceMetric counter, long amount) {
      if (amount > 0) {
        instruments.add(counter, amount, labels, context);
      }
    }

    private void open(int by) {
      instruments.change(ACTIVE_CONNECTIONS, by, labels);
      instruments.change(
          ACTIVE_SESSIONS,
          by,
          relay.toBuilder().put(TRANSPORT, session.transport().label()).build());
    }

    @Override
    public void handshakeComplete() {
      accepted = true;
      add(CONNECTIONS, 1);
      open(1);
    }

    @Override
    public void packetSent(Packet packet, String trigger) {
      add(BYTES_SENT, packet.bytes());
      countData();
    }

    @Override
    public void packetReceived(Packet packet) {
      add(BYTES_RECEIVED, packet.bytes());
      countData();
    }

    private void countData() {
      if (session.endpoint() == null) {
        return;
      }
      long sent = session.endpoint().totals().streamBytesSentOnce();
      long received = session.endpoint().totals().streamBytesReceivedOnce();
      add(APP_BYTES_SENT, sent - appBytesSent);
      add(APP_BYTES_RECEIVED, received - appBytesReceived);
      appBytesSent = sent;
      appBytesReceived = received;
    }

    @Override
    public void subscribed(
        long requestId, MediaTrack track, boolean upstreamSaved, boolean fromCache) {
      if (!subscribed) {
        subscribed = true;
        instruments.change(ACTIVE_SUBSCRIBERS, 1, labels);
      }
      add(fromCache ? CACHE_HITS : CACHE_MISSES, 1);
      add(DEDUP_UPSTREAM_SAVED, upstreamSaved ? 1 : 0);
    }

    @Override
    public void refused(long requestId, String trackName, String reason) {
      add(ERRORS, 1);
    }

    @Override
    public void headerCreated(long streamId, SubgroupHeader header) {
      add(GROUPS_SENT, isNew(header) ? 1 : 0);
    }

    /** A viewer who comes back to a track gets its current group again. */
    private boolean isNew(SubgroupHeader header) {
      Long before = latestGroups.put(header.track(), header.group());
      return before == null || header.group() > before;
    }

    @Override
    public void headerParsed(long streamId, SubgroupHeader header) {
      add(GROUPS_RECEIVED, isNew(header) ? 1 : 0);
    }

    @Override
    public void objectCreated(long streamId, MediaObject object) {
      add(OBJECTS_SENT, 1);
    }

    @Override
    public void objectParsed(long streamId, MediaObject object) {
      add(OBJECTS_RECEIVED, 1);
    }

    @Override
    public void fannedOut(MediaTrack track, int viewers) {
      instruments.record(FANOUT, viewers, labels, context);
    }

    @Override
    public void dropped(MediaTrack track, int objects) {
      add(DROPS, objects);
    }

    @Override
    public void closed(ConnectionEnd end) {
      countData();
      add(ERRORS, end.isError() ? 1 : 0);
      if (accepted) {
        open(-1);
      }
      if (subscribed) {
        instruments.change(ACTIVE_SUBSCRIBERS, -1, labels);
      }
    }
  }
}
