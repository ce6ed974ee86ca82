package dev.moqlog.writer.spool;

import java.util.ArrayDeque;

/**
 * What a flight recorder remembers of one connection: how it began, and the latest events.
 *
 * <p>When memory runs out the ring gets shorter, by reusing its own oldest chunk. One producer at a
 * time; there is no consumer until {@link #moveTo} hands everything to a queue.
 */
public final class FlightRing {

  private final ChunkPool pool;
  private final int headChunks;
  private final int ringChunks;
  private final ArrayDeque<Chunk> head;
  private final ArrayDeque<Chunk> ring;
  private Chunk last;
  private long events;
  private long evicted;

  /**
   * An empty ring.
   *
   * @param headChunks how many chunks from the beginning are kept for good
   * @param ringChunks how many of the latest chunks are kept, at least one
   */
  public FlightRing(ChunkPool pool, int headChunks, int ringChunks) {
    this.pool = pool;
    this.headChunks = headChunks;
    this.ringChunks = Math.max(1, ringChunks);
    this.head = new ArrayDeque<>(headChunks + 1);
    this.ring = new ArrayDeque<>(this.ringChunks + 1);
  }

  /** Remembers an event, at the cost of the oldest ones if need be; false if it cannot. */
  public boolean append(byte[] event, int from, int length) {
    if (last == null || !last.append(event, from, length, 1)) {
      if (length > pool.chunkBytes()) {
        return false;
      }
      Chunk fresh = fresh();
      if (fresh == null) {
        return false;
      }
      fresh.append(event, from, length, 1);
      last = fresh;
    }
    events++;
    return true;
  }

  private Chunk fresh() {
    boolean ofHead = ring.isEmpty() && head.size() < headChunks;
    Chunk fresh = ofHead || ring.size() < ringChunks ? pool.acquire() : null;
    if (fresh == null) {
      fresh = ring.pollFirst();
      if (fresh == null) {
        return null;
      }
      int lost = Chunk.eventsOf(fresh.published());
      evicted += lost;
      events -= lost;
      fresh.clear();
      ofHead = false;
    }
    (ofHead ? head : ring).addLast(fresh);
    return fresh;
  }

  /** Whether the latest event belongs to the beginning, which is kept for good. */
  public boolean isInHead() {
    return ring.isEmpty();
  }

  /** The number of events it holds. */
  public long events() {
    return events;
  }

  /** The number of events that were forgotten between the beginning and the latest ones. */
  public long evicted() {
    return evicted;
  }

  /**
   * Hands all events to a queue, whose producer this is, and empties the ring.
   *
   * @param between called where events are missing, after the beginning; not if none are
   */
  public void moveTo(ChunkQueue queue, Runnable between) {
    for (Chunk chunk = head.pollFirst(); chunk != null; chunk = head.pollFirst()) {
      queue.attach(chunk);
    }
    if (evicted > 0) {
      between.run();
    }
    for (Chunk chunk = ring.pollFirst(); chunk != null; chunk = ring.pollFirst()) {
      queue.attach(chunk);
    }
    last = null;
    events = 0;
  }

  /** Forgets everything and gives the memory back. */
  public void discard() {
    head.forEach(Chunk::release);
    head.clear();
    ring.forEach(Chunk::release);
    ring.clear();
    last = null;
    events = 0;
  }
}
