package dev.moqlog.samples.telemetry.emit;

import dev.moqlog.samples.telemetry.moq.PlayerListener;
import dev.moqlog.samples.telemetry.moq.RelayListener;
import dev.moqlog.samples.telemetry.moq.RelaySession;
import dev.moqlog.samples.telemetry.moq.SessionListener;
import dev.moqlog.samples.telemetry.moq.Transport;
import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogTrace;
import dev.moqlog.writer.telemetry.QlogSpans;
import dev.moqlog.writer.telemetry.RecorderMetrics;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * All telemetry of the simulation. The four signals of a connection share its id: its span and log
 * lines have it, its qlog file is named by it, and metrics lead to its span by exemplars.
 */
public final class Telemetry implements RelayListener {

  private static final String SCOPE = "dev.moqlog.samples.telemetry";

  private final WallTime clock;
  private final QlogRecorder recorder;
  private final QlogSpans qlogSpans;
  private final RelayMetrics relayMetrics;
  private final PlayerMetrics playerMetrics;
  private final LogLines logs;
  private final Spans spans;
  private final Tracer relayTracer;
  private final Tracer playerTracer;
  private final Map<RelaySession, Span> playerSpans = new HashMap<>();

  /**
   * The two programs that are simulated.
   *
   * @param relay where the relay's metrics and spans go
   * @param players where those of players go
   * @param relayInstance the label of the relay's metrics
   * @param region likewise
   */
  public record Programs(
      OpenTelemetry relay, OpenTelemetry players, String relayInstance, String region) {}

  /**
   * @param recorder has {@code qlogSpans} as a listener
   * @param log takes the lines of the relay's log
   */
  public Telemetry(
      WallTime clock,
      Programs programs,
      QlogRecorder recorder,
      QlogSpans qlogSpans,
      Consumer<String> log) {
    this.clock = clock;
    this.recorder = recorder;
    this.qlogSpans = qlogSpans;
    Meter meter = programs.relay.getMeter(SCOPE);
    RecorderMetrics.register(meter, recorder);
    this.relayMetrics = new RelayMetrics(meter, programs.relayInstance, programs.region);
    this.playerMetrics = new PlayerMetrics(programs.players.getMeter(SCOPE));
    this.logs = new LogLines(clock, "moq-relay", log);
    this.spans = new Spans(clock);
    this.relayTracer = programs.relay.getTracer(SCOPE);
    this.playerTracer = programs.players.getTracer(SCOPE);
  }

  @Override
  public List<SessionListener> opened(RelaySession session) {
    Context parent = Context.root();
    if (!session.isPublisher()) {
      Span player = spans.player(playerTracer, session);
      playerSpans.put(session, player);
      parent = parent.with(player);
    }
    Span span = spans.connection(relayTracer, session, parent);
    QlogTrace trace = record(session, span);
    qlogSpans.attach(span, session.connectionId(), trace);
    return List.of(
        relayMetrics.session(session, Context.root().with(span)),
        logs.session(session, span.getSpanContext(), trace),
        spans.session(relayTracer, session, span),
        new QlogSession(clock.time(), session, trace));
  }

  private QlogTrace record(RelaySession session, Span span) {
    if (session.transport() == Transport.WEBSOCKET) {
      return QlogTrace.disabled();
    }
    ConnectionInfo connection =
        ConnectionInfo.server(session.originalDestinationConnectionId())
            .withTraceParent(QlogSpans.traceParent(span));
    return recorder.open(connection, clock.time().nanos());
  }

  @Override
  public List<PlayerListener> playerOpened(RelaySession session) {
    Span span = playerSpans.remove(session);
    return List.of(
        playerMetrics.player(session.transport(), Context.root().with(span)),
        spans.player(playerTracer, session, span));
  }

  @Override
  public void broadcastBegan(String namespace) {
    relayMetrics.broadcast(namespace, true);
  }

  @Override
  public void broadcastEnded(String namespace) {
    relayMetrics.broadcast(namespace, false);
  }

  @Override
  public void queued(Map<String, Long> objects) {
    relayMetrics.queued(objects);
  }
}
