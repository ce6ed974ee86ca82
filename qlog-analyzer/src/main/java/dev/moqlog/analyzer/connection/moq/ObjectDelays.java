package dev.moqlog.analyzer.connection.moq;

import dev.moqlog.analyzer.summary.DistributionSummary;
import dev.moqlog.analyzer.summary.QuantileSketch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long objects take from one place to another: between the two sides of a relay (parsed, then
 * created; on one clock), or from a publisher to a subscriber (created, then parsed; with the
 * offset of their clocks).
 *
 * <p>Objects are told apart by full track name, group and object id. Either place may come first,
 * so that logs need not be merged by time. Of each place the last {@value #MAX_OBJECTS} objects are
 * kept that the other has not matched. Not safe for use by several threads.
 */
public final class ObjectDelays {

  /** Stands for a delay that is not known, or not yet. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  static final int MAX_OBJECTS = 65_536;

  /** Of one object before it left, as far as the order of logs goes. */
  private static final int MAX_ARRIVALS = 64;

  private record Key(String track, long group, long object) {}

  /** An object that left, and how often it arrived: a relay sends one to many. */
  private static final class Departure {
    final long nanos;
    long arrivals;

    Departure(long nanos) {
      this.nanos = nanos;
    }
  }

  private static final class Bounded<V> extends LinkedHashMap<Key, V> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, V> eldest) {
      return size() > MAX_OBJECTS;
    }
  }

  private final long offsetNanos;
  private final Map<Key, Departure> departures = new Bounded<>();
  private final Map<Key, long[]> early = new Bounded<>();
  private final QuantileSketch delays = new QuantileSketch();
  private long departed;
  private long delivered;
  private long arrived;
  private long negative;

  /**
   * @param offsetNanos what to add to times of arrival to bring them onto the clock of departures;
   *     0 for one clock
   */
  public ObjectDelays(long offsetNanos) {
    this.offsetNanos = offsetNanos;
  }

  /** An object was at the first place; only the first time counts. */
  public void left(String track, long group, long object, long nanos) {
    Key key = new Key(track, group, object);
    if (departures.containsKey(key)) {
      return;
    }
    Departure departure = new Departure(nanos);
    departures.put(key, departure);
    departed++;
    long[] arrivals = early.remove(key);
    if (arrivals != null) {
      for (long arrival : arrivals) {
        count(departure, arrival);
      }
    }
  }

  /**
   * An object was at the second place.
   *
   * @return how long it took, or {@link #UNKNOWN}
   */
  public long arrived(String track, long group, long object, long nanos) {
    arrived++;
    Key key = new Key(track, group, object);
    long corrected = nanos + offsetNanos;
    Departure departure = departures.get(key);
    if (departure == null) {
      early.merge(key, new long[] {corrected}, ObjectDelays::joined);
      return UNKNOWN;
    }
    return count(departure, corrected);
  }

  /** All arrivals of an object so far, as far as they are kept. */
  private static long[] joined(long[] before, long[] one) {
    if (before.length == MAX_ARRIVALS) {
      return before;
    }
    long[] all = Arrays.copyOf(before, before.length + 1);
    all[before.length] = one[0];
    return all;
  }

  private long count(Departure departure, long arrivalNanos) {
    delivered += departure.arrivals++ == 0 ? 1 : 0;
    long delay = arrivalNanos - departure.nanos;
    if (delay < 0) {
      negative++;
      return UNKNOWN;
    }
    delays.add(delay);
    return delay;
  }

  /**
   * What is known so far.
   *
   * @param departed objects seen at the first place
   * @param delivered those of them seen at the second place
   * @param arrived times that an object was seen at the second place; divided by delivered, the
   *     fan-out of a relay
   * @param negative times that it was there before it left: the clocks are off by more than it
   *     takes
   * @param delayNanos how long it took, absent without any
   */
  public record Summary(
      long departed,
      long delivered,
      long arrived,
      long negative,
      Optional<DistributionSummary> delayNanos) {}

  /** What is known so far. */
  public Summary summary() {
    return new Summary(departed, delivered, arrived, negative, DistributionSummary.of(delays));
  }
}
