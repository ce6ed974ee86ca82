package dev.moqlog.cli.render;

import static dev.moqlog.cli.render.Diagnosed.SECOND;
import static dev.moqlog.cli.render.Diagnosed.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.TimeSeries;
import dev.moqlog.analyzer.summary.TimeSeries.Bucket;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ConnectionSeriesTest {

  @Test
  void drawsWhatThereIsOnTheTimeOfTheConnection() {
    CardLines card = new CardLines(new Style(60, false, false));
    ConnectionSummary.Builder connection = Diagnosed.connection("a");
    connection.series =
        Optional.of(
            new TimeSeries(
                SECOND, START / SECOND, List.of(bucket(50, 125_000), bucket(90, 250_000))));
    ConnectionSeries.add(card, connection.build());

    assertThat(card.lines().get(0)).startsWith("RTT          _").endsWith("50.00 ms to 90.00 ms");
    assertThat(card.lines().get(1))
        .startsWith("goodput out  ")
        .endsWith("1.000 Mbit/s to 2.000 Mbit/s");
    assertThat(card.lines().get(2)).startsWith("             0 s ").endsWith(" 2.000 s");
    assertThat(card.lines()).hasSize(3);
  }

  @Test
  void aConnectionWithoutSeriesHasNone() {
    CardLines card = new CardLines(Diagnosed.PLAIN);
    ConnectionSeries.add(card, Diagnosed.connection("a").build());

    assertThat(card.lines()).isEmpty();
  }

  private static Bucket bucket(long rttMillis, long acknowledgedBytes) {
    OptionalLong rtt = OptionalLong.of(rttMillis * 1_000_000);
    return new Bucket(
        1,
        acknowledgedBytes,
        0,
        0,
        acknowledgedBytes,
        0,
        0,
        0,
        1,
        rtt.getAsLong(),
        rtt,
        rtt,
        OptionalLong.empty(),
        OptionalLong.empty());
  }
}
