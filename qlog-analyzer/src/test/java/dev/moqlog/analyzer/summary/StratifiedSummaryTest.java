package dev.moqlog.analyzer.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class StratifiedSummaryTest {

  private static ConnectionSummary by(String producer, long events) {
    ConnectionSummary.Builder builder = new ConnectionSummary.Builder("c", "file", 0);
    builder.producer = Optional.ofNullable(producer);
    builder.events = events;
    return builder.build();
  }

  @Test
  void connectionsAreGroupedAndThoseThatDoNotTellAreUnknown() {
    StratifiedSummary summary = new StratifiedSummary(Stratum.PRODUCER);
    summary.add(by("quiche", 1));
    summary.add(by("quiche", 2));
    summary.add(by("quic-go", 4));
    summary.add(by(null, 8));

    assertThat(summary.groups()).containsOnlyKeys("quic-go", "quiche", Stratum.UNKNOWN);
    assertThat(summary.groups().get("quiche").connections()).isEqualTo(2);
    assertThat(summary.groups().get("quiche").events()).isEqualTo(3);
    assertThat(summary.groups().get(Stratum.UNKNOWN).events()).isEqualTo(8);
  }

  @Test
  void mergingGivesWhatAddingAllGives() {
    StratifiedSummary first = new StratifiedSummary(Stratum.PRODUCER);
    first.add(by("a", 1));
    first.add(by("b", 2));
    StratifiedSummary second = new StratifiedSummary(Stratum.PRODUCER);
    second.add(by("b", 4));
    second.add(by("c", 8));

    first.merge(second);

    assertThat(first.groups()).containsOnlyKeys("a", "b", "c");
    assertThat(first.groups().get("b").events()).isEqualTo(6);
    assertThat(second.groups().get("b").events()).isEqualTo(4);
  }

  @Test
  void groupsWithoutEndAreOneOther() {
    StratifiedSummary summary = new StratifiedSummary(Stratum.PRODUCER);
    for (int i = 0; i < 2 * StratifiedSummary.MAX_GROUPS; i++) {
      summary.add(by("name " + i, 1));
    }

    assertThat(summary.groups()).hasSize(StratifiedSummary.MAX_GROUPS + 1);
    assertThat(summary.groups().get(StratifiedSummary.OTHER).events())
        .isEqualTo(StratifiedSummary.MAX_GROUPS);
  }

  @Test
  void whatIsGroupedDifferentlyIsNotMerged() {
    assertThatThrownBy(
            () ->
                new StratifiedSummary(Stratum.ALPN).merge(new StratifiedSummary(Stratum.PRODUCER)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("alpn");
  }
}
