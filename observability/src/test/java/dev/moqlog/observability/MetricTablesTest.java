package dev.moqlog.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.observability.MetricTables.Group;
import org.junit.jupiter.api.Test;

class MetricTablesTest {

  @Test
  void aTableIsWrittenBetweenItsMarks() {
    String page =
        "before\n" + Group.CLIENT.begin() + "something old\n" + Group.CLIENT.end() + "after\n";

    String updated = MetricTables.update(page);

    assertThat(updated).startsWith("before\n").endsWith("after\n").doesNotContain("something old");
    assertThat(updated)
        .contains(
            "| `moq_client_connections_total` | counter | Connections made, by what carries them |"
                + " `transport`, `codec`, `track_type` |\n")
        .doesNotContain("moq_relay_");
    assertThat(MetricTables.update(updated)).isEqualTo(updated);
  }

  @Test
  void aPageWithoutMarksStaysAsItIs() {
    assertThat(MetricTables.update("| metric |\n")).isEqualTo("| metric |\n");
  }
}
