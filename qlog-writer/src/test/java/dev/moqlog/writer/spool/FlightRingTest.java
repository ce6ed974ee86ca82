package dev.moqlog.writer.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlightRingTest {

  private static final int CHUNK_BYTES = 64;
  private static final int EVENT_BYTES = 8;
  private static final int EVENTS_IN_CHUNK = CHUNK_BYTES / EVENT_BYTES;

  private final ChunkPool pool = new ChunkPool(100 * CHUNK_BYTES, CHUNK_BYTES);
  private int number;

  private static byte[] event(int number) {
    return String.format("%07d;", number).getBytes(US_ASCII);
  }

  private void append(FlightRing ring, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(ring.append(event(number++), 0, EVENT_BYTES)).isTrue();
    }
  }

  /** The numbers of the events in the queue, with -1 where some are missing. */
  private static List<Integer> moved(FlightRing ring) {
    ChunkPool own = new ChunkPool(2 * CHUNK_BYTES, CHUNK_BYTES);
    ChunkQueue queue = new ChunkQueue(own);
    ring.moveTo(queue, () -> queue.append("-000001;".getBytes(US_ASCII), 0, EVENT_BYTES, 0));
    StringBuilder text = new StringBuilder();
    queue.drain(
        (bytes, from, length, events) -> {
          text.append(new String(bytes, from, length, US_ASCII));
          return true;
        });
    assertThat(queue.discard()).isZero();
    assertThat(own.used()).isZero();
    List<Integer> numbers = new ArrayList<>();
    for (String one : text.toString().split(";")) {
      if (!one.isEmpty()) {
        numbers.add(Integer.parseInt(one));
      }
    }
    return numbers;
  }

  private static List<Integer> numbers(int from, int to) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = from; i < to; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  private static List<Integer> withGap(List<Integer> head, List<Integer> rest) {
    List<Integer> all = new ArrayList<>(head);
    all.add(-1);
    all.addAll(rest);
    return all;
  }

  @Test
  void nothingIsForgottenWhileThereIsRoom() {
    FlightRing ring = new FlightRing(pool, 1, 2);
    append(ring, 3 * EVENTS_IN_CHUNK);
    assertThat(ring.events()).isEqualTo(3 * EVENTS_IN_CHUNK);
    assertThat(ring.evicted()).isZero();
    assertThat(moved(ring)).isEqualTo(numbers(0, 3 * EVENTS_IN_CHUNK));
    assertThat(pool.used()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {25, 31, 32, 33, 100, 1000, 1001})
  void theBeginningAndTheLatestAreKeptAndTheRestIsCounted(int count) {
    FlightRing ring = new FlightRing(pool, 1, 2);
    append(ring, count);
    assertThat(ring.events() + ring.evicted()).isEqualTo(count);
    assertThat(ring.evicted() % EVENTS_IN_CHUNK).isZero();
    assertThat(pool.used()).isEqualTo(3);
    long evicted = ring.evicted();
    assertThat(moved(ring))
        .isEqualTo(
            withGap(numbers(0, EVENTS_IN_CHUNK), numbers(EVENTS_IN_CHUNK + (int) evicted, count)));
    assertThat(ring.events()).isZero();
    assertThat(pool.used()).isZero();
  }

  @Test
  void itTellsWhetherTheLatestEventBelongsToTheBeginning() {
    FlightRing ring = new FlightRing(pool, 2, 1);
    append(ring, 2 * EVENTS_IN_CHUNK);
    assertThat(ring.isInHead()).isTrue();
    append(ring, 1);
    assertThat(ring.isInHead()).isFalse();
  }

  @Test
  void withoutAHeadTheGapComesFirst() {
    FlightRing ring = new FlightRing(pool, 0, 1);
    append(ring, EVENTS_IN_CHUNK + 1);
    assertThat(ring.evicted()).isEqualTo(EVENTS_IN_CHUNK);
    assertThat(moved(ring))
        .isEqualTo(withGap(List.of(), numbers(EVENTS_IN_CHUNK, EVENTS_IN_CHUNK + 1)));
  }

  @Test
  void whenMemoryIsShortTheRingReusesItsOwnOldestChunk() {
    ChunkPool few = new ChunkPool(3 * CHUNK_BYTES, CHUNK_BYTES);
    Chunk others = few.acquire();
    FlightRing ring = new FlightRing(few, 1, 8);
    append(ring, 5 * EVENTS_IN_CHUNK);
    assertThat(few.used()).isEqualTo(3);
    assertThat(ring.events()).isEqualTo(2 * EVENTS_IN_CHUNK);
    assertThat(ring.evicted()).isEqualTo(3 * EVENTS_IN_CHUNK);
    others.release();
    append(ring, EVENTS_IN_CHUNK);
    assertThat(ring.events()).isEqualTo(3 * EVENTS_IN_CHUNK);
    assertThat(moved(ring))
        .isEqualTo(
            withGap(
                numbers(0, EVENTS_IN_CHUNK), numbers(4 * EVENTS_IN_CHUNK, 6 * EVENTS_IN_CHUNK)));
  }

  @Test
  void withoutAnyMemoryNothingIsRememberedAndTheCallerIsTold() {
    ChunkPool few = new ChunkPool(CHUNK_BYTES, CHUNK_BYTES);
    Chunk others = few.acquire();
    FlightRing ring = new FlightRing(few, 1, 1);
    assertThat(ring.append(event(0), 0, EVENT_BYTES)).isFalse();
    assertThat(ring.events()).isZero();
    others.release();
    append(ring, EVENTS_IN_CHUNK);
    assertThat(ring.append(event(0), 0, EVENT_BYTES)).isFalse();
    assertThat(ring.events()).isEqualTo(EVENTS_IN_CHUNK);
    assertThat(ring.evicted()).isZero();
  }

  @Test
  void anEventLargerThanAChunkIsRefusedAndCostsNothing() {
    FlightRing ring = new FlightRing(pool, 1, 1);
    append(ring, 3);
    assertThat(ring.append(new byte[CHUNK_BYTES + 1], 0, CHUNK_BYTES + 1)).isFalse();
    assertThat(ring.events()).isEqualTo(3);
    assertThat(pool.used()).isOne();
  }

  @Test
  void discardingGivesAllMemoryBack() {
    FlightRing ring = new FlightRing(pool, 2, 3);
    append(ring, 100);
    assertThat(pool.used()).isEqualTo(5);
    ring.discard();
    assertThat(pool.used()).isZero();
    assertThat(ring.events()).isZero();
    ring.discard();
    assertThat(pool.used()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void manyRingsThatShareTooLittleMemoryEachStayInOrderAndCountExactly(long seed) {
    ChunkPool few = new ChunkPool(20 * CHUNK_BYTES, CHUNK_BYTES);
    Random random = new Random(seed);
    FlightRing[] rings = new FlightRing[10];
    int[] accepted = new int[rings.length];
    for (int i = 0; i < rings.length; i++) {
      rings[i] = new FlightRing(few, 1, 4);
    }
    for (int step = 0; step < 5000; step++) {
      int i = random.nextInt(rings.length);
      if (rings[i].append(event(accepted[i]), 0, EVENT_BYTES)) {
        accepted[i]++;
      }
      assertThat(few.used()).isLessThanOrEqualTo(few.capacity());
      assertThat(rings[i].events() + rings[i].evicted()).isEqualTo(accepted[i]);
    }
    for (int i = 0; i < rings.length; i++) {
      List<Integer> kept = moved(rings[i]);
      List<Integer> own = kept.stream().filter(number -> number >= 0).toList();
      assertThat(own).isSorted().doesNotHaveDuplicates();
      assertThat(own).hasSize(accepted[i] - (int) rings[i].evicted());
      assertThat(own).last().isEqualTo(accepted[i] - 1);
      assertThat(kept.contains(-1)).isEqualTo(rings[i].evicted() > 0);
    }
    assertThat(few.used()).isZero();
  }
}
