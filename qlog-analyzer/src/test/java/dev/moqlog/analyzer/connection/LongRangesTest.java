package dev.moqlog.analyzer.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongRangesTest {

  private static long count(BitSet model, int first, int last) {
    return model.get(first, last + 1).cardinality();
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 200, 5_000})
  void randomAddsMatchASetOfNumbers(int universe) {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      LongRanges ranges = new LongRanges();
      BitSet model = new BitSet();
      for (int step = 0; step < 300; step++) {
        int first = random.nextInt(universe);
        int last = Math.min(universe, first + random.nextInt(1 + universe / 10));
        String where = "seed " + seed + " step " + step + ": " + first + ".." + last;

        BitSet added = new BitSet();
        long common = count(model, first, last);
        assertThat(ranges.overlap(first, last)).as(where).isEqualTo(common);
        assertThat(ranges.add(first, last, (from, to) -> mark(added, from, to)))
            .as(where)
            .isEqualTo(last - first + 1 - common);
        BitSet expected = new BitSet();
        expected.set(first, last + 1);
        expected.andNot(model);
        assertThat(added).as(where).isEqualTo(expected);

        model.set(first, last + 1);
        int probe = random.nextInt(universe + 2);
        assertThat(ranges.contains(probe)).as(where).isEqualTo(model.get(probe));
      }
      for (int number = 0; number < universe + 2; number++) {
        assertThat(ranges.contains(number)).as("seed " + seed).isEqualTo(model.get(number));
      }
      assertThat(ranges.overlap(0, universe + 1)).isEqualTo(model.cardinality());
      assertThat(ranges.approximate()).isFalse();
    }
  }

  private static void mark(BitSet added, long from, long to) {
    assertThat(added.get((int) from, (int) to + 1).isEmpty()).as("handed over twice").isTrue();
    added.set((int) from, (int) to + 1);
  }

  @Test
  void anEmptySetHasNothing() {
    LongRanges ranges = new LongRanges();
    assertThat(ranges.contains(0)).isFalse();
    assertThat(ranges.overlap(0, Long.MAX_VALUE)).isZero();
  }

  @Test
  void anAddedNumberIsNotNewASecondTime() {
    LongRanges ranges = new LongRanges();
    assertThat(ranges.add(7)).isTrue();
    assertThat(ranges.add(7)).isFalse();
    assertThat(ranges.add(0)).isTrue();
    assertThat(ranges.add(8)).isTrue();
  }

  @Test
  void theLargestNumbersOfQuicFit() {
    LongRanges ranges = new LongRanges();
    long largest = (1L << 62) - 1;
    assertThat(ranges.add(0, largest)).isEqualTo(1L << 62);
    assertThat(ranges.overlap(largest, largest)).isEqualTo(1);
    assertThat(ranges.add(largest - 5, largest)).isZero();
  }

  @Test
  void atTheLimitOnlyLowGapsAreForgotten() {
    LongRanges ranges = new LongRanges();
    int total = 2 * LongRanges.MAX_RANGES;
    for (int i = 0; i < total; i++) {
      assertThat(ranges.add(2L * i)).isTrue();
    }
    assertThat(ranges.approximate()).isTrue();
    for (int i = 0; i < total; i++) {
      assertThat(ranges.contains(2L * i)).isTrue();
    }
    long highest = 2L * (total - 1);
    for (long gap = highest - 1; gap > highest - LongRanges.MAX_RANGES; gap -= 2) {
      assertThat(ranges.contains(gap)).isFalse();
    }
  }

  @Test
  void exactlyTheLimitIsStillExact() {
    LongRanges ranges = new LongRanges();
    for (int i = 0; i < LongRanges.MAX_RANGES; i++) {
      ranges.add(2L * i);
    }
    assertThat(ranges.approximate()).isFalse();
    assertThat(ranges.contains(1)).isFalse();
    ranges.add(2L * LongRanges.MAX_RANGES);
    assertThat(ranges.approximate()).isTrue();
  }

  @Test
  void lateNumbersBelowTheLimitStayConsistent() {
    LongRanges ranges = new LongRanges();
    int total = LongRanges.MAX_RANGES + LongRanges.MAX_RANGES / 2;
    for (long i = total; i >= 0; i--) {
      ranges.add(2 * i);
      assertThat(ranges.contains(2 * i)).isTrue();
    }
    assertThat(ranges.approximate()).isTrue();
    assertThat(ranges.overlap(0, 2L * total)).isBetween(total + 1L, 2L * total + 1);
  }
}
