package dev.moqlog.writer.spool;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The events of one trace on their way to its file, in order.
 *
 * <p>The producer fills the last chunk while the consumer takes from the first; they share chunks
 * but never a lock. Several producers take turns under a lock of their own.
 */
public final class ChunkQueue {

  /** Takes what the consumer finds. */
  public interface Receiver {

    /**
     * Receives whole events.
     *
     * @return whether the receiver took them; if not, they are offered again at the next drain
     */
    boolean receive(byte[] bytes, int from, int length, int events);
  }

  private final ChunkPool pool;

  /** The first chunk after the queue had none, on its way from the producer to the consumer. */
  private final AtomicReference<Chunk> first = new AtomicReference<>();

  // The producer's.
  private Chunk last;

  // The consumer's.
  private Chunk current;
  private long taken;

  /** An empty queue that takes its chunks from the pool. */
  public ChunkQueue(ChunkPool pool) {
    this.pool = pool;
  }

  /** What became of an event. */
  public enum Appended {
    /** It is in the chunk that was begun before. */
    YES,
    /** It began a new chunk, so that the one before is ready to be written. */
    NEW_CHUNK,
    /** There is no memory. */
    NO_MEMORY,
    /** It is larger than a chunk. */
    TOO_LARGE
  }

  /**
   * Adds an event. Producer only.
   *
   * @param events what it counts as: 1, or 0 for a note of the writer's own
   */
  public Appended append(byte[] event, int from, int length, int events) {
    Chunk chunk = last;
    if (chunk != null && chunk.append(event, from, length, events)) {
      return Appended.YES;
    }
    if (length > pool.chunkBytes()) {
      return Appended.TOO_LARGE;
    }
    Chunk fresh = pool.acquire();
    if (fresh == null) {
      return Appended.NO_MEMORY;
    }
    fresh.append(event, from, length, events);
    attach(fresh);
    return Appended.NEW_CHUNK;
  }

  /** Puts a filled chunk at the end. Producer only. */
  void attach(Chunk fresh) {
    Chunk before = last;
    last = fresh;
    if (before == null) {
      first.setRelease(fresh);
    } else {
      before.setNext(fresh);
    }
  }

  /** Whether there is something to take. Consumer only. */
  public boolean hasPending() {
    if (current == null) {
      return first.getAcquire() != null;
    }
    return current.next() != null || current.published() != taken;
  }

  /** Whether a chunk is full, so that it is worth writing. Consumer only. */
  public boolean hasFullChunk() {
    Chunk oldest = current != null ? current : first.getAcquire();
    return oldest != null && oldest.next() != null;
  }

  /**
   * Hands everything that is there to the receiver, until it refuses. Consumer only.
   *
   * @return whether the receiver took everything
   */
  public boolean drain(Receiver receiver) {
    if (current == null) {
      current = first.getAndSet(null);
      taken = 0;
    }
    while (current != null) {
      // Asked for first: once there is a next chunk, nothing is added to this one.
      Chunk next = current.next();
      long published = current.published();
      if (published != taken) {
        int from = Chunk.bytesOf(taken);
        int events = Chunk.eventsOf(published) - Chunk.eventsOf(taken);
        if (!receiver.receive(current.bytes, from, Chunk.bytesOf(published) - from, events)) {
          return false;
        }
        taken = published;
      }
      if (next == null) {
        return true;
      }
      current.release();
      current = next;
      taken = 0;
    }
    return true;
  }

  /**
   * Gives the last chunk back if everything in it was taken, so that a quiet trace holds no memory.
   * Consumer only, while no producer can add.
   */
  public void releaseIfDrained() {
    if (current != null && current == last && current.published() == taken) {
      last = null;
      current.release();
      current = null;
    }
  }

  /**
   * Gives all chunks back, read or not. Consumer only, once no producer adds any more.
   *
   * @return the number of events that were not taken
   */
  public long discard() {
    long lost = skip();
    releaseIfDrained();
    return lost;
  }

  /**
   * Takes everything that is there without using it; the last chunk stays the producer's. Consumer
   * only.
   *
   * @return the number of events that were not taken before
   */
  public long skip() {
    long[] lost = new long[1];
    drain(
        (bytes, from, length, events) -> {
          lost[0] += events;
          return true;
        });
    return lost[0];
  }
}
