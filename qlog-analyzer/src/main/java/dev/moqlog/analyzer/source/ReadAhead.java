package dev.moqlog.analyzer.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A stream of which helpers read ahead, so that decompressing overlaps with what is done with the
 * content. Without help it reads by itself, so it never waits for anybody but a read that is under
 * way.
 *
 * <p>Used by one thread; the stream below it is read by several, but by one at a time.
 */
final class ReadAhead extends FilterInputStream {

  private static final int CHUNK_BYTES = 128 * 1024;

  private static final int MAX_CHUNKS = 4;

  /** A shorter content is not worth asking for help. */
  private static final long ALONE_BYTES = 1 << 20;

  /** What one turn of reading brought: bytes, or an end. */
  private static final class Chunk {
    private final byte[] bytes = new byte[CHUNK_BYTES];
    private int from;
    private int to;
    private IOException failure;

    private boolean ends() {
      return to <= 0;
    }
  }

  private final Helpers helpers;
  private final Object turn = new Object();

  // Guarded by this.
  private final Deque<Chunk> ahead = new ArrayDeque<>();
  private final Deque<Chunk> free = new ArrayDeque<>();
  private boolean ended;
  private boolean closed;

  // Of the thread that uses it.
  private Chunk current;
  private long alone;
  private boolean asked;

  ReadAhead(InputStream in, Helpers helpers) {
    super(in);
    this.helpers = helpers;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!asked) {
      if (alone < ALONE_BYTES || helpers.count() == 0) {
        int read = in.read(buffer, offset, length);
        alone += Math.max(0, read);
        return read;
      }
      asked = true;
      helpers.ask(this::help);
    }
    if (current == null) {
      current = next();
    }
    if (current.ends()) {
      if (current.failure != null) {
        throw current.failure;
      }
      return -1;
    }
    int read = Math.min(length, current.to - current.from);
    System.arraycopy(current.bytes, current.from, buffer, offset, read);
    current.from += read;
    if (current.from == current.to) {
      recycle(current);
      current = null;
    }
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long left = bytes;
    byte[] skipped = new byte[(int) Math.min(CHUNK_BYTES, Math.max(0, bytes))];
    while (left > 0) {
      int read = read(skipped, 0, (int) Math.min(skipped.length, left));
      if (read < 0) {
        break;
      }
      left -= read;
    }
    return bytes - left;
  }

  @Override
  public int available() {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    // Whoever reads right now must have finished.
    synchronized (turn) {
      in.close();
    }
  }

  private synchronized void recycle(Chunk chunk) {
    free.add(chunk);
    notifyAll();
  }

  private synchronized Chunk poll() {
    return ahead.poll();
  }

  private Chunk next() {
    Chunk chunk = poll();
    if (chunk == null) {
      synchronized (turn) {
        chunk = poll();
        if (chunk == null) {
          fill();
          chunk = poll();
        }
      }
    }
    return chunk;
  }

  private void help() {
    while (awaitRoom()) {
      synchronized (turn) {
        fill();
      }
    }
  }

  private synchronized boolean awaitRoom() {
    try {
      while (ahead.size() >= MAX_CHUNKS && !closed && !ended) {
        wait();
      }
      return !closed && !ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Reads one more chunk; called by whoever has the turn. */
  private void fill() {
    Chunk chunk;
    synchronized (this) {
      if (ended || closed) {
        return;
      }
      chunk = free.isEmpty() ? new Chunk() : free.poll();
    }
    chunk.from = 0;
    try {
      chunk.to = in.read(chunk.bytes, 0, CHUNK_BYTES);
    } catch (IOException e) {
      chunk.to = -1;
      chunk.failure = e;
    } catch (RuntimeException e) {
      // Decompressors report some corrupt input by unchecked exceptions.
      chunk.to = -1;
      chunk.failure = new IOException(e);
    }
    synchronized (this) {
      ended = chunk.ends();
      ahead.add(chunk);
      notifyAll();
    }
  }
}
