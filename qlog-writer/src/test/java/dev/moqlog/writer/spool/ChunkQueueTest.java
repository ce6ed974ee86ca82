package dev.moqlog.writer.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.writer.spool.ChunkQueue.Appended;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkQueueTest {

  private static final int CHUNK_BYTES = 256;

  private final ChunkPool pool = new ChunkPool(8 * CHUNK_BYTES, CHUNK_BYTES);
  private final ChunkQueue queue = new ChunkQueue(pool);

  /** Takes what it is given, or refuses it now and then. */
  private static final class Sink implements ChunkQueue.Receiver {

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final Random random;
    private long events;

    Sink(Random random) {
      this.random = random;
    }

    @Override
    public boolean receive(byte[] bytes, int from, int length, int count) {
      assertThat(length).isPositive();
      if (random != null && random.nextInt(3) == 0) {
        return false;
      }
      taken.write(bytes, from, length);
      events += count;
      return true;
    }
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsTakenIsWhatWasPutInWhateverTheReceiverRefuses(long seed) {
    Random random = new Random(seed);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    Sink sink = new Sink(random);
    long events = 0;
    for (int step = 0; step < 8_000; step++) {
      int what = random.nextInt(10);
      if (what < 7) {
        int length = 1 + random.nextInt(CHUNK_BYTES + 20);
        int counted = random.nextInt(5) == 0 ? 0 : 1;
        byte[] event = bytes(random, length + 3);
        Appended appended = queue.append(event, 3, length, counted);
        if (length > CHUNK_BYTES) {
          assertThat(appended).isEqualTo(Appended.TOO_LARGE);
        } else if (appended == Appended.NO_MEMORY) {
          assertThat(pool.used()).isEqualTo(pool.capacity());
        } else {
          expected.write(event, 3, length);
          events += counted;
        }
      } else if (what < 9) {
        boolean all = queue.drain(sink);
        assertThat(queue.hasPending()).isEqualTo(!all);
        if (all) {
          assertThat(sink.taken.size()).isEqualTo(expected.size());
          assertThat(pool.used()).isLessThanOrEqualTo(1);
        }
      } else {
        boolean pending = queue.hasPending();
        int used = pool.used();
        queue.releaseIfDrained();
        assertThat(pool.used()).isEqualTo(pending ? used : 0);
      }
    }
    while (!queue.drain(sink)) {
      assertThat(queue.hasPending()).isTrue();
    }
    assertThat(sink.taken.toByteArray()).isEqualTo(expected.toByteArray());
    assertThat(sink.events).isEqualTo(events);
    assertThat(queue.discard()).isZero();
    assertThat(pool.used()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void oneThreadTakesInOrderWhileAnotherPutsIn(int chunks) throws Exception {
    ChunkPool few = new ChunkPool((long) chunks * CHUNK_BYTES, CHUNK_BYTES);
    ChunkQueue shared = new ChunkQueue(few);
    int events = 30_000;
    CompletableFuture<Long> producer =
        CompletableFuture.supplyAsync(
            () -> {
              Random random = new Random(chunks);
              long bytes = 0;
              byte[] event = new byte[100];
              for (int i = 0; i < events; i++) {
                int length = 5 + random.nextInt(90);
                fill(event, i, length);
                while (shared.append(event, 0, length, 1) == Appended.NO_MEMORY) {
                  Thread.yield();
                }
                bytes += length;
              }
              return bytes;
            });
    Random refusing = new Random(-chunks);
    AtomicInteger next = new AtomicInteger();
    long[] taken = new long[1];
    ChunkQueue.Receiver checking =
        (bytes, from, length, count) -> {
          if (refusing.nextInt(4) == 0) {
            return false;
          }
          int at = from;
          for (int i = 0; i < count; i++) {
            at += check(bytes, at, next.getAndIncrement());
          }
          assertThat(at).isEqualTo(from + length);
          taken[0] += length;
          return true;
        };
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (next.get() < events && System.nanoTime() - deadline < 0) {
      shared.drain(checking);
    }
    assertThat(producer.get(1, TimeUnit.SECONDS)).isEqualTo(taken[0]);
    assertThat(next.get()).isEqualTo(events);
    assertThat(shared.hasPending()).isFalse();
    assertThat(shared.discard()).isZero();
    assertThat(few.used()).isZero();
  }

  /** An event that tells its number and its length, so that its reader knows both. */
  private static void fill(byte[] event, int number, int length) {
    for (int i = 0; i < 4; i++) {
      event[i] = (byte) (number >>> 8 * i);
    }
    event[4] = (byte) length;
    for (int i = 5; i < length; i++) {
      event[i] = (byte) (number + i);
    }
  }

  private static int check(byte[] bytes, int at, int number) {
    int length = bytes[at + 4];
    byte[] expected = new byte[length];
    fill(expected, number, length);
    assertThat(Arrays.equals(bytes, at, at + length, expected, 0, length))
        .as("event %d", number)
        .isTrue();
    return length;
  }

  @Test
  void anEventThatFillsAChunkExactlyFits() {
    assertThat(queue.append(new byte[CHUNK_BYTES], 0, CHUNK_BYTES, 1))
        .isEqualTo(Appended.NEW_CHUNK);
    assertThat(queue.append(new byte[1], 0, 1, 1)).isEqualTo(Appended.NEW_CHUNK);
    assertThat(queue.append(new byte[1], 0, 1, 1)).isEqualTo(Appended.YES);
    assertThat(queue.append(new byte[CHUNK_BYTES + 1], 0, CHUNK_BYTES + 1, 1))
        .isEqualTo(Appended.TOO_LARGE);
    assertThat(pool.used()).isEqualTo(2);
  }

  @Test
  void aChunkIsFullOnceThereIsAnotherBehindIt() {
    assertThat(queue.hasFullChunk()).isFalse();
    queue.append(new byte[CHUNK_BYTES], 0, CHUNK_BYTES, 1);
    assertThat(queue.hasFullChunk()).isFalse();
    queue.append(new byte[1], 0, 1, 1);
    assertThat(queue.hasFullChunk()).isTrue();
    queue.drain(new Sink(null));
    assertThat(queue.hasFullChunk()).isFalse();
    assertThat(queue.hasPending()).isFalse();
    assertThat(pool.used()).isOne();
  }

  @Test
  void theLastChunkIsGivenBackOnlyOnceEverythingInItWasTaken() {
    queue.append(new byte[10], 0, 10, 1);
    queue.releaseIfDrained();
    assertThat(pool.used()).isOne();
    queue.drain(new Sink(null));
    queue.append(new byte[10], 0, 10, 1);
    queue.releaseIfDrained();
    assertThat(pool.used()).isOne();
    Sink sink = new Sink(null);
    queue.drain(sink);
    assertThat(sink.events).isOne();
    queue.releaseIfDrained();
    assertThat(pool.used()).isZero();
    queue.releaseIfDrained();
    assertThat(queue.append(new byte[10], 0, 10, 1)).isEqualTo(Appended.NEW_CHUNK);
    queue.drain(sink);
    assertThat(sink.events).isEqualTo(2);
  }

  @Test
  void discardingCountsTheEventsThatWereNotTakenAndGivesAllMemoryBack() {
    for (int i = 0; i < 10; i++) {
      queue.append(new byte[100], 0, 100, 1);
    }
    ChunkQueue.Receiver two =
        new ChunkQueue.Receiver() {
          private int calls;

          @Override
          public boolean receive(byte[] bytes, int from, int length, int events) {
            return calls++ == 0;
          }
        };
    assertThat(queue.drain(two)).isFalse();
    queue.append(new byte[10], 0, 10, 0);
    assertThat(queue.discard()).isEqualTo(8);
    assertThat(pool.used()).isZero();
    assertThat(queue.hasPending()).isFalse();
    assertThat(queue.discard()).isZero();
  }

  @Test
  void withoutMemoryNothingIsPutInAndNothingIsLostThatWas() {
    int put = 0;
    while (queue.append(new byte[200], 0, 200, 1) != Appended.NO_MEMORY) {
      put++;
    }
    assertThat(put).isEqualTo(pool.capacity());
    assertThat(queue.append(new byte[50], 0, 50, 1)).isEqualTo(Appended.YES);
    Sink sink = new Sink(null);
    assertThat(queue.drain(sink)).isTrue();
    assertThat(sink.events).isEqualTo(put + 1);
    assertThat(queue.append(new byte[200], 0, 200, 1)).isEqualTo(Appended.NEW_CHUNK);
  }
}
