package dev.moqlog.analyzer.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Finds the unit of the times of moxygen's MoQ logs ({@link Correction#TIME_IN_NANOSECONDS}, {@link
 * Correction#TIME_IN_MICROSECONDS}).
 *
 * <p>They have no header, a {@code vantagePoint} in each event, and as time a text that counts
 * ticks of the C++ library's system clock: nanoseconds with one library, microseconds with another.
 * The first events are held back until the unit shows:
 *
 * <ul>
 *   <li>ticks that are all multiples of a million are nanoseconds, of a clock with milliseconds;
 *   <li>events of one burst are microseconds apart: if some are less than {@value
 *       #SHORTEST_GAP_TICKS} ticks apart, the ticks are microseconds;
 *   <li>ticks that are all multiples of a thousand are nanoseconds of a clock with microseconds, if
 *       they span more than {@value #SHORT_SPAN_TICKS}, else microseconds of one with milliseconds;
 *   <li>all else is nanoseconds.
 * </ul>
 */
final class TickUnit {

  /** An event as it stands in the log. */
  record Held(byte[] bytes, long offset) {}

  /** What it may find; it looks for neither unless it may find both. */
  static final Set<Correction> CORRECTIONS =
      Set.of(Correction.TIME_IN_NANOSECONDS, Correction.TIME_IN_MICROSECONDS);

  private static final int MAX_HELD = 64;
  private static final int MAX_HELD_BYTES = 1 << 20;

  /** No two events are made within so many nanoseconds, but many within so many microseconds. */
  private static final long SHORTEST_GAP_TICKS = 100;

  private static final long SHORT_SPAN_TICKS = 100_000_000;

  /** By chance, one tick in a thousand is a multiple of a thousand. */
  private static final int ENOUGH_TICKS = 3;

  private final List<Held> held = new ArrayList<>();
  private int heldBytes;
  private boolean watching = true;
  private Correction found;

  private long first;
  private long previous;
  private long span;
  private long shortestGap = Long.MAX_VALUE;
  private int ofThousand;
  private int ofMillion;
  private int ticks;

  /** What was found, or null. */
  Correction correction() {
    return found;
  }

  /** Whether events are held back. */
  boolean holds() {
    return !held.isEmpty();
  }

  /** The digits that shift a tick to nanoseconds. */
  int digits() {
    return found == Correction.TIME_IN_MICROSECONDS ? 3 : 0;
  }

  /**
   * Looks at an event of a trace without a header.
   *
   * @return whether it is held back
   */
  boolean hold(QlogEvent event, byte[] buffer, int from, int to, long offset) {
    if (!watching) {
      return false;
    }
    if (event.vantagePoint == null || !event.timeIsText) {
      watching = holds();
      return holds() && keep(buffer, from, to, offset);
    }
    // The times were read as milliseconds, 10^6 of the wanted unit.
    long tick = event.loggedNanos == QlogEvent.ABSENT ? previous : event.loggedNanos / 1_000_000;
    if (ticks++ == 0) {
      first = tick;
    } else if (tick > previous) {
      shortestGap = Math.min(shortestGap, tick - previous);
    }
    span = Math.max(span, tick - first);
    ofThousand += tick % 1_000 == 0 ? 1 : 0;
    ofMillion += tick % 1_000_000 == 0 ? 1 : 0;
    previous = tick;
    return keep(buffer, from, to, offset);
  }

  private boolean keep(byte[] buffer, int from, int to, long offset) {
    held.add(new Held(Arrays.copyOfRange(buffer, from, to), offset));
    heldBytes += to - from;
    return true;
  }

  /** Whether enough events are held back to tell. */
  boolean full() {
    return held.size() >= MAX_HELD || heldBytes >= MAX_HELD_BYTES;
  }

  /** Decides, and gives the events back. */
  List<Held> release() {
    watching = false;
    boolean enough = ticks >= ENOUGH_TICKS;
    boolean micros;
    if (enough && ofMillion == ticks) {
      micros = false;
    } else if (shortestGap < SHORTEST_GAP_TICKS) {
      micros = true;
    } else {
      micros = enough && ofThousand == ticks && span < SHORT_SPAN_TICKS;
    }
    found = micros ? Correction.TIME_IN_MICROSECONDS : Correction.TIME_IN_NANOSECONDS;
    List<Held> events = List.copyOf(held);
    held.clear();
    return events;
  }
}
