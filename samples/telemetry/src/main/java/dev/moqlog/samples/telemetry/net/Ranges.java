package dev.moqlog.samples.telemetry.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of numbers, as ranges from a start to an end that is not included. */
final class Ranges {

  private final TreeMap<Long, Long> ends = new TreeMap<>();

  /** Adds a range; how many of its numbers are new. */
  long add(long start, long end) {
    if (end <= start) {
      return 0;
    }
    long from = start;
    long to = end;
    long covered = 0;
    Map.Entry<Long, Long> other = ends.floorEntry(end);
    while (other != null && other.getValue() >= start) {
      covered += Math.max(0, Math.min(end, other.getValue()) - Math.max(start, other.getKey()));
      from = Math.min(from, other.getKey());
      to = Math.max(to, other.getValue());
      ends.remove(other.getKey());
      other = ends.floorEntry(end);
    }
    ends.put(from, to);
    return end - start - covered;
  }

  boolean contains(long start, long end) {
    Map.Entry<Long, Long> range = ends.floorEntry(start);
    return end <= start || range != null && range.getValue() >= end;
  }

  /** The end of the range that begins at 0. */
  long endOfFirst() {
    return ends.getOrDefault(0L, 0L);
  }

  /** Forgets all but the highest ranges, and tells them, the highest first. */
  List<Frame.Ack.Range> highest(int most) {
    while (ends.size() > most) {
      ends.pollFirstEntry();
    }
    List<Frame.Ack.Range> ranges = new ArrayList<>();
    ends.descendingMap().forEach((start, end) -> ranges.add(new Frame.Ack.Range(start, end - 1)));
    return ranges;
  }
}
