package dev.moqlog.analyzer.join;

import dev.moqlog.analyzer.summary.NetworkLoss;
import dev.moqlog.analyzer.summary.NetworkLoss.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** Runs of consecutive losses in one direction, in the order of sending. */
final class LossRuns {

  private static final int NOBODY = -1;

  private final MatchedPackets packets;
  private final Fates fates;
  private final List<Run> worst = new ArrayList<>();

  private long runs;
  private long longest;

  LossRuns(MatchedPackets packets, Fates fates) {
    this.packets = packets;
    this.fates = fates;
    int before = NOBODY;
    int first = NOBODY;
    int last = NOBODY;
    long length = 0;
    long bytes = 0;
    for (int i = 0; i < packets.count; i++) {
      if (fates.of(i) == Fates.LOST) {
        first = first == NOBODY ? i : first;
        last = i;
        length++;
        bytes += packets.lengths[i];
      } else if (fates.of(i) == Fates.RECEIVED) {
        if (first != NOBODY) {
          end(before, first, last, i, length, bytes);
        }
        before = i;
        first = NOBODY;
        length = 0;
        bytes = 0;
      }
    }
    if (first != NOBODY) {
      end(before, first, last, NOBODY, length, bytes);
    }
    worst.sort(Comparator.comparingLong(Run::firstSentNanos));
  }

  private void end(int before, int first, int last, int after, long length, long bytes) {
    runs++;
    longest = Math.max(longest, length);
    int smallest = 0;
    if (worst.size() == NetworkLoss.MAX_RUNS) {
      for (int i = 1; i < worst.size(); i++) {
        smallest = worst.get(i).packets() < worst.get(smallest).packets() ? i : smallest;
      }
      if (worst.get(smallest).packets() >= length) {
        return;
      }
      worst.remove(smallest);
    }
    OptionalLong silence =
        before == NOBODY || after == NOBODY
            ? OptionalLong.empty()
            : OptionalLong.of(
                Math.max(0, packets.arrivedNanos[after] - packets.arrivedNanos[before]));
    worst.add(
        new Run(
            packets.sentNanos[first],
            packets.sentNanos[last] - packets.sentNanos[first],
            length,
            bytes,
            variation(before),
            variation(after),
            silence));
  }

  private OptionalLong variation(int i) {
    return i == NOBODY
        ? OptionalLong.empty()
        : OptionalLong.of(packets.rawDelayNanos(i) - fates.minRawNanos());
  }

  /** How many there are. */
  long count() {
    return runs;
  }

  /** The packets of the longest. */
  long longest() {
    return longest;
  }

  /** The longest, in the order of sending. */
  List<Run> worst() {
    return List.copyOf(worst);
  }
}
