package dev.moqlog.analyzer.join;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Media over QUIC objects in the order of the log, 28 bytes each, and the names of their tracks.
 */
final class ObjectTable {

  /** The largest number of objects that one table keeps. */
  static final int MAX_OBJECTS = 1 << 19;

  /** Names and aliases that stood for a track. */
  static final int MAX_LABELS = 4_096;

  private final int limit;
  private final Map<String, Integer> byLabel = new HashMap<>();
  private final List<String> labels = new ArrayList<>();
  private final TrackAliases aliases = new TrackAliases();

  /** The same track by its name, for the alias that stood for it before that was known. */
  private final List<Integer> current = new ArrayList<>();

  private int[] tracks = new int[64];
  private long[] groups = new long[64];
  private long[] objects = new long[64];
  private long[] nanos = new long[64];
  private int count;
  private long firstRefusedNanos = EndPackets.NEVER;

  /**
   * @param limit how many objects are kept
   */
  ObjectTable(int limit) {
    this.limit = limit;
  }

  void add(String label, long group, long object, long timeNanos) {
    int track = track(label);
    if (count == limit || track < 0) {
      firstRefusedNanos = Math.min(firstRefusedNanos, timeNanos);
      return;
    }
    if (count == tracks.length) {
      int capacity = Math.min(limit, count * 2);
      tracks = Arrays.copyOf(tracks, capacity);
      groups = Arrays.copyOf(groups, capacity);
      objects = Arrays.copyOf(objects, capacity);
      nanos = Arrays.copyOf(nanos, capacity);
    }
    tracks[count] = track;
    groups[count] = group;
    objects[count] = object;
    nanos[count] = timeNanos;
    count++;
  }

  /** What a label stood for so far is the track of that name. */
  void named(String label, String name) {
    Integer before = byLabel.remove(label);
    int now = before == null ? -1 : track(name);
    if (now >= 0) {
      current.set(before, now);
    }
  }

  private int track(String label) {
    Integer known = byLabel.get(label);
    if (known != null) {
      return known;
    }
    if (labels.size() == MAX_LABELS) {
      return -1;
    }
    int track = labels.size();
    labels.add(label);
    current.add(track);
    byLabel.put(label, track);
    return track;
  }

  int count() {
    return count;
  }

  /** What aliases stand for. */
  TrackAliases aliases() {
    return aliases;
  }

  /** The names of the tracks, or what stands for them. */
  Set<String> trackLabels() {
    Set<String> all = new HashSet<>();
    for (int track : current) {
      all.add(labels.get(track));
    }
    return all;
  }

  /** When the first object was refused; {@link EndPackets#NEVER} if none was. */
  long firstRefusedNanos() {
    return firstRefusedNanos;
  }

  /**
   * The distinct objects, each with its earliest time, in the order of tracks, groups and ids.
   *
   * @param numbers gives each name of a track its number, and learns new ones
   * @param translation by what name a track is looked up there
   */
  Distinct distinct(Map<String, Integer> numbers, UnaryOperator<String> translation) {
    int[] numberOf = new int[labels.size()];
    for (int i = 0; i < numberOf.length; i++) {
      numberOf[i] =
          numbers.computeIfAbsent(
              translation.apply(labels.get(current.get(i))), any -> numbers.size());
    }
    int[] order = StableOrder.of(objects, count);
    order = then(order, groups);
    long[] trackNumbers = new long[count];
    for (int i = 0; i < count; i++) {
      trackNumbers[i] = numberOf[tracks[i]];
    }
    return new Distinct(then(order, trackNumbers), trackNumbers);
  }

  /** An order of indexes, sorted further by what matters more. */
  private static int[] then(int[] order, long[] values) {
    long[] ordered = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      ordered[i] = values[order[i]];
    }
    int[] places = StableOrder.of(ordered, order.length);
    for (int i = 0; i < places.length; i++) {
      places[i] = order[places[i]];
    }
    return places;
  }

  /** The distinct objects of a table; their columns are its own. */
  final class Distinct {

    private final int[] first;
    private final long[] trackNumbers;
    private final long[] earliest;
    private int size;

    private Distinct(int[] order, long[] trackNumbers) {
      this.trackNumbers = trackNumbers;
      first = new int[order.length];
      earliest = new long[order.length];
      for (int at : order) {
        if (size > 0 && same(first[size - 1], at)) {
          earliest[size - 1] = Math.min(earliest[size - 1], nanos[at]);
        } else {
          first[size] = at;
          earliest[size++] = nanos[at];
        }
      }
    }

    private boolean same(int a, int b) {
      return objects[a] == objects[b]
          && groups[a] == groups[b]
          && trackNumbers[a] == trackNumbers[b];
    }

    int size() {
      return size;
    }

    int track(int i) {
      return (int) trackNumbers[first[i]];
    }

    long nanos(int i) {
      return earliest[i];
    }

    /** The order of an object against one of another table with the same numbers of tracks. */
    int compare(int i, Distinct other, int j) {
      int track = Integer.compare(track(i), other.track(j));
      if (track != 0) {
        return track;
      }
      int group = Long.compare(groups[first[i]], other.group(j));
      return group != 0 ? group : Long.compare(objects[first[i]], other.object(j));
    }

    private long group(int i) {
      return groups[first[i]];
    }

    private long object(int i) {
      return objects[first[i]];
    }
  }
}
