package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportPrometheusCommandTest {

  private static final String SAMPLES = Cli.SAMPLES.toString();

  @TempDir Path directory;

  private static Cli.Result export(String... arguments) {
    List<String> all = new ArrayList<>(List.of("export", "prometheus"));
    all.addAll(List.of(arguments));
    return Cli.run(all.toArray(String[]::new));
  }

  /** The sum of all series of a name. */
  static double sum(String exposition, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)").matcher(exposition);
    double sum = 0;
    int found = 0;
    while (line.find()) {
      sum += Double.parseDouble(line.group(1));
      found++;
    }
    assertThat(found).as(name).isPositive();
    return sum;
  }

  @ParameterizedTest
  @CsvSource({
    "moq_qlog_connections_analyzed_total, connections",
    "moq_qlog_events_total, events",
    "moq_qlog_packets_sent_total, packets/sent",
    "moq_qlog_packets_received_total, packets/received",
    "moq_qlog_bytes_sent_total, packets/sent_bytes",
    "moq_qlog_bytes_received_total, packets/received_bytes",
    "moq_qlog_packets_lost_total, loss/lost_in_flight",
    "moq_qlog_packets_sent_in_flight_total, loss/sent_in_flight",
    "moq_qlog_packets_declared_lost_total, loss/declared"
  })
  void countersEqualTheTotalsOfSummarize(String name, String field) {
    JsonNode totals = Cli.run("summarize", "-f", "json", SAMPLES).json().get("totals");

    assertThat(totals.at("/" + field).isMissingNode()).isFalse();
    assertThat(sum(export(SAMPLES).out(), name)).isEqualTo(totals.at("/" + field).asDouble());
  }

  @Test
  void writesOpenMetricsWithExemplarsToStandardOutput() {
    Cli.Result result = export(SAMPLES);

    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("# {connection_id=\"f4afe7b8bf09e214d5f556cde43de8938f\",span_id=")
        .endsWith("# EOF\n");
  }

  @Test
  void writesTextToAFileForNodeExporter() throws IOException {
    Path file = directory.resolve("qlog.prom");

    assertThat(export("-o", file.toString(), SAMPLES).code()).isZero();

    assertThat(Files.readString(file))
        .contains("moq_qlog_connections_analyzed_total{")
        .contains("moq_qlog_last_run_success 1.0")
        .doesNotContain("trace_id")
        .doesNotContain("# EOF");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void givesAllSeriesTheLabelsOfTheProcess() {
    String out =
        export("--label", "relay_instance=r1", "--label", "region=eu", "-f", "text", SAMPLES).out();

    assertThat(out.lines().filter(line -> !line.startsWith("#")))
        .isNotEmpty()
        .allSatisfy(
            line -> assertThat(line).contains("relay_instance=\"r1\"").contains("region=\"eu\""));
  }

  @Test
  void showsWhatNeverHappenedAsZeroSoThatTheFirstTimeIsAGrowth() {
    assertThat(export("-f", "text", SAMPLES).out())
        .contains("moq_qlog_findings_total{rule=\"blackout\",severity=\"critical\"} 0.0")
        .contains("moq_qlog_trace_parse_errors_total 0.0")
        .contains("moq_qlog_connections_skipped_total{reason=\"unreadable\"} 0.0");
  }

  @Test
  void showsMetricsOfRelaysOnlyIfAsked() {
    assertThat(export(SAMPLES).out()).doesNotContain("moq_relay_");
    assertThat(export(SAMPLES).out()).doesNotContain("moq_qlog_watch_");
    assertThat(export("--emit-relay-metrics", SAMPLES).out())
        .contains("moq_relay_connections_total 5.0")
        .contains("moq_relay_app_bytes_sent_total");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--label connection_id=a; Unknown label 'connection_id'; there are",
        "--label region=; The label region has no value",
        "--step 10; --step goes with --backfill",
        "--backfill --step 0; must be from 1 to 3600 seconds: 0",
        "--backfill -f text; --backfill writes openmetrics",
        "--job a; --job and --token-file go with --pushgateway",
        "--pushgateway nowhere; want http://HOST:PORT, not nowhere",
        "--pushgateway http://a:1 --backfill; goes with neither --backfill"
      })
  void saysWhatIsWrongWithTheCommandLine(String options, String message) {
    List<String> arguments = new ArrayList<>(List.of(options.split(" ")));
    arguments.add(SAMPLES);

    Cli.Result result = export(arguments.toArray(String[]::new));

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains(message.strip());
  }

  @Test
  void namesWhatWasSkippedAndCountsIt() throws IOException {
    Files.writeString(directory.resolve("a.txt"), "no log");
    Files.writeString(directory.resolve("b.qlog"), "");

    Cli.Result result = export(directory.toString(), SAMPLES);

    assertThat(result.code()).isEqualTo(ExitCode.PARTIAL);
    assertThat(result.err()).contains("a.txt: this is not a qlog file").contains("b.qlog");
    assertThat(result.out())
        .contains("moq_qlog_connections_skipped_total{reason=\"empty\"} 1.0")
        .contains("moq_qlog_connections_skipped_total{reason=\"not_qlog\"} 1.0")
        .contains("moq_qlog_last_run_success 0.0");
  }

  @Test
  void pushesTextInPlaceOfWhatWasThere() throws IOException {
    List<String> requests = new ArrayList<>();
    List<String> bodies = new ArrayList<>();
    AtomicInteger status = new AtomicInteger(202);
    HttpServer gateway =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestMethod()
                  + ' '
                  + exchange.getRequestURI().getRawPath()
                  + ' '
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] answer = "pushed metrics are invalid".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status.get(), answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    gateway.start();
    String url = "http://127.0.0.1:" + gateway.getAddress().getPort();
    try {
      Path token = Files.writeString(directory.resolve("token"), "s3cret\n");
      Cli.Result pushed =
          export(
              "--pushgateway",
              url + "/",
              "--job",
              "nightly/1",
              "--label",
              "relay_instance=r 1",
              "--token-file",
              token.toString(),
              SAMPLES);
      status.set(400);
      Cli.Result refused = export("--pushgateway", url, SAMPLES);

      assertThat(pushed.code()).as(pushed.err()).isZero();
      assertThat(pushed.out()).isEmpty();
      assertThat(requests)
          .containsExactly(
              "PUT /metrics/job/nightly%2F1/relay_instance/r%201 Bearer s3cret",
              "PUT /metrics/job/qlog-cli null");
      assertThat(sum(bodies.get(0), "moq_qlog_connections_analyzed_total")).isEqualTo(9);
      assertThat(bodies.get(0)).doesNotContain("trace_id");
      assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
      assertThat(refused.err()).contains("answered 400: pushed metrics are invalid");
    } finally {
      gateway.stop(0);
    }
    Cli.Result unreachable = export("--pushgateway", url, SAMPLES);
    assertThat(unreachable.code()).isEqualTo(ExitCode.FAILED);
    assertThat(unreachable.err()).contains("cannot push to " + url);
  }

  @Test
  void fillsInHistoryByTheEndsOfConnections() {
    Cli.Result result = export("--backfill", "--step", "60", SAMPLES);

    assertThat(result.code()).isZero();
    assertThat(result.err())
        .contains("6 of 9 connections are left out: their logs do not tell the time of day");
    List<String> points =
        result
            .out()
            .lines()
            .filter(line -> line.startsWith("moq_qlog_connections_analyzed_total{"))
            .filter(line -> line.contains("\"server\""))
            .map(line -> line.substring(line.indexOf('}') + 2))
            .toList();
    // They ended at 09:43:04.55 and 09:44:16.39.
    assertThat(points.get(0)).isEqualTo("0.0 1795340580.000");
    assertThat(points.get(1)).isEqualTo("1.0 1795340640.000");
    assertThat(points.get(2)).isEqualTo("2.0 1795340700.000");
    assertThat(points).allSatisfy(point -> assertThat(point).matches("\\d\\.0 \\d+\\.000"));
    assertThat(result.out()).endsWith("# EOF\n").doesNotContain("trace_id");
    assertThat(result.out().lines().filter(line -> line.startsWith("# TYPE")))
        .doesNotHaveDuplicates();
  }
}
