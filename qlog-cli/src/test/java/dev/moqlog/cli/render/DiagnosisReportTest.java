package dev.moqlog.cli.render;

import static dev.moqlog.cli.render.Diagnosed.PLAIN;
import static dev.moqlog.cli.render.Diagnosed.RULE;
import static dev.moqlog.cli.render.Diagnosed.finding;
import static dev.moqlog.cli.render.Diagnosed.report;
import static dev.moqlog.cli.render.Diagnosed.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.diagnose.Finding;
import dev.moqlog.analyzer.diagnose.Finding.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagnosisReportTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Finding critical = finding(Severity.CRITICAL, 0.9, "It is over.");
  private final Finding warning = finding(Severity.WARNING, 0.2, "It took longer.");
  private final Finding info = finding(Severity.INFO, 0.1, "It is so.");

  private final DiagnosedConnection[] connections = {
    with("a", warning), with("b", critical, warning), with("c"), with("d", info)
  };

  @Test
  void theTableCountsConnectionsAndPutsTheWorstFirst() throws IOException {
    String table =
        report(
            out -> filtered(new DiagnosisTable(out, worst(10), Severity.WARNING, PLAIN)),
            connections);

    assertThat(table.lines().toList())
        .containsSubsequence(
            "4 connections in 4 files: 2 have a finding above info",
            RULE.label() + "            2  50.00 %         1",
            "  b  logs/b.qlog",
            "worst connections",
            "b  unknown  10.00 s",
            "  logs/b.qlog",
            "  critical  " + RULE.label() + ": It is over.",
            "            2.000 s to 4.000 s, at byte 123456",
            "  warning   " + RULE.label() + ": It took longer.",
            "a  unknown  10.00 s");
    assertThat(table).doesNotContain("It is so.");
  }

  @Test
  void theTableSaysHowManyItLeavesOut() throws IOException {
    String table =
        report(
            out -> filtered(new DiagnosisTable(out, worst(1), Severity.WARNING, PLAIN)),
            connections);

    assertThat(table).contains("1 more; see --top").doesNotContain("\na  unknown");
  }

  @Test
  void theTableSaysPlainlyThatNothingWasFound() throws IOException {
    assertThat(
            report(
                out -> filtered(new DiagnosisTable(out, worst(10), Severity.WARNING, PLAIN)),
                with("c"),
                with("d", info)))
        .isEqualToIgnoringNewLines(
            "2 connections in 2 files: no connection has a finding above info");
  }

  @Test
  void jsonHasTheCountsAndTheConnectionsWithTheirFindings() throws IOException {
    JsonNode json =
        JSON.readTree(
            report(
                out -> filtered(new DiagnosisJson(out, worst(10), Severity.WARNING)), connections));

    assertThat(json.at("/totals/connections").asInt()).isEqualTo(4);
    assertThat(json.at("/totals/connections_with_findings").asInt()).isEqualTo(2);
    assertThat(json.at("/rules/0/rule").asText()).isEqualTo(RULE.label());
    assertThat(json.at("/rules/0/connections").asInt()).isEqualTo(2);
    assertThat(json.at("/rules/0/share").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/rules/0/critical").asInt()).isEqualTo(1);
    assertThat(json.at("/rules/0/worst/0/source").asText()).isEqualTo("logs/b.qlog");
    assertThat(json.at("/connections")).hasSize(2);
    assertThat(json.at("/connections/0/connection_id").asText()).isEqualTo("b");
    assertThat(json.at("/connections/0/findings")).hasSize(2);
  }

  @Test
  void ndjsonHasTheFieldsOfTheContractWithTimesSinceTheStart() throws IOException {
    String[] lines =
        report(
                out -> filtered(new RowReport(new DiagnosisNdjson(out), Selection.inputOrder())),
                connections)
            .split("\n");

    assertThat(lines).hasSize(2);
    assertThat(JSON.readTree(lines[0]))
        .isEqualTo(
            JSON.readTree(
                """
                {"schema_version":1,"connection_id":"a","source":"logs/a.qlog","trace_index":0,
                 "vantage_point":"unknown","duration_ms":10000,"events":100,
                 "findings":[{"rule":"%s","severity":"warning","confidence":"medium","impact":0.2,
                   "start_ms":2000,"end_ms":4000,"text":"It took longer.",
                   "evidence":[{"text":"12 of 100 packets"},
                     {"text":"the longest gap","time_ms":3000,"offset":123456}]}]}
                """
                    .formatted(RULE.label())));
  }

  @Test
  void csvHasALineForEachFinding() throws IOException {
    String csv =
        report(out -> filtered(new RowReport(new DiagnosisCsv(out), worst(10))), connections);
    List<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(csv).stream().toList();

    assertThat(rows)
        .extracting(row -> row.getField("connection_id"))
        .containsExactly("b", "b", "a");
    assertThat(rows.get(0).getField("severity")).isEqualTo("critical");
    assertThat(rows.get(0).getField("start_ms")).isEqualTo("2000");
    assertThat(rows.get(0).getField("offset")).isEqualTo("123456");
  }

  @Test
  void rowsOfASummaryNameRulesAndSeverities() throws IOException {
    String ndjson =
        report(out -> new RowReport(new NdjsonRows(out), Selection.inputOrder()), connections[1]);
    String csv =
        report(out -> new RowReport(new CsvRows(out), Selection.inputOrder()), connections[1]);

    assertThat(JSON.readTree(ndjson).get("findings"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"rule":"%1$s","severity":"critical"},{"rule":"%1$s","severity":"warning"}]
                """
                    .formatted(RULE.label())));
    NamedCsvRecord row =
        CsvReader.builder().ofNamedCsvRecord(csv).stream().findFirst().orElseThrow();
    assertThat(row.getField("findings_rule")).isEqualTo(RULE.label() + " " + RULE.label());
    assertThat(row.getField("findings_severity")).isEqualTo("critical warning");
  }

  @Test
  void totalsOfASummaryCountFindingsAboveInfoByRule() throws IOException {
    assertThat(
            report(
                out -> new TableReport(out, worst(10), "loss", PLAIN, Optional.empty()),
                connections))
        .contains("why         " + RULE.label() + " 2")
        .contains("in 2 of 4 connections; see qlog-cli diagnose");
    assertThat(
            report(
                out -> new TableReport(out, worst(10), "loss", PLAIN, Optional.empty()),
                with("c"),
                with("d")))
        .contains("why         no connection has a finding above info");
  }

  private static Selection worst(int limit) {
    return Selection.worst(DiagnosedConnection.WORST_FIRST, limit);
  }

  private static Report filtered(Report report) {
    return new FindingFilter(report, finding -> finding.severity() != Severity.INFO);
  }
}
