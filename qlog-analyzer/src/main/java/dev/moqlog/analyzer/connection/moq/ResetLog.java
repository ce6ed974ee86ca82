package dev.moqlog.analyzer.connection.moq;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.summary.MoqStall;
import dev.moqlog.analyzer.summary.MoqTrackSummary.Drop;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Data streams that were reset or stopped, as drops of their tracks and as stalls. */
final class ResetLog {

  private record Reset(TrackMetric track, OptionalLong group, long start, long end, long offset) {}

  private final int maxStalls;
  private final List<Reset> resets = new ArrayList<>();
  private long leftOut;

  ResetLog(int maxStalls) {
    this.maxStalls = maxStalls;
  }

  /** A stream was given up by its sender, or its receiver asked for that. */
  void add(DataStream stream, TrackMetric track, MoqStreams.End end) {
    track.dropped(end.stopped() ? Drop.Kind.STOP_SENDING : Drop.Kind.RESET_STREAM, end.code());
    if (end.stopped()) {
      return;
    }
    if (resets.size() == maxStalls) {
      leftOut++;
      return;
    }
    boolean known = stream.fetch == null && stream.group != ABSENT;
    resets.add(
        new Reset(
            track,
            known ? OptionalLong.of(stream.group) : OptionalLong.empty(),
            Math.min(stream.startNanos, end.nanos()),
            end.nanos(),
            end.offset()));
  }

  /** The streams that were reset, under the names that their tracks have by now. */
  List<MoqStall> stalls() {
    return resets.stream()
        .map(
            reset ->
                new MoqStall(
                    reset.track.current().label(),
                    reset.track.direction,
                    reset.group,
                    MoqStall.Kind.RESET_STREAM,
                    reset.start,
                    reset.end,
                    reset.offset))
        .toList();
  }

  /** How many more streams were reset. */
  long leftOut() {
    return leftOut;
  }
}
