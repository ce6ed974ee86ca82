package dev.moqlog.writer;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The scratches that are not in use.
 *
 * <p>Not thread-locals: those would keep memory for every thread there ever was, virtual ones
 * included, and could not be used for two events at once. A thread usually finds the scratch it
 * left; one that finds none makes one, which is lost again if the place is taken when it is done.
 */
final class ScratchPool {

  /** Places are a cache line apart, so that threads do not slow each other down. */
  private static final int STRIDE = 16;

  // Two for each thread: while one event is taken in, another may have to be written about it.
  private final AtomicReferenceArray<Scratch> places;
  private final int mask;
  private final int maxEventBytes;

  ScratchPool(int maxEventBytes) {
    int threads =
        Integer.highestOneBit(Math.max(1, Runtime.getRuntime().availableProcessors())) * 4;
    this.places = new AtomicReferenceArray<>(threads * STRIDE);
    this.mask = threads - 1;
    this.maxEventBytes = maxEventBytes;
  }

  Scratch take() {
    int place = place();
    Scratch scratch = places.getAndSet(place, null);
    if (scratch == null) {
      scratch = places.getAndSet(place + 1, null);
    }
    return scratch != null ? scratch : new Scratch(maxEventBytes);
  }

  void giveBack(Scratch scratch) {
    int place = place();
    places.setRelease(places.getPlain(place) == null ? place : place + 1, scratch);
  }

  private int place() {
    return ((int) Thread.currentThread().getId() & mask) * STRIDE;
  }
}
