package dev.moqlog.cli;

import dev.moqlog.analyzer.QlogAnalyzer;
import dev.moqlog.cli.serve.ListenAddress;
import dev.moqlog.cli.serve.MetricsServer;
import dev.moqlog.cli.serve.TlsKeys;
import dev.moqlog.cli.watch.TraceFollower;
import dev.moqlog.cli.watch.WatchState;
import dev.moqlog.cli.watch.Watcher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code qlog-cli watch}: counts the traces of a directory as they are finished. */
@Command(
    name = "watch",
    description = {
      "Counts the traces of a directory as they are finished, each once.",
      "",
      "A trace is finished when its writer has ended or compressed it; those of stacks that do"
          + " not show it, when they have not changed for --settle seconds. What was counted is"
          + " remembered in a state file, so that a restart, after kill -9 too, counts nothing"
          + " twice and leaves nothing out.",
      "",
      "On a terminal it shows a table, elsewhere it writes a line of JSON for each connection."
          + " With --listen, Prometheus scrapes it; with --otlp, metrics, spans and log records go"
          + " to OpenTelemetry.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandTree.Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:It was stopped, by SIGINT or SIGTERM.",
      "1:The program failed, for instance because it cannot listen or its state cannot be read.",
      "2:The command line is wrong."
    })
final class WatchCommand implements Callable<Integer> {

  static final String STATE_FILE = ".moqlog-watch.mv";

  private static final double SHORTEST_INTERVAL = 0.1;
  private static final double LONGEST_INTERVAL = 3600;

  private final Terminal terminal;

  @Spec private CommandSpec command;

  @Mixin private final TelemetryOptions telemetry = new TelemetryOptions();

  @Mixin private final OtlpOptions otlp = new OtlpOptions();

  /** What goes to standard output. */
  enum Show {
    TABLE,
    JSON,
    NONE
  }

  @Parameters(paramLabel = "DIR", description = "The directory that the writer fills.")
  private Path directory;

  @Option(
      names = "--listen",
      order = 1,
      paramLabel = "HOST:PORT",
      description =
          "Serve /metrics and /healthz there. On other interfaces than loopback, --token-file or"
              + " --tls-keystore is needed.")
  private String listen;

  @Option(
      names = "--token-file",
      order = 2,
      paramLabel = "FILE",
      description = "A file with the bearer token that /metrics asks for.")
  private Path tokenFile;

  @Option(
      names = "--tls-keystore",
      order = 3,
      paramLabel = "FILE",
      description = "A PKCS #12 file with certificate and key, to serve HTTPS.")
  private Path keystore;

  @Option(
      names = "--tls-password-file",
      order = 4,
      paramLabel = "FILE",
      description = "A file with the password of the key store.")
  private Path passwordFile;

  @Option(
      names = "--otlp",
      order = 5,
      description =
          "Export metrics, spans and log records by OTLP, to where --endpoint or the OTEL_"
              + " variables say. What an endpoint that is down leaves no room for is dropped, and"
              + " counted.")
  private boolean export;

  @Option(
      names = "--state",
      order = 6,
      paramLabel = "FILE",
      description = "Where to remember what was counted. Default: " + STATE_FILE + " in DIR.")
  private Path state;

  @Option(
      names = "--settle",
      order = 7,
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "For how long a trace that does not show its end must not change to be finished."
              + " Default: ${DEFAULT-VALUE}.")
  private double settle;

  @Option(
      names = "--interval",
      order = 8,
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "How often to look. Default: ${DEFAULT-VALUE}.")
  private double interval;

  @Option(
      names = "--show",
      order = 9,
      paramLabel = "WHAT",
      description =
          "On standard output: table (the default on a terminal), json (a line for each"
              + " connection; the default elsewhere) or none.")
  private Show show;

  WatchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    telemetry.check();
    otlp.check();
    if (otlp.given() && !export) {
      throw wrong("--endpoint and --protocol go with --otlp");
    }
    Optional<InetSocketAddress> address = address();
    checkTimes();
    if (!Files.isDirectory(directory)) {
      throw wrong("Not a directory: " + directory);
    }
    MetricsServer.Protection protection = protection();
    InstantSource clock = InstantSource.system();
    Path stateFile = state == null ? directory.resolve(STATE_FILE) : state;
    AtomicReference<WatchLoop> running = new AtomicReference<>();
    StopSignal signal =
        new StopSignal(() -> Optional.ofNullable(running.get()).ifPresent(WatchLoop::stop));
    try (WatchState counted = WatchState.open(stateFile, directory)) {
      watch(counted, began(stateFile, clock), address, protection, clock, running);
    } finally {
      signal.close();
    }
    return ExitCode.OK;
  }

  private void watch(
      WatchState counted,
      Instant began,
      Optional<InetSocketAddress> address,
      MetricsServer.Protection protection,
      InstantSource clock,
      AtomicReference<WatchLoop> running)
      throws IOException {
    WatchScreen screen = new WatchScreen(terminal, directory, shown(), clock);
    Optional<WatchExport> exported =
        export
            ? Optional.of(
                new WatchExport(
                    screen, otlp.settings(telemetry.attributes(), true), began, clock, terminal))
            : Optional.empty();
    try {
      watch(counted, screen, exported, address, protection, clock, running);
    } finally {
      exported.ifPresent(WatchExport::close);
    }
  }

  private void watch(
      WatchState counted,
      WatchScreen screen,
      Optional<WatchExport> exported,
      Optional<InetSocketAddress> address,
      MetricsServer.Protection protection,
      InstantSource clock,
      AtomicReference<WatchLoop> running)
      throws IOException {
    TraceCounter.Listener listener = exported.isPresent() ? exported.get() : screen;
    TraceCounter counter =
        new TraceCounter(
            QlogAnalyzer.builder().build(), clock, telemetry::metrics, counted.series(), listener);
    TraceFollower follower = new TraceFollower(directory, seconds(settle), counted, clock);
    Watcher watcher = new Watcher(follower, counted, counter, clock);
    WatchLoop loop = new WatchLoop(watcher, screen, terminal::error, seconds(interval), clock);
    running.set(loop);
    WatchMetrics metrics = new WatchMetrics(counter, loop, telemetry, clock);
    exported.ifPresent(all -> all.exports(metrics::series));
    Optional<MetricsServer> server = serve(address, protection, metrics, loop);
    try {
      loop.run();
    } finally {
      server.ifPresent(MetricsServer::close);
    }
  }

  /** Since when has been counted what the state file holds. */
  private static Instant began(Path stateFile, InstantSource clock) throws IOException {
    Instant now = clock.instant();
    Instant created =
        Files.readAttributes(stateFile, BasicFileAttributes.class).creationTime().toInstant();
    return created.isBefore(now) && created.isAfter(Instant.EPOCH) ? created : now;
  }

  private Optional<MetricsServer> serve(
      Optional<InetSocketAddress> address,
      MetricsServer.Protection protection,
      WatchMetrics metrics,
      WatchLoop loop)
      throws IOException {
    if (address.isEmpty()) {
      return Optional.empty();
    }
    MetricsServer server =
        MetricsServer.start(address.get(), protection, metrics::series, loop::problem);
    String scheme = protection.tls().isPresent() ? "https" : "http";
    InetSocketAddress bound = server.address();
    String host = bound.getAddress().getHostAddress();
    terminal.hint(
        "serving "
            + scheme
            + "://"
            + (host.contains(":") ? '[' + host + ']' : host)
            + ':'
            + bound.getPort()
            + "/metrics");
    return Optional.of(server);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1e3));
  }

  private Show shown() {
    if (show != null) {
      return show;
    }
    return terminal.outIsTerminal() ? Show.TABLE : Show.JSON;
  }

  private void checkTimes() {
    if (!(interval >= SHORTEST_INTERVAL && interval <= LONGEST_INTERVAL)) {
      throw wrong("Invalid value for --interval: must be from 0.1 to 3600 seconds: " + interval);
    }
    if (!(settle >= 0 && settle <= 86_400)) {
      throw wrong("Invalid value for --settle: must be from 0 to 86400 seconds: " + settle);
    }
  }

  private Optional<InetSocketAddress> address() {
    if (listen == null) {
      if (tokenFile != null || keystore != null || passwordFile != null) {
        throw wrong("--token-file, --tls-keystore and --tls-password-file go with --listen");
      }
      return Optional.empty();
    }
    InetSocketAddress address =
        ListenAddress.parse(listen)
            .orElseThrow(
                () ->
                    wrong(
                        "Invalid value for --listen: want HOST:PORT of a known host, such as"
                            + " 127.0.0.1:9464, not "
                            + listen));
    boolean reachable = !address.getAddress().isLoopbackAddress();
    if (reachable && tokenFile == null && keystore == null) {
      throw wrong(
          "Whoever reaches "
              + listen
              + " could read the metrics: give --token-file or --tls-keystore, or listen on"
              + " 127.0.0.1");
    }
    return Optional.of(address);
  }

  private MetricsServer.Protection protection() throws IOException {
    Optional<String> token =
        tokenFile == null ? Optional.empty() : Optional.of(TokenFile.read(tokenFile));
    return new MetricsServer.Protection(token, tls());
  }

  private Optional<SSLContext> tls() throws IOException {
    if (keystore == null) {
      if (passwordFile != null) {
        throw wrong("--tls-password-file goes with --tls-keystore");
      }
      return Optional.empty();
    }
    String password = "";
    if (passwordFile != null) {
      if (!Files.isReadable(passwordFile)) {
        throw new IOException("cannot read the password file " + passwordFile);
      }
      password = Files.readString(passwordFile, StandardCharsets.UTF_8).strip();
    }
    return Optional.of(TlsKeys.read(keystore, password.toCharArray()));
  }

  private RuntimeException wrong(String message) {
    return Mistake.in(command, message);
  }
}
