package dev.moqlog.writer.store;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The oldest closed traces by name, up to a number; what is younger is only summed up, until the
 * disk is looked through again.
 *
 * <p>Used by one thread at a time.
 */
final class ClosedTraces {

  private static final Comparator<ClosedTrace> BY_AGE =
      Comparator.comparingLong(ClosedTrace::modifiedMillis).thenComparing(ClosedTrace::name);

  private static final int MAX_LATEST = 1024;

  private final int maxKnown;
  private final TreeSet<ClosedTrace> byAge = new TreeSet<>(BY_AGE);
  private final Map<String, ClosedTrace> byName = new HashMap<>();

  /** The oldest that is not known by name; null if all are. */
  private ClosedTrace oldestUnknown;

  /** The sizes of those that came last and are not known otherwise, since they may be replaced. */
  private final Map<String, Long> latest =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_LATEST;
        }
      };

  private long bytes;

  /**
   * One closed file.
   *
   * @param name relative to the root
   * @param found whether it was found on the disk and may belong to another process
   */
  record ClosedTrace(String name, long bytes, long modifiedMillis, boolean found) {}

  ClosedTraces(int maxKnown) {
    this.maxKnown = maxKnown;
  }

  /** The size of all, known by name or not. */
  long bytes() {
    return bytes;
  }

  /** Whether there are younger ones than those known by name. */
  boolean hasUnknown() {
    return oldestUnknown != null;
  }

  /** Whether one of that name is known. */
  boolean contains(String name) {
    return byName.containsKey(name);
  }

  /** Adds one, instead of the one of that name. */
  void add(ClosedTrace trace) {
    remove(trace.name());
    bytes += trace.bytes();
    if (oldestUnknown != null && BY_AGE.compare(trace, oldestUnknown) >= 0) {
      latest.put(trace.name(), trace.bytes());
      return;
    }
    byAge.add(trace);
    byName.put(trace.name(), trace);
    if (byAge.size() > maxKnown) {
      oldestUnknown = byAge.pollLast();
      byName.remove(oldestUnknown.name());
      latest.put(oldestUnknown.name(), oldestUnknown.bytes());
    }
  }

  /** The oldest, null if none is known by name. */
  ClosedTrace oldest() {
    return byAge.isEmpty() ? null : byAge.first();
  }

  /** Forgets one; false if it is not known. */
  boolean remove(String name) {
    ClosedTrace trace = byName.remove(name);
    Long size = trace == null ? latest.remove(name) : Long.valueOf(trace.bytes());
    if (trace != null) {
      byAge.remove(trace);
    }
    bytes -= size == null ? 0 : size;
    return size != null;
  }

  /** Forgets all. */
  void clear() {
    byAge.clear();
    byName.clear();
    forgetUnknown();
  }

  /** Forgets those that are not known by name, as if there were none. */
  void forgetUnknown() {
    latest.clear();
    oldestUnknown = null;
    bytes = byAge.stream().mapToLong(ClosedTrace::bytes).sum();
  }
}
