package dev.moqlog.analyzer.read;

import dev.moqlog.analyzer.source.Helpers;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads the events of one large log with the help of other threads, which decode blocks of it ahead
 * while this one hands over, in order, what is decoded.
 *
 * <p>Where a block can be cut is a guess: before what looks like the beginning of an event. The
 * block before it tells whether that was right, for reading it must end exactly there. If it does
 * not, or meets anything that {@link EventRun} would not read, everything behind is thrown away and
 * read again by one thread, so the results are the same in any case.
 */
final class ParallelRun {

  /** A run that ended so early was not worth it. */
  private static final int FEW_BLOCKS = 8;

  /** After runs that were not worth it, so much and no more is read by one thread alone. */
  private static final int MAX_PENALTY_BYTES = 1 << 26;

  /** More threads than this cannot be kept busy by the one that hands over. */
  private static final int MAX_HELPERS = 7;

  private static final int MAX_PREFIX_BYTES = 64;

  private final ByteWindow window;
  private final RecordHandler handler;
  private final Helpers helpers;
  private final int helperCount;
  private final Deque<EventBlock> free = new ArrayDeque<>();

  private boolean separators;
  private long notBefore;
  private long penaltyBytes;

  ParallelRun(ByteWindow window, RecordHandler handler, Helpers helpers) {
    this.window = window;
    this.handler = handler;
    this.helpers = helpers;
    this.helperCount = Math.min(MAX_HELPERS, helpers.count());
    this.notBefore = helperCount == 0 ? Long.MAX_VALUE : 4 << 20;
  }

  /** Whether record separators stood between events (RFC 7464). */
  boolean separators() {
    return separators;
  }

  /** Whether it may be worth it to go on here by {@link #read}. */
  boolean worthIt(long offset) {
    return offset >= notBefore;
  }

  /**
   * Reads events until something else comes, or the content ends.
   *
   * @param start the offset of an event
   * @param topLevel whether the events stand by themselves, and not in an array
   * @return the offset behind the last event that was read, or within the separators behind it
   */
  long read(long start, boolean topLevel) {
    EventBlock.Decoder decoder = handler.blockDecoder(topLevel);
    Pattern prefix = decoder == null ? null : prefix(start);
    if (prefix == null) {
      notBefore = start + EventBlock.BYTES;
      return start;
    }
    Shared shared = new Shared();
    for (int i = 0; i < helperCount; i++) {
      EventBlock.Decoder own = handler.blockDecoder(topLevel);
      helpers.ask(() -> shared.help(own));
    }
    Deque<EventBlock> ahead = new ArrayDeque<>();
    long position = start;
    long next = start;
    int blocks = 0;
    try {
      while (true) {
        while (ahead.size() < helperCount + 2) {
          EventBlock block = cut(next, prefix);
          if (block == null) {
            break;
          }
          next = block.end();
          ahead.add(block);
          shared.add(block);
        }
        EventBlock block = ahead.poll();
        if (block == null) {
          // What remains is shorter than a block.
          return position;
        }
        shared.decode(block, decoder);
        for (int i = 0; i < block.count(); i++) {
          handler.take(block.event(i));
        }
        position = block.consumed();
        window.release(position);
        separators |= block.separators();
        blocks++;
        if (position < block.end()) {
          return position;
        }
        free.add(block);
      }
    } finally {
      shared.close();
      penaltyBytes =
          blocks < FEW_BLOCKS
              ? Math.min(MAX_PENALTY_BYTES, 2 * Math.max(EventBlock.BYTES, penaltyBytes))
              : 0;
      notBefore = position + Math.max(penaltyBytes, EventBlock.BYTES);
    }
  }

  /** What an event begins with: the name of its first member. */
  private Pattern prefix(long start) {
    if (!window.has(start + MAX_PREFIX_BYTES)) {
      return null;
    }
    byte[] buffer = window.buffer();
    int from = window.index(start);
    for (int i = from; i < from + MAX_PREFIX_BYTES; i++) {
      if (buffer[i] == ':') {
        return new Pattern(buffer, from, i + 1);
      }
    }
    return null;
  }

  /** A block that ends before something that looks like an event; null if there is none. */
  private EventBlock cut(long start, Pattern prefix) {
    // What a pattern looks at has to be loaded.
    if (!window.has(start + EventBlock.BYTES + ByteWindow.PADDING)) {
      return null;
    }
    byte[] buffer = window.buffer();
    int from = window.index(start);
    for (int i = from + EventBlock.BYTES; i > from; i--) {
      if (buffer[i] == '{' && isSeparator(buffer[i - 1]) && prefix.behind(buffer, i) > 0) {
        EventBlock block = free.isEmpty() ? new EventBlock() : free.poll();
        block.fill(window, start, window.offset(i));
        return block;
      }
    }
    return null;
  }

  private static boolean isSeparator(int b) {
    return b == ',' || b == JsonScanner.RECORD_SEPARATOR || JsonScanner.isSpace(b);
  }

  /** The blocks that wait to be decoded by whoever has time. Safe for use by several threads. */
  private static final class Shared {

    private final Deque<EventBlock> waiting = new ArrayDeque<>();
    private boolean closed;

    synchronized void add(EventBlock block) {
      waiting.add(block);
      notifyAll();
    }

    /** Decodes blocks as long as some may come. */
    void help(EventBlock.Decoder decoder) {
      for (EventBlock block = await(); block != null; block = await()) {
        decodeClaimed(block, decoder);
      }
    }

    /** Sees to it that a block is decoded, doing what there is to do meanwhile. */
    void decode(EventBlock wanted, EventBlock.Decoder decoder) {
      for (EventBlock block = claim(wanted); block != null; block = claim(wanted)) {
        decodeClaimed(block, decoder);
      }
    }

    private void decodeClaimed(EventBlock block, EventBlock.Decoder decoder) {
      try {
        block.decode(decoder);
      } finally {
        synchronized (this) {
          block.decoded = true;
          notifyAll();
        }
      }
    }

    /** The next block for a helper, null if there will be none. */
    private synchronized EventBlock await() {
      try {
        while (waiting.isEmpty() && !closed) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
      return closed ? null : claimed(waiting.poll());
    }

    /** A block to decode now: the wanted one, or another; null once the wanted one is decoded. */
    private synchronized EventBlock claim(EventBlock wanted) {
      boolean interrupted = false;
      try {
        while (!wanted.decoded) {
          if (!wanted.claimed) {
            waiting.remove(wanted);
            return claimed(wanted);
          }
          if (!waiting.isEmpty()) {
            return claimed(waiting.poll());
          }
          try {
            wait();
          } catch (InterruptedException e) {
            // Whoever decodes it will be done at once.
            interrupted = true;
          }
        }
        return null;
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private static EventBlock claimed(EventBlock block) {
      block.claimed = true;
      return block;
    }

    synchronized void close() {
      closed = true;
      waiting.clear();
      notifyAll();
    }
  }
}
