package dev.moqlog.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.cli.render.Sparkline.Combining;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparklineTest {

  private static final double UNKNOWN = Double.NaN;

  @Test
  void drawsTheSmallestLowAndTheLargestHigh() {
    assertThat(Sparkline.of(new double[] {0, 1, 2, 3, 4, 5, 6, 7}, 0, 7, true))
        .isEqualTo("\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588");
  }

  @Test
  void usesOnlyAsciiWhereNothingElseCanBeShown() {
    String line = Sparkline.of(new double[] {0, 1, 2, 3, 4, 5, 6, 7}, 0, 7, false);

    assertThat(line).hasSize(8).isPrintable().matches("\\p{ASCII}+").startsWith("_").endsWith("#");
  }

  @Test
  void leavesOutWhatIsUnknown() {
    assertThat(Sparkline.of(new double[] {1, UNKNOWN, 2}, 0, 2, false)).matches("\\S \\S");
  }

  @Test
  void drawsAConstantAsTheLowestLine() {
    assertThat(Sparkline.of(new double[] {5, 5}, 5, 5, false)).isEqualTo("__");
  }

  @Test
  void keepsToTheScaleWhateverTheNumbers() {
    double[] values = {-1e300, Double.NEGATIVE_INFINITY, 1e300, Double.POSITIVE_INFINITY};

    assertThat(Sparkline.of(values, 0, 1, false)).isEqualTo("__##");
  }

  @Test
  void combinesStepsThatShareAColumn() {
    double[] values = {1, 3, UNKNOWN, 5, UNKNOWN, UNKNOWN};

    assertThat(Sparkline.fit(values, 3, Combining.MAX)).containsExactly(3, 5, UNKNOWN);
    assertThat(Sparkline.fit(values, 3, Combining.MEAN)).containsExactly(2, 5, UNKNOWN);
    assertThat(Sparkline.fit(values, 3, Combining.SUM)).containsExactly(4, 5, UNKNOWN);
  }

  @Test
  void everyStepIsInExactlyOneColumn() {
    for (int steps = 1; steps < 50; steps++) {
      double[] ones = new double[steps];
      Arrays.fill(ones, 1);
      for (int columns = 1; columns <= steps; columns++) {
        double[] drawn = Sparkline.fit(ones, columns, Combining.SUM);
        assertThat(drawn).hasSize(columns);
        assertThat(Arrays.stream(drawn).sum()).isEqualTo(steps);
      }
    }
  }

  @Test
  void fewStepsAreStretched() {
    assertThat(Sparkline.fit(new double[] {1, 2}, 4, Combining.MEAN)).containsExactly(1, 1, 2, 2);
    assertThat(Sparkline.fit(new double[0], 4, Combining.MEAN)).isEmpty();
  }

  @Test
  void aGroupHasRangesAndATimeAxisInTheWidthThereIs() {
    CardLines card = new CardLines(new Style(60, false, true));
    double[] rtt = new double[500];
    for (int i = 0; i < rtt.length; i++) {
      rtt[i] = 50e6 + i * 1e5;
    }
    SeriesGroup.add(
        card,
        List.of(
            new Series("RTT", rtt, Combining.MAX, false, Text::duration),
            new Series("loss", new double[] {UNKNOWN}, Combining.SUM, true, Text::duration)),
        0,
        10_000_000_000L);

    assertThat(card.lines()).hasSize(2);
    assertThat(card.lines().get(0))
        .startsWith("RTT          \u2581")
        .endsWith("50.00 ms to 99.90 ms");
    assertThat(card.lines().get(1)).startsWith("             0 s ").endsWith(" 10.00 s");
    assertThat(card.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
  }

  @Test
  void aGroupOfWhichNothingIsKnownIsNotThere() {
    CardLines card = new CardLines(Diagnosed.PLAIN);
    SeriesGroup.add(card, List.of(), 0, 1);

    assertThat(card.lines()).isEmpty();
  }
}
