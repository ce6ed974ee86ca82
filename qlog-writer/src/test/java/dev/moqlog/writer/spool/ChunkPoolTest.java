package dev.moqlog.writer.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkPoolTest {

  @ParameterizedTest
  @CsvSource({"1000, 100, 10", "1099, 100, 10", "99, 100, 1", "0, 100, 1"})
  void thereAreAsManyChunksAsTheBudgetHoldsAndAtLeastOne(long budget, int size, int chunks) {
    ChunkPool pool = new ChunkPool(budget, size);
    assertThat(pool.capacity()).isEqualTo(chunks);
    for (int i = 0; i < chunks; i++) {
      assertThat(pool.used()).isEqualTo(i);
      assertThat(pool.acquire().bytes).hasSize(size);
    }
    assertThat(pool.used()).isEqualTo(chunks);
    assertThat(pool.acquire()).isNull();
    assertThat(pool.used()).isEqualTo(chunks);
  }

  @Test
  void aChunkThatCameBackIsEmptyAndIsGivenOutAgain() {
    ChunkPool pool = new ChunkPool(100, 100);
    Chunk chunk = pool.acquire();
    chunk.append(new byte[60], 0, 60, 1);
    chunk.setNext(chunk);
    chunk.release();
    assertThat(pool.used()).isZero();
    Chunk again = pool.acquire();
    assertThat(again).isSameAs(chunk);
    assertThat(again.published()).isZero();
    assertThat(again.next()).isNull();
    assertThat(again.append(new byte[100], 0, 100, 1)).isTrue();
  }

  @Test
  void threadsThatTakeAndReturnAtOnceNeverShareAChunkAndLoseNone() throws Exception {
    int threads = 4;
    int capacity = 16;
    ChunkPool pool = new ChunkPool(capacity * 64L, 64);
    AtomicIntegerArray owners = new AtomicIntegerArray(capacity);
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Integer>> done = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int seed = t;
        done.add(
            executor.submit(
                () -> {
                  start.await();
                  return takeAndReturn(pool, owners, new Random(seed));
                }));
      }
      start.countDown();
      int most = 0;
      for (Future<Integer> one : done) {
        most = Math.max(most, one.get());
      }
      assertThat(most).isLessThanOrEqualTo(capacity);
    } finally {
      executor.shutdownNow();
    }
    assertThat(pool.used()).isZero();
    Set<Chunk> all = new HashSet<>();
    for (int i = 0; i < capacity; i++) {
      all.add(pool.acquire());
    }
    assertThat(all).hasSize(capacity).doesNotContainNull();
    assertThat(pool.acquire()).isNull();
  }

  /** Returns the most chunks that were ever seen in use; fails if a chunk has two owners. */
  private static int takeAndReturn(ChunkPool pool, AtomicIntegerArray owners, Random random) {
    List<Chunk> held = new ArrayList<>();
    int most = 0;
    for (int i = 0; i < 100_000; i++) {
      if (held.isEmpty() || random.nextBoolean()) {
        Chunk chunk = pool.acquire();
        if (chunk != null) {
          assertThat(owners.incrementAndGet(chunk.index())).isOne();
          held.add(chunk);
        }
      } else {
        Chunk chunk = held.remove(random.nextInt(held.size()));
        assertThat(owners.decrementAndGet(chunk.index())).isZero();
        chunk.release();
      }
      int used = pool.used();
      assertThat(used).isNotNegative();
      most = Math.max(most, used);
    }
    for (Chunk chunk : held) {
      owners.decrementAndGet(chunk.index());
      chunk.release();
    }
    return most;
  }
}
