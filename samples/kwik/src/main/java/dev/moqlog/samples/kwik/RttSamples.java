package dev.moqlog.samples.kwik;

import java.util.NavigableSet;
import java.util.TreeSet;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.Range;

/**
 * Tells which acknowledgments give a sample of the round-trip time (RFC 9002 section 5.1), for the
 * packets of one number space: Kwik repeats the last sample for each of the others. For one thread
 * at a time.
 */
final class RttSamples {
  private final NavigableSet<Long> outstanding = new TreeSet<>();
  private long largest = -1;

  /** An ack-eliciting packet was sent. */
  void sent(long packetNumber) {
    outstanding.add(packetNumber);
  }

  /** A packet was declared lost. */
  void lost(long packetNumber) {
    outstanding.remove(packetNumber);
  }

  /** Whether the acknowledgment gives a sample. */
  boolean acknowledged(AckFrame ack) {
    int before = outstanding.size();
    for (Range range : ack.getAcknowledgedRanges()) {
      outstanding.subSet(range.getSmallest(), true, range.getLargest(), true).clear();
    }
    boolean isLater = ack.getLargestAcknowledged() > largest;
    largest = Math.max(largest, ack.getLargestAcknowledged());
    return isLater && outstanding.size() < before;
  }
}
