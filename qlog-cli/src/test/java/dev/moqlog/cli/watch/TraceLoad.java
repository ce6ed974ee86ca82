package dev.moqlog.cli.watch;

import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.writer.ConnectionInfo;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.QlogTrace;
import dev.moqlog.writer.RecorderStats;
import dev.moqlog.writer.store.Compression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Fills a directory as a busy server does, for a watch to follow: so many connections a second,
 * each of which lasts a few seconds, and a disk budget by which old traces are deleted.
 *
 * <pre>
 * ./mvnw -q -pl qlog-cli -am test-compile dependency:build-classpath -Dmdep.outputFile=target/cp
 * java -cp "qlog-cli/target/test-classes:qlog-cli/target/classes:$(cat qlog-cli/target/cp)" \
 *     dev.moqlog.cli.watch.TraceLoad DIRECTORY 200 600 256
 * </pre>
 *
 * <p>Arguments: the directory, traces a second, seconds, the disk budget in MiB, then optionally
 * how many seconds a connection lasts (2), events of a connection (40) and the compression (none).
 * Every ten seconds, and at the end, it prints how many traces were recorded.
 */
final class TraceLoad {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final QlogRecorder recorder;
  private final int perSecond;
  private final int events;
  private final long lifeNanos;
  private final Deque<Connection> open = new ArrayDeque<>();
  private final Random random = new Random();
  private long begun;
  private long recorded;

  private record Connection(QlogTrace trace, long beganNanos) {}

  private TraceLoad(QlogRecorder recorder, int perSecond, int events, long lifeNanos) {
    this.recorder = recorder;
    this.perSecond = perSecond;
    this.events = events;
    this.lifeNanos = lifeNanos;
  }

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    int perSecond = Integer.parseInt(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    long lifeNanos = SECOND * number(arguments, 4, 2);
    QlogRecorder recorder =
        QlogRecorder.builder(Path.of(arguments[0]))
            .diskBudgetBytes((long) Integer.parseInt(arguments[3]) << 20)
            .minFreeBytes(0)
            .maxOpenTraces((int) (perSecond * (lifeNanos / SECOND + 2)) + 1024)
            .memoryBytes(128 << 20)
            .compression(
                Compression.valueOf(
                    (arguments.length > 6 ? arguments[6] : "none").toUpperCase(Locale.ROOT)))
            .build();
    new TraceLoad(recorder, perSecond, number(arguments, 5, 40), lifeNanos).run(seconds);
  }

  private static int number(String[] arguments, int index, int otherwise) {
    return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
  }

  private void run(int seconds) {
    long start = System.nanoTime();
    long spoken = start;
    for (long now = start; now - start < seconds * SECOND; now = System.nanoTime()) {
      for (; begun * SECOND / perSecond < now - start; begun++) {
        begin(now);
      }
      while (!open.isEmpty() && now - open.peek().beganNanos() > lifeNanos) {
        end(open.poll(), now);
      }
      if (now - spoken > 10 * SECOND) {
        spoken = now;
        say("so far");
      }
      LockSupport.parkNanos(SECOND / perSecond / 2);
    }
    open.forEach(connection -> end(connection, System.nanoTime()));
    open.clear();
    recorder.close(Duration.ofSeconds(30));
    say("in all");
  }

  private void begin(long now) {
    byte[] id = ByteBuffer.allocate(Long.BYTES).putLong(random.nextLong()).array();
    QlogTrace trace = recorder.open(ConnectionInfo.server(id));
    if (!trace.isEnabled()) {
      return;
    }
    recorded++;
    for (int i = 0; i < events / 2; i++) {
      trace.packetSent(now, PacketType.ONE_RTT, i).length(1252).stream(3, i * 1200L, 1200, false)
          .commit();
    }
    open.add(new Connection(trace, now));
  }

  private void end(Connection connection, long now) {
    QlogTrace trace = connection.trace();
    for (int i = 0; i < events - events / 2; i++) {
      trace.packetReceived(now, PacketType.ONE_RTT, i).length(40).ack(25_000).range(0, i).commit();
    }
    trace.metricsUpdated(now).latestRtt(31_500_000).commit();
    trace.close();
  }

  private void say(String when) {
    RecorderStats stats = recorder.stats();
    System.out.printf(
        "%s: %d connections, %d recorded, %d of them open, %d deleted, %d events dropped%n",
        when, begun, recorded, open.size(), stats.tracesDeleted(), stats.allEventsDropped());
  }
}
