package dev.moqlog.analyzer.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantileSketchTest {

  private static final double[] SHARES = {0, 0.001, 0.01, 0.1, 0.5, 0.9, 0.95, 0.99, 0.999, 1};

  private static QuantileSketch sketch(long... values) {
    QuantileSketch sketch = new QuantileSketch();
    for (long value : values) {
      sketch.add(value);
    }
    return sketch;
  }

  private static QuantileSketch merged(QuantileSketch... parts) {
    QuantileSketch whole = new QuantileSketch();
    for (QuantileSketch part : parts) {
      whole.merge(part);
    }
    return whole;
  }

  /** All that a sketch tells. */
  private static List<Object> told(QuantileSketch sketch) {
    List<Object> told = new ArrayList<>();
    Collections.addAll(told, sketch.count(), sketch.sum(), sketch.min(), sketch.max());
    told.add(sketch.mean());
    for (int i = 0; i <= 2_000; i++) {
      told.add(sketch.quantile(i / 2_000.0));
    }
    return told;
  }

  /** Values over many orders of magnitude, some of them equal. */
  private static long[] randomValues(Random random) {
    long[] values = new long[1 + random.nextInt(3_000)];
    int bits = 1 + random.nextInt(50);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextLong() >>> (63 - random.nextInt(bits)) >>> 1;
    }
    return values;
  }

  private static long nearestRank(long[] sorted, double share) {
    return sorted[(int) Math.max(1, Math.ceil(share * sorted.length)) - 1];
  }

  @Test
  void quantilesAreTheNearestRankWithinTheErrorBound() {
    for (int seed = 0; seed < 60; seed++) {
      long[] values = randomValues(new Random(seed));
      QuantileSketch sketch = sketch(values);
      Arrays.sort(values);
      for (double share : SHARES) {
        assertThat((double) sketch.quantile(share).orElseThrow())
            .as("seed %d, share %s", seed, share)
            .isCloseTo(nearestRank(values, share), Percentage.withPercentage(0.8));
      }
      assertThat(sketch.min()).hasValue(values[0]);
      assertThat(sketch.max()).hasValue(values[values.length - 1]);
      assertThat(sketch.quantile(0)).hasValue(values[0]);
      assertThat(sketch.quantile(1)).hasValue(values[values.length - 1]);
      assertThat(sketch.count()).isEqualTo(values.length);
      assertThat(sketch.sum()).isEqualTo(Arrays.stream(values).sum());
      assertThat(sketch.mean()).hasValue(Arrays.stream(values).sum() / values.length);
    }
  }

  /** Values 2 % apart never share a bucket of 1/128 of their size. */
  @Test
  void quantilesAreExactWhereEveryBucketHasOneValue() {
    long[] distinct = new long[400];
    distinct[0] = 1_000_000;
    for (int i = 1; i < distinct.length; i++) {
      distinct[i] = distinct[i - 1] + distinct[i - 1] / 50;
    }
    Random random = new Random(3);
    long[] values = new long[5_000];
    Arrays.setAll(values, i -> distinct[random.nextInt(distinct.length)]);
    QuantileSketch sketch = sketch(values);
    Arrays.sort(values);
    for (int i = 0; i <= 1_000; i++) {
      assertThat(sketch.quantile(i / 1_000.0)).hasValue(nearestRank(values, i / 1_000.0));
    }
  }

  @Test
  void smallIntegersAreExact() {
    Random random = new Random(4);
    long[] values = random.longs(4_000, 0, QuantileSketch.BUCKETS_PER_OCTAVE).toArray();
    QuantileSketch sketch = sketch(values);
    Arrays.sort(values);
    for (double share : SHARES) {
      assertThat(sketch.quantile(share)).hasValue(nearestRank(values, share));
    }
  }

  @Test
  void anySplitInAnyOrderTellsTheSame() {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      long[] values = randomValues(random);
      QuantileSketch[] parts = new QuantileSketch[1 + random.nextInt(6)];
      Arrays.setAll(parts, i -> new QuantileSketch());
      for (long value : values) {
        parts[random.nextInt(parts.length)].add(value);
      }
      List<QuantileSketch> shuffled = new ArrayList<>(List.of(parts));
      Collections.shuffle(shuffled, random);
      assertThat(told(merged(shuffled.toArray(QuantileSketch[]::new))))
          .as("seed " + seed)
          .isEqualTo(told(sketch(values)));
    }
  }

  @Test
  void mergingIsAssociativeAndCommutativeWithTheEmptySketchAsIdentity() {
    Random random = new Random(5);
    QuantileSketch a = sketch(randomValues(random));
    QuantileSketch b = sketch(randomValues(random));
    QuantileSketch c = sketch(randomValues(random));
    List<Object> before = told(b);
    assertThat(told(merged(merged(a, b), c))).isEqualTo(told(merged(a, merged(b, c))));
    assertThat(told(merged(a, b))).isEqualTo(told(merged(b, a)));
    assertThat(told(merged(new QuantileSketch(), b))).isEqualTo(before);
    assertThat(told(b)).isEqualTo(before);
  }

  @Test
  void theLargestValuesSaturateTheSumOnly() {
    QuantileSketch sketch = sketch(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 1);
    assertThat(sketch.sum()).isEqualTo(Long.MAX_VALUE);
    assertThat(sketch.min()).hasValue(Long.MAX_VALUE - 1);
    assertThat(sketch.max()).hasValue(Long.MAX_VALUE);
    assertThat(told(merged(sketch, sketch, sketch)))
        .isEqualTo(told(merged(sketch, merged(sketch, sketch))));
  }

  @Test
  void anEmptySketchHasNoQuantiles() {
    QuantileSketch sketch = new QuantileSketch();
    assertThat(sketch.count()).isZero();
    assertThat(sketch.quantile(0.5)).isEmpty();
    assertThat(sketch.mean()).isEmpty();
    assertThat(sketch.min()).isEmpty();
    assertThat(sketch.max()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void sharesOutsideZeroToOneAreRefused(double share) {
    assertThatThrownBy(() -> sketch(1).quantile(share))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void negativeValuesAreRefusedAndLeaveNoTrace() {
    QuantileSketch sketch = new QuantileSketch();
    assertThatThrownBy(() -> sketch.add(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(told(sketch)).isEqualTo(told(new QuantileSketch()));
  }

  @Test
  void meanAndQuantilesStayAmongTheValuesIfTheirSumDoesNotFit() {
    QuantileSketch sketch = new QuantileSketch();
    for (int i = 0; i < 100; i++) {
      sketch.add((1L << 62) + i);
    }
    assertThat(sketch.mean().orElseThrow()).isBetween(1L << 62, (1L << 62) + 99);
    assertThat(sketch.quantile(0.5).orElseThrow()).isBetween(1L << 62, (1L << 62) + 99);
  }

  private static List<long[]> handedOut(QuantileSketch sketch) {
    List<long[]> values = new ArrayList<>();
    sketch.forEach((value, times) -> values.add(new long[] {value, times}));
    return values;
  }

  @Test
  void allValuesAreHandedOutAscendingWithTheirExactNumberAndSum() {
    for (int seed = 0; seed < 60; seed++) {
      long[] values = randomValues(new Random(seed));
      List<long[]> handed = handedOut(sketch(values));
      Arrays.sort(values);
      assertThat(handed.stream().mapToLong(each -> each[1]).sum()).isEqualTo(values.length);
      assertThat(handed.stream().mapToLong(each -> each[0] * each[1]).sum())
          .isEqualTo(Arrays.stream(values).sum());
      long last = -1;
      int rank = 0;
      for (long[] each : handed) {
        assertThat(each[1]).isPositive();
        assertThat(each[0]).isGreaterThan(last);
        last = each[0];
        assertThat((double) each[0]).isCloseTo(values[rank], Percentage.withPercentage(0.8));
        rank += (int) each[1];
      }
    }
    assertThat(handedOut(new QuantileSketch())).isEmpty();
  }

  @Test
  void valuesWhoseSumDoesNotFitAreHandedOutWithinTheirBucket() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      long[] values = new long[2 + random.nextInt(300)];
      Arrays.setAll(values, i -> random.nextLong() >>> 1 + random.nextInt(4));
      values[0] = Long.MAX_VALUE;
      values[1] = Long.MAX_VALUE;
      List<long[]> handed = handedOut(sketch(values));
      Arrays.sort(values);
      assertThat(handed.stream().mapToLong(each -> each[1]).sum()).isEqualTo(values.length);
      long last = -1;
      int rank = 0;
      for (long[] each : handed) {
        assertThat(each[0]).isGreaterThan(last).isBetween(values[0], Long.MAX_VALUE);
        assertThat((double) each[0]).isCloseTo(values[rank], Percentage.withPercentage(0.8));
        last = each[0];
        rank += (int) each[1];
      }
    }
  }
}
