package dev.moqlog.writer.spool;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SpoolThreadTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration NEVER = Duration.ofDays(1);

  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Thread> worker = new AtomicReference<>();
  private SpoolThread thread =
      new SpoolThread("spool-under-test", NEVER, System::nanoTime, failures::add);

  @AfterEach
  void stop() throws InterruptedException {
    thread.stop(LONG);
  }

  /** Something with work to do, and possibly an end. */
  private class Work extends Spooled {

    final AtomicInteger pending = new AtomicInteger();
    final AtomicInteger done = new AtomicInteger();
    final Semaphore looks = new Semaphore(0);
    volatile boolean over;
    volatile boolean abandoned;

    @Override
    protected boolean drain(boolean everything, long nowNanos) {
      worker.set(Thread.currentThread());
      boolean last = over;
      done.addAndGet(pending.getAndSet(0));
      looks.release();
      return last;
    }

    @Override
    protected void abandon(long nowNanos) {
      abandoned = true;
    }
  }

  @Test
  void whatIsPushedIsLookedAfterSoon() throws Exception {
    thread.start();
    for (int i = 0; i < 20; i++) {
      Work work = new Work();
      work.pending.set(1);
      work.over = true;
      thread.push(work);
      assertThat(work.looks.tryAcquire(10, SECONDS)).isTrue();
      assertThat(work.done.get()).isOne();
    }
    assertThat(thread.flush(LONG)).isTrue();
    assertThat(thread.live()).isZero();
  }

  @Test
  void whatIsPushedBeforeTheStartIsNotLost() throws Exception {
    Work work = new Work();
    work.pending.set(1);
    thread.push(work);
    thread.start();
    assertThat(thread.flush(LONG)).isTrue();
    assertThat(work.done.get()).isOne();
    assertThat(thread.live()).isOne();
  }

  @Test
  void noPushOfManyThreadsIsLost() throws Exception {
    thread.start();
    List<Work> works = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      works.add(new Work());
    }
    int rounds = 20_000;
    List<CompletableFuture<Void>> pushers = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int offset = t;
      pushers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  Work work = works.get((i * 7 + offset * 13) % works.size());
                  work.pending.incrementAndGet();
                  thread.push(work);
                }
              }));
    }
    for (CompletableFuture<Void> pusher : pushers) {
      pusher.get(20, SECONDS);
    }
    assertThat(thread.flush(LONG)).isTrue();
    assertThat(works.stream().mapToInt(work -> work.done.get()).sum()).isEqualTo(4 * rounds);
    assertThat(thread.live()).isEqualTo(works.size());
    works.forEach(
        work -> {
          work.over = true;
          thread.push(work);
        });
    assertThat(thread.flush(LONG)).isTrue();
    assertThat(thread.live()).isZero();
    assertThat(failures).isEmpty();
  }

  @Test
  void whatIsDoneMayBePushedAgain() throws Exception {
    thread.start();
    Work work = new Work();
    work.over = true;
    for (int i = 1; i <= 1000; i++) {
      work.pending.incrementAndGet();
      thread.push(work);
      if (i % 10 == 0) {
        assertThat(thread.flush(LONG)).isTrue();
        assertThat(work.done.get()).isEqualTo(i);
        assertThat(thread.live()).isZero();
      }
    }
  }

  @Test
  void whatThrowsEndsNeitherTheThreadNorTheOthers() throws Exception {
    List<Throwable> thrown =
        List.of(
            new IllegalStateException("first"),
            new NoClassDefFoundError("second"),
            new OutOfMemoryError("third"),
            new AssertionError("fourth"),
            new StackOverflowError("fifth"));
    List<Throwable> left = new ArrayList<>(thrown);
    Work throwing =
        new Work() {
          @Override
          protected boolean drain(boolean everything, long nowNanos) {
            if (!left.isEmpty()) {
              throwUnchecked(left.remove(0));
            }
            return super.drain(everything, nowNanos);
          }
        };
    Work other = new Work();
    thread.start();
    throwing.pending.set(1);
    for (int i = 0; i < thrown.size(); i++) {
      thread.push(throwing);
      other.pending.incrementAndGet();
      thread.push(other);
      assertThat(thread.flush(LONG)).isTrue();
    }
    assertThat(thread.flush(LONG)).isTrue();
    assertThat(failures).containsExactlyElementsOf(thrown);
    assertThat(throwing.done.get()).isOne();
    assertThat(other.done.get()).isEqualTo(thrown.size());
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void throwUnchecked(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Test
  void interruptsAreIgnored() throws Exception {
    thread.start();
    Work work = new Work();
    thread.push(work);
    assertThat(thread.flush(LONG)).isTrue();
    for (int i = 1; i <= 50; i++) {
      worker.get().interrupt();
      work.pending.set(1);
      thread.push(work);
      assertThat(thread.flush(LONG)).isTrue();
      assertThat(work.done.get()).isEqualTo(i);
    }
    work.over = true;
    thread.push(work);
    assertThat(thread.flush(LONG)).isTrue();
    worker.get().interrupt();
    assertThat(thread.flush(LONG)).isTrue();
    assertThat(worker.get().isAlive()).isTrue();
  }

  @Test
  void aFlushHasAPassOfItsOwnEvenIfAnotherIsUnderWay() throws Exception {
    CountDownLatch underWay = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    // Whole passes go from the last to the first: this one is looked at before the one that waits.
    Work early = new Work();
    Work waiting =
        new Work() {
          @Override
          protected boolean drain(boolean everything, long nowNanos) {
            if (everything && underWay.getCount() > 0) {
              underWay.countDown();
              await(goOn);
            }
            return super.drain(everything, nowNanos);
          }
        };
    thread.start();
    thread.push(waiting);
    assertThat(waiting.looks.tryAcquire(10, SECONDS)).isTrue();
    thread.push(early);
    assertThat(early.looks.tryAcquire(10, SECONDS)).isTrue();
    CompletableFuture<Boolean> first = flushing();
    assertThat(underWay.await(10, SECONDS)).isTrue();
    early.pending.set(1);
    CompletableFuture<Boolean> second = flushing();
    assertThat(thread.flush(Duration.ofMillis(50))).isFalse();
    goOn.countDown();
    assertThat(second.get(10, SECONDS)).isTrue();
    assertThat(early.done.get()).isOne();
    assertThat(first.get(10, SECONDS)).isTrue();
  }

  private CompletableFuture<Boolean> flushing() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return thread.flush(LONG);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void stoppingLooksAfterEverythingOnceMoreAndAbandonsWhatIsNotDone() throws Exception {
    thread.start();
    List<Work> works = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Work work = new Work();
      works.add(work);
      thread.push(work);
    }
    assertThat(thread.flush(LONG)).isTrue();
    works.forEach(work -> work.pending.set(1));
    works.subList(0, 5).forEach(work -> work.over = true);
    assertThat(thread.stop(LONG)).isFalse();
    assertThat(works).allMatch(work -> work.done.get() == 1);
    assertThat(works.subList(0, 5)).noneMatch(work -> work.abandoned);
    assertThat(works.subList(5, 10)).allMatch(work -> work.abandoned);
    assertThat(thread.live()).isZero();
    assertThat(thread.flush(LONG)).isFalse();
  }

  @Test
  void stoppingWaitsNoLongerThanItIsAllowedTo() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch stuck = new CountDownLatch(1);
    Work blocking =
        new Work() {
          @Override
          protected boolean drain(boolean everything, long nowNanos) {
            stuck.countDown();
            await(goOn);
            return true;
          }
        };
    thread.start();
    thread.push(blocking);
    assertThat(stuck.await(10, SECONDS)).isTrue();
    assertThat(thread.flush(Duration.ofMillis(20))).isFalse();
    assertThat(thread.stop(Duration.ofMillis(20))).isFalse();
    goOn.countDown();
    assertThat(thread.stop(LONG)).isTrue();
  }

  @Test
  void whatIsNotPushedAgainIsLookedAfterFromTimeToTime() throws Exception {
    thread.stop(Duration.ZERO);
    thread =
        new SpoolThread("spool-under-test", Duration.ofMillis(20), System::nanoTime, failures::add);
    thread.start();
    Work work = new Work();
    thread.push(work);
    assertThat(work.looks.tryAcquire(10, 10, SECONDS)).isTrue();
    assertThat(thread.live()).isOne();
  }
}
