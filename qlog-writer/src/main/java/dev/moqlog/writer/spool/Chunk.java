package dev.moqlog.writer.spool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A piece of memory that holds whole events, filled from the front by the producer of a queue while
 * the consumer takes what is already there.
 */
final class Chunk {

  private static final VarHandle PUBLISHED;
  private static final VarHandle NEXT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      PUBLISHED = lookup.findVarHandle(Chunk.class, "published", long.class);
      NEXT = lookup.findVarHandle(Chunk.class, "next", Chunk.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final byte[] bytes;
  private final ChunkPool pool;
  private final int index;

  /** Events in the upper half, bytes in the lower: both must be seen to change at once. */
  private long published;

  private Chunk next;

  Chunk(ChunkPool pool, int index, int sizeBytes) {
    this.pool = pool;
    this.index = index;
    this.bytes = new byte[sizeBytes];
  }

  /** Adds bytes that count as so many events, if they fit. Producer only. */
  boolean append(byte[] event, int from, int length, int events) {
    long before = published;
    int filled = (int) before;
    if (bytes.length - filled < length) {
      return false;
    }
    System.arraycopy(event, from, bytes, filled, length);
    PUBLISHED.setRelease(this, before + ((long) events << 32) + length);
    return true;
  }

  /** What is filled, for {@link #bytesOf} and {@link #eventsOf}. Any thread. */
  long published() {
    return (long) PUBLISHED.getAcquire(this);
  }

  static int bytesOf(long published) {
    return (int) published;
  }

  static int eventsOf(long published) {
    return (int) (published >>> 32);
  }

  /** Says that nothing will be added any more and which chunk goes on. Producer only. */
  void setNext(Chunk chunk) {
    NEXT.setRelease(this, chunk);
  }

  Chunk next() {
    return (Chunk) NEXT.getAcquire(this);
  }

  int index() {
    return index;
  }

  /** Empties the chunk without giving it back. */
  void clear() {
    next = null;
    PUBLISHED.setRelease(this, 0L);
  }

  /** Gives the chunk back to its pool; it must not be touched afterwards. */
  void release() {
    clear();
    pool.release(this);
  }
}
