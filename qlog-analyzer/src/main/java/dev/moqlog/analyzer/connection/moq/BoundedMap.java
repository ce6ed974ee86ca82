package dev.moqlog.analyzer.connection.moq;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that gives up its eldest entry for a new one when it is full. */
class BoundedMap<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1;

  private final int maxEntries;

  BoundedMap(int maxEntries) {
    this.maxEntries = maxEntries;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    boolean full = size() > maxEntries;
    if (full) {
      givenUp(eldest.getValue());
    }
    return full;
  }

  /** An entry is given up. */
  void givenUp(V value) {}
}
