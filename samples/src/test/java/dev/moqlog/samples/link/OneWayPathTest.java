package dev.moqlog.samples.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OneWayPathTest {
  private static final LinkConditions PLAIN = LinkConditions.delayedBy(Duration.ofMillis(20));
  private static final long MILLISECOND = 1_000_000;
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  @Test
  void delaysEachDatagramAlike() {
    OneWayPath path = new OneWayPath(PLAIN, 1, NO_LIMIT);

    assertThat(path.receive(1_200, 0)).isEqualTo(20 * MILLISECOND);
    assertThat(path.receive(1, 5)).isEqualTo(20 * MILLISECOND + 5);
  }

  @Test
  void losesTheShareAskedFor() {
    OneWayPath path = new OneWayPath(PLAIN.withLoss(0.01), 7, NO_LIMIT);

    IntStream.range(0, 100_000).forEach(i -> path.receive(1_000, i));

    assertThat(path.counters().lost()).isCloseTo(1_000, within(100L));
    assertThat(path.counters().inTransit()).isEqualTo(100_000 - path.counters().lost());
  }

  @Test
  void losesTheSameDatagramsForTheSameSeed() {
    LinkConditions lossy = PLAIN.withLoss(0.1);

    assertThat(lost(lossy, 7)).isEqualTo(lost(lossy, 7)).isNotEqualTo(lost(lossy, 8));
  }

  @Test
  void losesTheSameDatagramsWhateverElseHappens() {
    LinkConditions lossy = PLAIN.withLoss(0.1);
    LinkConditions reordering = lossy.withReordering(0.3, Duration.ofMillis(1));

    assertThat(lost(reordering, 7)).isEqualTo(lost(lossy, 7));
  }

  @Test
  void losesAllOrNothing() {
    OneWayPath none = new OneWayPath(PLAIN.withLoss(0), 7, NO_LIMIT);
    OneWayPath all = new OneWayPath(PLAIN.withLoss(1), 7, NO_LIMIT);

    IntStream.range(0, 1_000).forEach(i -> none.receive(1, i));
    IntStream.range(0, 1_000).forEach(i -> all.receive(1, i));

    assertThat(none.counters().lost()).isZero();
    assertThat(all.counters().lost()).isEqualTo(1_000);
  }

  @Test
  void holdsBackTheShareAskedFor() {
    OneWayPath path = new OneWayPath(PLAIN.withReordering(0.1, Duration.ofMillis(5)), 7, NO_LIMIT);

    long heldBack =
        IntStream.range(0, 10_000)
            .mapToLong(i -> path.receive(1_000, i) - i)
            .filter(delay -> delay == 25 * MILLISECOND)
            .count();

    assertThat(heldBack).isCloseTo(1_000, within(100L));
  }

  @Test
  void transmitsAtTheRateAndDropsWhatDoesNotFitTheQueue() {
    // 1,000 bytes a millisecond, and room for five such datagrams.
    OneWayPath path = new OneWayPath(PLAIN.withRate(8_000_000, 5_000), 1, NO_LIMIT);

    List<Long> arrivals = IntStream.range(0, 6).mapToObj(i -> path.receive(1_000, 0)).toList();
    long later = path.receive(1_000, 3 * MILLISECOND);
    long afterAPause = path.receive(1_000, 100 * MILLISECOND);

    assertThat(arrivals)
        .containsExactly(
            21 * MILLISECOND,
            22 * MILLISECOND,
            23 * MILLISECOND,
            24 * MILLISECOND,
            25 * MILLISECOND,
            OneWayPath.NEVER);
    assertThat(later).isEqualTo(26 * MILLISECOND);
    assertThat(afterAPause).isEqualTo(121 * MILLISECOND);
    assertThat(path.counters().overflowed()).isEqualTo(1);
  }

  @Test
  void dropsWhatIsTooMuchInTransit() {
    OneWayPath path = new OneWayPath(PLAIN, 1, 2);

    path.receive(1, 0);
    path.receive(1, 0);
    assertThat(path.receive(1, 0)).isEqualTo(OneWayPath.NEVER);
    path.forwarded(1);
    assertThat(path.receive(1, 0)).isNotEqualTo(OneWayPath.NEVER);
  }

  @Test
  void countsEachDatagramOnce() {
    OneWayPath path = new OneWayPath(PLAIN.withLoss(0.5), 3, 20);

    long arriving =
        LongStream.range(0, 100).filter(i -> path.receive(10, i) != OneWayPath.NEVER).count();
    path.forwarded(10);
    path.notSent();

    LinkCounters counters = path.counters();
    assertThat(arriving).isEqualTo(20);
    assertThat(counters.received()).isEqualTo(100);
    assertThat(counters.receivedBytes()).isEqualTo(1_000);
    assertThat(counters.forwarded()).isEqualTo(1);
    assertThat(counters.forwardedBytes()).isEqualTo(10);
    assertThat(counters.sendFailures()).isEqualTo(1);
    assertThat(counters.inTransit()).isEqualTo(18);
    assertThat(counters.dropped()).isEqualTo(80);
  }

  private static List<Integer> lost(LinkConditions conditions, long seed) {
    OneWayPath path = new OneWayPath(conditions, seed, NO_LIMIT);
    return IntStream.range(0, 1_000)
        .filter(i -> path.receive(1_000, i) == OneWayPath.NEVER)
        .boxed()
        .toList();
  }
}
