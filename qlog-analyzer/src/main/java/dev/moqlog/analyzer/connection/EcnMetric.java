package dev.moqlog.analyzer.connection;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.DetailFields;
import dev.moqlog.analyzer.read.FrameList;
import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.summary.EcnSummary;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Explicit congestion notification: the peer's cumulative counts per packet number space, and the
 * marks received (RFC 9000 section 13.4). Counts that go back come from reordered acknowledgments
 * and change nothing. Not safe for several threads.
 */
final class EcnMetric {

  /** More than any connection sends; what claims more is no count. */
  private static final long MAX_COUNT = 1L << 48;

  /** The counts of one packet number space. */
  private static final class Counts {
    private long ect0;
    private long ect1;
    private long ce;
    private long sent;
    private boolean failed;
  }

  private final BySpace<Counts> spaces = new BySpace<>((space, path) -> new Counts());
  private String state;
  private long failures;
  private boolean countsSeen;

  // Marks on packets, and on datagrams.
  private final long[] packetMarks = {ABSENT, ABSENT, ABSENT};
  private final long[] datagramMarks = {ABSENT, ABSENT, ABSENT};
  private int sticky = -1;

  /** A packet was sent. */
  void sent(PacketFields packet) {
    if (packet.hasNumber()) {
      spaces.of(packet).sent++;
    }
  }

  /** A packet was received. */
  void received(QlogEvent event) {
    FrameList frames = event.frames();
    if (Math.max(frames.ect0(), Math.max(frames.ect1(), frames.ce())) != ABSENT
        && event.packet().space() != null) {
      acknowledged(event.packet(), frames);
    }
    add(packetMarks, event.detail());
  }

  /** The state of ECN on the path changed. */
  void stateUpdated(String newState) {
    if (newState != null) {
      state = newState.toLowerCase(Locale.ROOT);
      failures += state.equals("failed") ? 1 : 0;
    }
  }

  private void acknowledged(PacketFields packet, FrameList frames) {
    long path = 0;
    for (int i = 0; i < frames.count(); i++) {
      if (frames.isAck(i)) {
        path = Math.max(0, frames.pathId(i));
      }
    }
    countsSeen = true;
    Counts counts = spaces.of(packet.space(), Math.max(path, packet.pathId()));
    counts.ect0 = larger(counts.ect0, frames.ect0());
    counts.ect1 = larger(counts.ect1, frames.ect1());
    counts.ce = larger(counts.ce, frames.ce());
    if (counts.sent > 0 && !counts.failed && counts.ect0 + counts.ect1 + counts.ce > counts.sent) {
      counts.failed = true;
      failures += "failed".equals(state) ? 0 : 1;
    }
  }

  private static long larger(long known, long count) {
    return count > known && count <= MAX_COUNT ? count : known;
  }

  /** UDP datagrams were received. */
  void datagrams(DetailFields detail) {
    if (detail.ecnMarks() != ABSENT) {
      add(datagramMarks, detail);
      long kinds = detail.ect0Marks() + detail.ect1Marks() + detail.ecnMarks();
      // Without a mark, that of the event before holds on.
      sticky = kinds == 0 ? -1 : detail.ecnMarks() > 0 ? 2 : detail.ect1Marks() > 0 ? 1 : 0;
    } else if (sticky >= 0) {
      datagramMarks[sticky] += Math.max(1, Math.min(detail.datagramCount(), 1 << 16));
    }
  }

  private static void add(long[] marks, DetailFields detail) {
    if (detail.ecnMarks() == ABSENT) {
      return;
    }
    marks[0] = Math.max(0, marks[0]) + detail.ect0Marks();
    marks[1] = Math.max(0, marks[1]) + detail.ect1Marks();
    marks[2] = Math.max(0, marks[2]) + detail.ecnMarks();
  }

  /** What is known at the end, if anything. */
  Optional<EcnSummary> summary() {
    long[] received = datagramMarks[0] != ABSENT ? datagramMarks : packetMarks;
    if (state == null && !countsSeen && received[0] == ABSENT) {
      return Optional.empty();
    }
    long ect0 = 0;
    long ect1 = 0;
    long ce = 0;
    for (Counts counts : spaces.all()) {
      ect0 += counts.ect0;
      ect1 += counts.ect1;
      ce += counts.ce;
    }
    return Optional.of(
        new EcnSummary(
            Optional.ofNullable(state),
            failures,
            countsSeen ? OptionalLong.of(ect0) : OptionalLong.empty(),
            countsSeen ? OptionalLong.of(ect1) : OptionalLong.empty(),
            countsSeen ? OptionalLong.of(ce) : OptionalLong.empty(),
            optional(received[0]),
            optional(received[1]),
            optional(received[2])));
  }

  private static OptionalLong optional(long value) {
    return value == ABSENT ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
