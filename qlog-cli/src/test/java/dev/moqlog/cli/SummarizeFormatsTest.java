package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SummarizeFormatsTest {

  private static final String SAMPLES = Cli.SAMPLES.toString();

  @Test
  void jsonHasTotalsThenConnectionsInTheOrderOfTheInput() {
    JsonNode report = Cli.run("summarize", "-f", "json", SAMPLES).json();

    assertThat(fields(report))
        .containsExactly("schema_version", "totals", "connections", "damaged_sources");
    assertThat(report.get("schema_version").asInt()).isEqualTo(1);
    assertThat(texts(report.get("connections"), "source")).hasSize(9).isSorted();
  }

  @Test
  void totalsAreTheSumsOfTheConnections() {
    JsonNode report = Cli.run("summarize", "-f", "json", SAMPLES).json();

    for (String path :
        List.of(
            "/events",
            "/packets/sent",
            "/packets/received",
            "/packets/sent_bytes",
            "/loss/declared",
            "/loss/inferred",
            "/loss/unresolved",
            "/loss/lost_in_flight",
            "/loss/sent_in_flight",
            "/retransmit/stream_bytes_sent",
            "/retransmit/stream_bytes_retransmitted",
            "/retransmit/crypto_bytes_sent")) {
      long sum = 0;
      for (JsonNode connection : report.get("connections")) {
        sum += connection.at(path).asLong();
      }
      assertThat(report.get("totals").at(path).asLong()).as(path).isEqualTo(sum).isPositive();
    }
    assertThat(report.at("/totals/connections").asInt()).isEqualTo(9);
    assertThat(report.at("/totals/rtt_ms/samples").asLong())
        .isEqualTo(sum(report.get("connections"), "/rtt_ms/samples"));
  }

  @Test
  void connectionsHaveTheFieldsOfTheContractInOrder() {
    JsonNode connection = connectionOf("f4afe7b8bf09e214d5f556cde43de8938f");

    assertThat(fields(connection))
        .containsExactly(
            "schema_version",
            "connection_id",
            "source",
            "trace_index",
            "vantage_point",
            "producer",
            "qlog_version",
            "start_time",
            "duration_ms",
            "events",
            "flags",
            "corrections",
            "skipped",
            "rtt_ms",
            "packets",
            "loss",
            "retransmit",
            "delivery",
            "congestion",
            "blocked",
            "streams",
            "reorder",
            "acks",
            "handshake",
            "close",
            "paths",
            "mtu",
            "probe_timeouts",
            "drops",
            "key_updates",
            "findings");
    assertThat(fields(connection.get("rtt_ms")))
        .containsExactly(
            "source",
            "samples",
            "min",
            "mean",
            "p50",
            "p90",
            "p95",
            "p99",
            "max",
            "jitter",
            "smoothed_last",
            "below_resolution");
    assertThat(fields(connection.get("packets")))
        .containsExactly(
            "sent", "received", "received_duplicate", "dropped", "sent_bytes", "received_bytes");
    assertThat(fields(connection.get("loss")))
        .containsExactly(
            "source",
            "declared",
            "spurious",
            "net",
            "inferred",
            "unresolved",
            "ack_only_missing",
            "mtu_probes",
            "ack_eliciting",
            "lost_in_flight",
            "sent_in_flight",
            "by_trigger",
            "ratio",
            "net_ratio",
            "bytes",
            "byte_ratio");
    assertThat(fields(connection.get("retransmit")))
        .containsExactly(
            "source",
            "stream_bytes_sent",
            "stream_bytes_retransmitted",
            "crypto_bytes_sent",
            "crypto_bytes_retransmitted",
            "ratio");
  }

  @Test
  void numbersAreInTheUnitsTheirNamesSay() {
    JsonNode connection = connectionOf("f4afe7b8bf09e214d5f556cde43de8938f");

    assertThat(connection.get("start_time").asText()).startsWith("2026-11-22T09:44:12.155");
    assertThat(connection.get("duration_ms").asDouble()).isBetween(4232.0, 4233.0);
    assertThat(connection.at("/rtt_ms/min").asDouble()).isBetween(51.386, 51.388);
    assertThat(connection.at("/loss/ratio").asDouble()).isBetween(0.0301, 0.0302);
  }

  @Test
  void whatIsUnknownIsLeftOut() {
    JsonNode connection = connectionOf("ab9aac9cfdc59c7b985a313e284425a9");

    assertThat(fields(connection)).doesNotContain("start_time");
    assertThat(fields(connection.get("loss"))).doesNotContain("counted", "net_ratio");
  }

  @Test
  void ndjsonHasOneConnectionALineWithTheSameFieldsAsJson() {
    JsonNode report = Cli.run("summarize", "-f", "json", SAMPLES).json();
    String[] lines = Cli.run("summarize", "-f", "ndjson", SAMPLES).out().split("\n");

    assertThat(lines).hasSize(9);
    for (int i = 0; i < lines.length; i++) {
      JsonNode line = Cli.parse(lines[i]);
      assertThat(line.get("schema_version").asInt()).isEqualTo(1);
      ((ObjectNode) line).remove("schema_version");
      assertThat(line).isEqualTo(report.get("connections").get(i));
    }
  }

  @Test
  void csvHasTheSameValuesAsNdjson() {
    String[] lines = Cli.run("summarize", "-f", "ndjson", SAMPLES).out().split("\n");
    List<NamedCsvRecord> rows =
        CsvReader.builder()
            .ofNamedCsvRecord(Cli.run("summarize", "-f", "csv", SAMPLES).out())
            .stream()
            .toList();

    assertThat(rows).hasSize(lines.length);
    for (int i = 0; i < lines.length; i++) {
      Map<String, String> expected = new TreeMap<>();
      ObjectNode line = (ObjectNode) Cli.parse(lines[i]);
      line.remove(List.of("delivery", "congestion", "blocked", "streams", "reorder", "acks"));
      for (String part : List.of("rule", "severity")) {
        expected.put("findings_" + part, String.join(" ", texts(line.get("findings"), part)));
      }
      line.remove("findings");
      flatten("", line, expected);
      expected.remove("schema_version");
      Map<String, String> actual = new TreeMap<>(rows.get(i).getFieldsAsMap());
      actual.values().removeIf(String::isEmpty);
      expected.values().removeIf(String::isEmpty);
      // Lists and minor numbers have no column.
      expected.keySet().retainAll(rows.get(i).getHeader());
      assertThat(actual).isEqualTo(expected);
    }
  }

  @Test
  void theNumberOfThreadsNeverShows() {
    for (String format : List.of("table", "json", "ndjson", "csv")) {
      assertThat(Cli.run("summarize", "-f", format, "--threads", "4", SAMPLES))
          .isEqualTo(Cli.run("summarize", "-f", format, "--threads", "1", SAMPLES));
    }
  }

  private static JsonNode connectionOf(String id) {
    String directory = Cli.SAMPLES.resolve(id).toString();
    String out = Cli.run("summarize", "-f", "ndjson", "--top", "1", directory).out();
    return Cli.parse(out);
  }

  private static void flatten(String name, JsonNode node, Map<String, String> flat) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field ->
                  flatten(
                      name.isEmpty() ? field.getKey() : name + "_" + field.getKey(),
                      field.getValue(),
                      flat));
    } else if (node.isArray()) {
      List<String> elements = new ArrayList<>();
      node.forEach(element -> elements.add(element.asText()));
      flat.put(name, String.join(" ", elements));
    } else {
      flat.put(name, node.isNumber() ? node.decimalValue().toPlainString() : node.asText());
    }
  }

  private static List<String> fields(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode array, String field) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.get(field).asText()));
    return texts;
  }

  private static long sum(JsonNode array, String path) {
    long sum = 0;
    for (JsonNode element : array) {
      sum += element.at(path).asLong();
    }
    return sum;
  }
}
