package dev.moqlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** {@code summarize --by}, over the traces in samples. */
class SummarizeGroupsTest {

  @Test
  void groupsAddUpToTheTotals() {
    Cli.Result result =
        Cli.run("summarize", "-f", "json", "--by", "producer", Cli.SAMPLES.toString());

    JsonNode report = result.json();
    assertThat(result.code()).isZero();
    assertThat(report.get("grouped_by").asText()).isEqualTo("producer");
    long connections = 0;
    long sent = 0;
    for (JsonNode group : report.get("groups")) {
      assertThat(group.get("group").asText()).isIn("ngtcp2", "quic-go", "quiche");
      connections += group.get("connections").asLong();
      sent += group.get("packets").get("sent").asLong();
    }
    assertThat(connections).isEqualTo(report.get("totals").get("connections").asLong());
    assertThat(sent).isEqualTo(report.get("totals").get("packets").get("sent").asLong());
  }

  @Test
  void theTableShowsEachGroupWithItsNumbers() {
    Cli.Result result = Cli.run("summarize", "--by", "vantage-point", Cli.SAMPLES.toString());

    assertThat(result.out()).contains("by vantage_point", "client", "server");
  }

  @Test
  void anUnknownPropertyIsNamedWithThoseThereAre() {
    Cli.Result result = Cli.run("summarize", "--by", "colour", Cli.SAMPLES.toString());

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("colour", "vantage_point", "quic_version");
  }
}
