package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.read.Correction;
import dev.moqlog.analyzer.read.DamageReport;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.read.QlogHandler;
import dev.moqlog.analyzer.read.QlogReader;
import dev.moqlog.analyzer.read.TraceHeader;
import dev.moqlog.analyzer.source.Content;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.FleetSummary;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.PacketSummary;
import dev.moqlog.analyzer.summary.RetransmitSummary;
import dev.moqlog.analyzer.summary.RttSummary;
import dev.moqlog.analyzer.summary.Skipped;
import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.analyzer.summary.SourceSummary.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Builds small logs, finds real ones, and analyzes both. */
public final class Qlogs {

  /** A header of a sequence whose times are relative to an unknown origin. */
  public static final String HEADER =
      "{\"qlog_version\":\"0.3\",\"qlog_format\":\"JSON-SEQ\",\"trace\":{\"vantage_point\":"
          + "{\"type\":\"client\"},\"common_fields\":{\"time_format\":\"relative\","
          + "\"reference_time\":0}}}";

  private Qlogs() {}

  // Building.

  /** JSON with single quotes for double quotes. */
  public static String json(String text) {
    return text.replace('\'', '"');
  }

  /** A 1-RTT packet sent, with frames such as {@code {'frame_type':'ping'}}. */
  public static String sent(double time, long number, String... frames) {
    return packet("packet_sent", time, number, frames);
  }

  /** A 1-RTT packet received. */
  public static String received(double time, long number, String... frames) {
    return packet("packet_received", time, number, frames);
  }

  private static String packet(String type, double time, long number, String... frames) {
    return json(
        "{'time':%s,'name':'transport:%s','data':{'header':{'packet_type':'1RTT','packet_number':%d},'raw':{'length':%d},'frames':[%s]}}"
            .formatted(time, type, number, 1000 + number % 100, String.join(",", frames)));
  }

  /** A STREAM frame. */
  public static String stream(long id, long offset, long length) {
    return "{'frame_type':'stream','stream_id':%d,'offset':%d,'length':%d}"
        .formatted(id, offset, length);
  }

  /** An ACK frame over one range. */
  public static String ack(long first, long last) {
    return "{'frame_type':'ack','ack_delay':0,'acked_ranges':[[%d,%d]]}".formatted(first, last);
  }

  /** A packet declared lost. */
  public static String lost(double time, long number) {
    return json(
        "{'time':%s,'name':'recovery:packet_lost','data':{'header':{'packet_type':'1RTT','packet_number':%d}}}"
            .formatted(time, number));
  }

  /** A JSON text sequence. */
  public static String sequence(String... records) {
    StringBuilder text = new StringBuilder();
    for (String record : records) {
      text.append('\u001e').append(record).append('\n');
    }
    return text.toString();
  }

  /**
   * A small exchange: of seven packets one is lost and its data sent again. Times are relative
   * milliseconds.
   */
  public static List<String> exchange() {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      events.add(sent(i, i, stream(0, 1000L * i, 1000)));
    }
    events.add(received(50.5, 0, ack(0, 0)));
    events.add(received(51, 1, ack(2, 5)));
    events.add(lost(51, 1));
    events.add(sent(53, 6, stream(0, 1000, 1000)));
    events.add(received(103.25, 2, ack(6, 6)));
    return events;
  }

  /** The numbers of {@link #exchange()}, worked out by hand. */
  public static void expectExchange(ConnectionSummary connection) {
    assertThat(connection.events()).isEqualTo(11);
    assertThat(connection.durationNanos()).hasValue(103_250_000);
    assertThat(connection.packets())
        .contains(new PacketSummary(7, 3, 0, 0, OptionalLong.of(7_021), OptionalLong.of(3_003)));
    LossSummary loss = connection.loss().orElseThrow();
    assertThat(loss.declared()).isEqualTo(1);
    assertThat(loss.net()).hasValue(1);
    assertThat(loss.inferred()).hasValue(0);
    assertThat(loss.unresolved()).hasValue(0);
    assertThat(loss.lostBytes()).hasValue(1_001);
    assertThat(connection.retransmit()).contains(new RetransmitSummary(7_000, 1_000, 0, 0));
    RttSummary rtt = connection.rtt().orElseThrow();
    assertThat(rtt.source()).isEqualTo(Source.INFERRED);
    assertThat(rtt.samples()).isEqualTo(3);
    // Packets 0, 5 and 6 were acknowledged after 50.5, 46 and 50.25 ms.
    assertThat(rtt.minNanos()).isEqualTo(46_000_000);
    assertThat(rtt.p50Nanos()).isEqualTo(50_250_000);
    assertThat(rtt.maxNanos()).isEqualTo(50_500_000);
    assertThat(connection.flags()).isEmpty();
    assertThat(connection.skipped()).isEqualTo(Skipped.NONE);
  }

  /**
   * That a log of {@link #exchange()} says all that the plain one says, but for its name and when
   * it began, which not every form can tell.
   */
  public static void expectWholeExchange(ConnectionSummary connection) {
    List<String> records = new ArrayList<>(exchange());
    records.add(0, HEADER);
    ConnectionSummary plain = only(analyze(sequence(records.toArray(String[]::new))));
    expectExchange(connection);
    assertThat(WholeSummary.of(connection, "connectionId", "startTime"))
        .isEqualTo(WholeSummary.of(plain, "connectionId", "startTime"));
  }

  // Analyzing.

  /** A source with its connections. */
  public record Analysis(SourceSummary summary, List<ConnectionSummary> connections) {

    public String source() {
      return summary.source();
    }

    public Status status() {
      return summary.status();
    }

    public Skipped skipped() {
      return summary.skipped();
    }

    public boolean truncated() {
      return summary.truncated();
    }

    public List<String> problems() {
      return summary.problems();
    }

    public boolean intact() {
      return summary.intact();
    }
  }

  /** Collects the sources with their connections. */
  public static final class Collector implements Results {

    private final List<Analysis> analyses = new ArrayList<>();
    private List<ConnectionSummary> connections = new ArrayList<>();

    @Override
    public void connection(ConnectionSummary connection) {
      connections.add(connection);
    }

    @Override
    public void source(SourceSummary source) {
      assertThat(source.connections()).isEqualTo(connections.size());
      analyses.add(new Analysis(source, connections));
      connections = new ArrayList<>();
    }

    /** All sources so far. */
    public List<Analysis> analyses() {
      return analyses;
    }
  }

  /** Analyzes a text; the result of its one source. */
  public static Analysis analyze(String text) {
    return analyze(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Analyzes bytes; the result of their one source. */
  public static Analysis analyze(byte[] bytes) {
    return one(analyzeAll(bytes));
  }

  /** Analyzes bytes that may be an archive. */
  public static List<Analysis> analyzeAll(byte[] bytes) {
    Collector results = new Collector();
    QlogAnalyzer.builder().build().analyze("test", new ByteArrayInputStream(bytes), results);
    return results.analyses();
  }

  /** Analyzes a file; the result of its one source. */
  public static Analysis analyze(Path file) {
    return one(analyze(1, List.of(file.toString())));
  }

  /** Analyzes all paths. */
  public static List<Analysis> analyze(int threads, List<String> paths) {
    Collector results = new Collector();
    QlogAnalyzer.builder().setThreads(threads).build().analyze(paths, results);
    return results.analyses();
  }

  private static Analysis one(List<Analysis> results) {
    assertThat(results).hasSize(1);
    // Whatever a log has, its numbers must add up with others.
    FleetSummary fleet = new FleetSummary();
    fleet.add(results.get(0).summary());
    results.get(0).connections().forEach(fleet::add);
    return results.get(0);
  }

  /** The only connection of a source. */
  public static ConnectionSummary only(Analysis source) {
    assertThat(source.connections()).as(source.problems().toString()).hasSize(1);
    return source.connections().get(0);
  }

  /** Hands over the events of a text, as its reader delivers them. */
  public static void events(String text, Consumer<QlogEvent> events) {
    QlogHandler handler =
        new QlogHandler() {
          @Override
          public void traceStarted(TraceHeader header) {}

          @Override
          public void event(QlogEvent event) {
            events.accept(event);
          }

          @Override
          public void traceEnded(
              TraceHeader header, Set<Correction> corrections, DamageReport damage) {}

          @Override
          public void traceError(int index, String description) {}
        };
    new QlogReader(handler)
        .read(Content.once(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
  }

  // Real logs.

  /** The root of the repository. */
  public static Path root() {
    return Path.of(System.getProperty("moqlog.root"));
  }

  /** The directory of captures outside the repository, which may not exist. */
  public static Path shared() {
    return Path.of(System.getProperty("moqlog.shared"));
  }

  /** Every log of a real stack in the repository. */
  public static List<Path> realLogs() throws IOException {
    try (Stream<Path> samples = Files.walk(root().resolve("samples/qlog"));
        Stream<Path> resources =
            Files.walk(root().resolve("qlog-analyzer/src/test/resources/qlog"))) {
      return Stream.concat(samples, resources).filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The uncompressed content of a file of the repository. */
  public static byte[] read(String path) throws IOException {
    Path file = root().resolve(path);
    if (!path.endsWith(".gz")) {
      return Files.readAllBytes(file);
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    }
  }
}
