package dev.moqlog.observability;

import java.util.List;
import java.util.stream.Stream;

/** Small operations on lists. */
final class Lists {

  private Lists() {}

  static <T> List<T> concat(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** What is in both, in the order of the second. */
  static <T> List<T> common(List<T> some, List<T> ordered) {
    return ordered.stream().filter(some::contains).toList();
  }
}
