package dev.moqlog.analyzer.connection;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What is known of streams, by their ids; of more streams than fit, the one that was silent longest
 * makes room. Not safe for several threads.
 *
 * @param <T> what is known of a stream
 */
final class RecentStreams<T> {

  private static final int NOBODY = -1;
  private static final int FIRST_CAPACITY = 4;
  private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

  private final int limit;

  // The streams in the order in which they were first seen, linked by when they were last heard of.
  private long[] ids = {};
  private Object[] states = {};
  private int[] earlier = {};
  private int[] later = {};
  private int size;
  private int eldest = NOBODY;
  private int latest = NOBODY;

  /** Where streams are in those columns, by open addressing of their ids; NOBODY where free. */
  private int[] places = {};

  /**
   * @param limit how many streams fit
   */
  RecentStreams(int limit) {
    this.limit = limit;
  }

  /** What is known of a stream, which is heard of now; null if it is not known. */
  T get(long id) {
    if (latest != NOBODY && ids[latest] == id) {
      return state(latest);
    }
    if (size == 0) {
      return null;
    }
    int i = places[placeOf(id)];
    if (i == NOBODY) {
      return null;
    }
    unlink(i);
    linkLatest(i);
    return state(i);
  }

  /**
   * Adds a stream that is not known, and is heard of now.
   *
   * @return what was known of the stream that made room, or null
   */
  T add(long id, T state) {
    T forgotten = null;
    int i = size;
    if (size == limit) {
      i = eldest;
      forgotten = state(i);
      unlink(i);
      free(placeOf(ids[i]));
    } else {
      ensureRoom();
      size++;
    }
    ids[i] = id;
    states[i] = state;
    linkLatest(i);
    places[placeOf(id)] = i;
    return forgotten;
  }

  /** Hands over what is known of all streams, the one that was silent longest first. */
  void forEach(Consumer<T> taker) {
    for (int i = eldest; i != NOBODY; i = later[i]) {
      taker.accept(state(i));
    }
  }

  /** Whether anything that is known of any stream is so. */
  boolean any(Predicate<T> condition) {
    for (int i = 0; i < size; i++) {
      if (condition.test(state(i))) {
        return true;
      }
    }
    return false;
  }

  @SuppressWarnings("unchecked")
  private T state(int i) {
    return (T) states[i];
  }

  private void unlink(int i) {
    if (earlier[i] == NOBODY) {
      eldest = later[i];
    } else {
      later[earlier[i]] = later[i];
    }
    if (later[i] == NOBODY) {
      latest = earlier[i];
    } else {
      earlier[later[i]] = earlier[i];
    }
  }

  private void linkLatest(int i) {
    earlier[i] = latest;
    later[i] = NOBODY;
    if (latest == NOBODY) {
      eldest = i;
    } else {
      later[latest] = i;
    }
    latest = i;
  }

  /** The place of a stream, or the free one where it belongs. */
  private int placeOf(long id) {
    int place = home(id);
    while (places[place] != NOBODY && ids[places[place]] != id) {
      place = next(place);
    }
    return place;
  }

  private int home(long id) {
    return (int) (id * MIX >>> 32) & places.length - 1;
  }

  private int next(int place) {
    return place + 1 & places.length - 1;
  }

  /** Frees a place, and moves those behind it that would no longer be found. */
  private void free(int place) {
    int gap = place;
    int mask = places.length - 1;
    places[gap] = NOBODY;
    for (int at = next(gap); places[at] != NOBODY; at = next(at)) {
      int distanceFromHome = at - home(ids[places[at]]) & mask;
      if (distanceFromHome >= (at - gap & mask)) {
        places[gap] = places[at];
        places[at] = NOBODY;
        gap = at;
      }
    }
  }

  private void ensureRoom() {
    if (size < ids.length) {
      return;
    }
    int capacity = Math.max(FIRST_CAPACITY, size * 2);
    ids = Arrays.copyOf(ids, capacity);
    states = Arrays.copyOf(states, capacity);
    earlier = Arrays.copyOf(earlier, capacity);
    later = Arrays.copyOf(later, capacity);
    places = new int[capacity * 2];
    Arrays.fill(places, NOBODY);
    for (int i = 0; i < size; i++) {
      places[placeOf(ids[i])] = i;
    }
  }
}
