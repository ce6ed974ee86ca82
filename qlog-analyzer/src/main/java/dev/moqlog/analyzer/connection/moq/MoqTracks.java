package dev.moqlog.analyzer.connection.moq;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.summary.MoqDirection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The tracks of a connection by direction, and by name or alias. */
final class MoqTracks {

  static final int MAX_TRACKS = 512;

  /** Aliases may be used again; the eldest binding is given up. */
  static final int MAX_ALIASES = 4096;

  private record Named(MoqDirection direction, String name) {}

  private record Alias(MoqDirection direction, long number) {}

  /**
   * What an alias stands for.
   *
   * @param certain whether the publisher said so; else a subscriber proposed it
   */
  private record Binding(TrackMetric track, boolean certain) {}

  /** Learns what aliases stand for. */
  interface Listener {

    /** The name of a track became known. */
    void renamed(TrackMetric before, TrackMetric now);

    /** An alias stands for a track whose name is known. */
    default void bound(long alias, TrackMetric track) {}
  }

  private final Map<Named, TrackMetric> byName = new HashMap<>();
  private final Map<Alias, Binding> byAlias = new BoundedMap<>(MAX_ALIASES);
  private final List<TrackMetric> tracks = new ArrayList<>();
  private final GroupBudget budget = new GroupBudget();
  private final Listener listener;
  private boolean full;

  MoqTracks(Listener listener) {
    this.listener = listener;
  }

  /** All tracks, in the order of their first appearance. */
  List<TrackMetric> all() {
    return tracks;
  }

  /** Whether a track was not kept. */
  boolean full() {
    return full;
  }

  /** The track of that name, or null if no more are kept. */
  TrackMetric named(MoqDirection direction, String name) {
    TrackMetric track = byName.get(new Named(direction, name));
    if (track == null) {
      track = add(new TrackMetric(direction, name, ABSENT, budget));
      if (track != null) {
        byName.put(new Named(direction, name), track);
      }
    }
    return track;
  }

  /** The track that an alias stands for, or one of its own; null if no more are kept. */
  TrackMetric aliased(MoqDirection direction, long number) {
    if (number == ABSENT) {
      return unknown(direction);
    }
    Alias alias = new Alias(direction, number);
    Binding binding = byAlias.get(alias);
    if (binding == null) {
      TrackMetric track = add(new TrackMetric(direction, null, number, budget));
      if (track == null) {
        return null;
      }
      binding = new Binding(track, true);
      byAlias.put(alias, binding);
    }
    return binding.track.current();
  }

  /** The track of objects of which not even the alias is known. */
  TrackMetric unknown(MoqDirection direction) {
    for (TrackMetric track : tracks) {
      if (track.direction == direction && track.name == null && track.alias == ABSENT) {
        return track;
      }
    }
    return add(new TrackMetric(direction, null, ABSENT, budget));
  }

  /**
   * An alias stands for a track from now on, and what came under the alias before is of that track.
   *
   * @param certain whether the publisher says so
   */
  void bind(long number, TrackMetric track, boolean certain) {
    Alias alias = new Alias(track.direction, number);
    Binding before = byAlias.get(alias);
    if (before != null && before.track.current() == track) {
      byAlias.put(alias, new Binding(track, before.certain || certain));
      return;
    }
    boolean unnamed = before != null && before.track.current().name == null;
    if (before != null && !unnamed && before.certain && !certain) {
      return;
    }
    byAlias.put(alias, new Binding(track, certain));
    listener.bound(number, track);
    if (unnamed) {
      TrackMetric other = before.track.current();
      track.absorb(other);
      int place = tracks.indexOf(other);
      tracks.remove(other);
      // The track takes the earlier place of the two.
      if (place < tracks.indexOf(track)) {
        tracks.remove(track);
        tracks.add(place, track);
      }
      listener.renamed(other, track);
    }
  }

  /** A proposed alias was not taken by the publisher, who chose another. */
  void release(long number, TrackMetric track) {
    Alias alias = new Alias(track.direction, number);
    Binding binding = byAlias.get(alias);
    if (binding != null && !binding.certain && Objects.equals(binding.track.current(), track)) {
      byAlias.remove(alias);
    }
  }

  private TrackMetric add(TrackMetric track) {
    if (tracks.size() == MAX_TRACKS) {
      full = true;
      return null;
    }
    tracks.add(track);
    return track;
  }
}
