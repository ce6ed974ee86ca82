package dev.moqlog.analyzer.connection.moq;

import java.util.Comparator;
import java.util.PriorityQueue;

/** The longest of many spans of time: which of them are stalls shows only with the median. */
final class LongestSpans {

  static final int MAX_KEPT = 32;

  /** A span that a group took, and the event that ended it. */
  record Span(long group, long startNanos, long endNanos, long offset) {
    long nanos() {
      return endNanos - startNanos;
    }
  }

  private final PriorityQueue<Span> spans =
      new PriorityQueue<>(Comparator.comparingLong(Span::nanos));

  void add(long group, long startNanos, long endNanos, long offset) {
    if (spans.size() == MAX_KEPT) {
      if (spans.peek().nanos() >= endNanos - startNanos) {
        return;
      }
      spans.remove();
    }
    spans.add(new Span(group, startNanos, endNanos, offset));
  }

  Iterable<Span> all() {
    return spans;
  }

  void addAll(LongestSpans other) {
    for (Span span : other.spans) {
      add(span.group, span.startNanos, span.endNanos, span.offset);
    }
  }
}
