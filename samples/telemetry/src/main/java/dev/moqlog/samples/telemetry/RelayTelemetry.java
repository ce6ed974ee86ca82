package dev.moqlog.samples.telemetry;

import dev.moqlog.samples.telemetry.emit.Telemetry;
import dev.moqlog.samples.telemetry.emit.WallTime;
import dev.moqlog.samples.telemetry.moq.Simulation;
import dev.moqlog.samples.telemetry.net.SimulatedTime;
import dev.moqlog.writer.QlogRecorder;
import dev.moqlog.writer.telemetry.QlogSpans;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the simulation as a program. */
@Command(
    name = "relay-telemetry",
    sortOptions = false,
    description =
        "Simulates a Media over QUIC relay with publishers and players, and emits all their"
            + " telemetry: metrics and spans by OTLP as the variables OTEL_... say, log lines on"
            + " standard output, and qlog as the variables MOQ_QLOG_... say.")
public final class RelayTelemetry implements Callable<Integer> {

  private static final long PAUSE_NANOS = 5 * SimulatedTime.MILLISECOND;
  private static final long LAST_SECONDS = 1;

  @Option(
      names = "--connections-per-second",
      paramLabel = "N",
      defaultValue = "0.5",
      description = "How many players come (default: ${DEFAULT-VALUE})")
  private double connectionsPerSecond;

  @Option(
      names = "--duration",
      paramLabel = "S",
      defaultValue = "0",
      description = "Simulated seconds until the relay is shut down; 0 for no end (the default)")
  private long durationSeconds;

  @Option(
      names = "--speed",
      paramLabel = "N",
      defaultValue = "1",
      description = "How much faster time passes; above 1, needs --duration and ends about now")
  private double speed;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:4443",
      description = {
        "Where Prometheus reads the relay's metrics at /metrics (default: ${DEFAULT-VALUE});",
        "off: they are pushed by OTLP instead"
      })
  private String listen;

  @Option(
      names = "--listen-players",
      paramLabel = "HOST:PORT",
      defaultValue = "off",
      description = {
        "Where Prometheus reads the players' metrics at /metrics, for a stack without a Collector",
        "(default: off: they are pushed by OTLP, as browsers do it)"
      })
  private String listenPlayers;

  @Option(
      names = "--linger",
      paramLabel = "S",
      defaultValue = "0",
      description = "Seconds that the last numbers can be read after the shutdown (default: 0)")
  private long lingerSeconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed gives the same connections; without it, every run is another")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--websocket",
      paramLabel = "SHARE",
      defaultValue = "0.15",
      description = "Share of players without QUIC, so without qlog (default: ${DEFAULT-VALUE})")
  private double websocketShare;

  @Option(
      names = "--relay-instance",
      paramLabel = "NAME",
      defaultValue = "relay-1",
      description = "Label of the relay's metrics (default: ${DEFAULT-VALUE})")
  private String relayInstance;

  @Option(
      names = "--region",
      paramLabel = "NAME",
      defaultValue = "local",
      description = "Label of the relay's metrics (default: ${DEFAULT-VALUE})")
  private String region;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this and ends")
  private boolean help;

  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);

  private RelayTelemetry() {}

  /** Runs until the time is over or the process is asked to end. */
  public static void main(String[] args) {
    CommandLine command = new CommandLine(new RelayTelemetry());
    command.setExecutionExceptionHandler(
        (problem, line, result) -> {
          if (problem instanceof IOException || problem instanceof IllegalArgumentException) {
            line.getErr().println("relay-telemetry: " + problem.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
          }
          throw problem;
        });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException {
    if (connectionsPerSecond < 0 || durationSeconds < 0 || speed <= 0) {
      throw new IllegalArgumentException("numbers must not be negative, nor a speed 0");
    }
    if (speed > 1 && durationSeconds == 0) {
      throw new IllegalArgumentException("--speed above 1 needs --duration");
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "relay-shutdown"));
    try (Program relay = Program.start("moq-relay", listen);
        Program players = Program.start("moq-client", listenPlayers)) {
      run(new Telemetry.Programs(relay.sdk(), players.sdk(), relayInstance, region));
      linger();
    } finally {
      done.countDown();
    }
    return CommandLine.ExitCode.OK;
  }

  private void run(Telemetry.Programs programs) {
    SimulatedTime time = new SimulatedTime();
    double ahead = speed > 1 ? durationSeconds - durationSeconds / speed : 0;
    WallTime clock =
        new WallTime(time, Instant.now().minus(Duration.ofMillis((long) (ahead * 1000))));
    QlogSpans spans = new QlogSpans();
    PrintStream out = System.out;
    try (QlogRecorder recorder =
        QlogRecorder.fromEnvironment(
            System.getenv(),
            builder ->
                builder
                    .listener(spans)
                    .nanoClock(time::nanos)
                    .wallClockMicros(clock::micros)
                    .shutdownHook(false))) {
      Telemetry telemetry = new Telemetry(clock, programs, recorder, spans, out::println);
      Simulation.Scenario scenario =
          new Simulation.Scenario(
              seed.orElseGet(System::nanoTime),
              connectionsPerSecond,
              Simulation.Scenario.NAMESPACES,
              websocketShare);
      Simulation simulation = new Simulation(time, scenario, telemetry);
      simulation.start();
      pass(time);
      simulation.stop();
      time.passUntil(time.nanos() + LAST_SECONDS * SimulatedTime.SECOND);
    }
  }

  private void pass(SimulatedTime time) {
    long end =
        durationSeconds == 0 ? Long.MAX_VALUE : Duration.ofSeconds(durationSeconds).toNanos();
    long began = System.nanoTime();
    while (!stopping.get() && time.nanos() < end) {
      time.passUntil(Math.min(end, (long) ((System.nanoTime() - began) * speed)));
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void linger() {
    long until = System.nanoTime() + Duration.ofSeconds(lingerSeconds).toNanos();
    while (!stopping.get() && until - System.nanoTime() > 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Lets the simulation end in good order, when the process is asked to end. */
  private void stop() {
    stopping.set(true);
    try {
      done.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
