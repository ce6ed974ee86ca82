package dev.moqlog.writer.spool;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A fixed budget of memory, given out in chunks of one size.
 *
 * <p>Chunks are made when first needed and kept for ever after. Taking and returning never blocks
 * and never allocates once the chunk exists. Safe for all threads.
 */
public final class ChunkPool {

  private static final int NONE = 0xffff_ffff;

  private final int chunkBytes;
  private final int capacity;
  private final AtomicReferenceArray<Chunk> chunks;
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger used = new AtomicInteger();

  /**
   * A stack of free chunks, linked by index: the index of the top in the lower half, and in the
   * upper half a number that changes with every operation. Without it, a thread that was about to
   * take the top could not tell that others took and returned it meanwhile.
   */
  private final AtomicLong top = new AtomicLong(NONE & 0xffff_ffffL);

  private final int[] below;

  /**
   * An empty pool.
   *
   * @param budgetBytes the memory it may use; at least one chunk is had
   * @param chunkBytes the size of a chunk, and so of the largest event
   */
  public ChunkPool(long budgetBytes, int chunkBytes) {
    this.chunkBytes = chunkBytes;
    this.capacity = (int) Math.min(Integer.MAX_VALUE / 2, Math.max(1, budgetBytes / chunkBytes));
    this.chunks = new AtomicReferenceArray<>(capacity);
    this.below = new int[capacity];
  }

  /** The size of every chunk. */
  public int chunkBytes() {
    return chunkBytes;
  }

  /** The number of chunks there can be. */
  public int capacity() {
    return capacity;
  }

  /** The number of chunks in use now. */
  public int used() {
    return used.get();
  }

  /** Whether all chunks are in use. */
  public boolean isExhausted() {
    return used.get() >= capacity;
  }

  /** Takes a chunk, or returns null when all are in use. */
  Chunk acquire() {
    while (true) {
      long seen = top.get();
      int index = (int) seen;
      if (index == NONE) {
        return make();
      }
      long replaced = (seen >>> 32) + 1 << 32 | below[index] & 0xffff_ffffL;
      if (top.compareAndSet(seen, replaced)) {
        used.incrementAndGet();
        return chunks.get(index);
      }
    }
  }

  private Chunk make() {
    int index = made.get();
    while (index < capacity) {
      if (made.compareAndSet(index, index + 1)) {
        Chunk chunk = allocate(index);
        if (chunk == null) {
          return null;
        }
        chunks.set(index, chunk);
        used.incrementAndGet();
        return chunk;
      }
      index = made.get();
    }
    return null;
  }

  /** A chunk, or null if the heap has no room: its place in the pool is then lost. */
  private Chunk allocate(int index) {
    try {
      return new Chunk(this, index, chunkBytes);
    } catch (OutOfMemoryError e) {
      // The stack shall not suffer for its trace; what asked for the chunk drops an event.
      used.incrementAndGet();
      return null;
    }
  }

  void release(Chunk chunk) {
    int index = chunk.index();
    used.decrementAndGet();
    while (true) {
      long seen = top.get();
      below[index] = (int) seen;
      if (top.compareAndSet(seen, (seen >>> 32) + 1 << 32 | index)) {
        return;
      }
    }
  }
}
