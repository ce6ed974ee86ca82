package dev.moqlog.analyzer.join;

import dev.moqlog.analyzer.connection.SourceNames;
import dev.moqlog.vocabulary.VantagePoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds the Media over QUIC events of an end of a connection: in the log of its packets, or in a
 * log of MoQ only beside it ({@code <id>.mlog} beside {@code <id>.qlog}) if both tell wall-clock
 * times.
 */
public final class MoqEnds {

  private static final Pattern SIDE = Pattern.compile("[_-](client|server)$");

  /** So many logs of MoQ may share an id or a name; more of them are passed over. */
  private static final int MAX_PER_KEY = 32;

  private final Map<String, List<EndIndex>> logs = new HashMap<>();

  /**
   * Where the events of an end are.
   *
   * @param end the log
   * @param shiftNanos what to add to its times to have them on the axis of the packets' log
   */
  public record Found(EndIndex end, long shiftNanos) {}

  /**
   * @param ends what the first pass found; those without packets are logs of MoQ only
   */
  public MoqEnds(List<EndIndex> ends) {
    for (EndIndex end : ends) {
      if (end.packets() == 0) {
        for (String key : keys(end)) {
          List<EndIndex> list = logs.computeIfAbsent(key, any -> new ArrayList<>());
          if (list.size() < MAX_PER_KEY) {
            list.add(end);
          }
        }
      }
    }
  }

  /** The ids that a log knows, and the file's name in its directory. */
  private static Set<String> keys(EndIndex end) {
    Set<String> keys = new TreeSet<>();
    end.ids().forEach(id -> keys.add("id " + id));
    String name = SourceNames.connectionId(end.source()).toLowerCase(Locale.ROOT);
    keys.add("file " + directory(end) + '/' + SIDE.matcher(name).replaceFirst(""));
    return keys;
  }

  private static String directory(EndIndex end) {
    String path = end.source().replace('\\', '/');
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /**
   * Where the events of MoQ of an end are, if anywhere.
   *
   * @param end the log of its packets
   * @param side which end it is
   */
  public Optional<Found> of(EndIndex end, VantagePoint side) {
    if (end.moqObjects() > 0) {
      return Optional.of(new Found(end, 0));
    }
    if (logs.isEmpty()) {
      return Optional.empty();
    }
    Found best = null;
    boolean bestSure = false;
    for (String key : keys(end)) {
      for (EndIndex log : logs.getOrDefault(key, List.of())) {
        boolean sure = log.claimed() == side;
        boolean open =
            log.claimed() == VantagePoint.UNKNOWN && directory(log).equals(directory(end));
        OptionalLong shift = shift(log, end);
        if ((sure || open)
            && shift.isPresent()
            && (best == null
                || sure && !bestSure
                || sure == bestSure && log.moqObjects() > best.end.moqObjects())) {
          best = new Found(log, shift.getAsLong());
          bestSure = sure;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static OptionalLong shift(EndIndex log, EndIndex end) {
    Optional<Long> from = log.wallClockLessAxisNanos();
    Optional<Long> to = end.wallClockLessAxisNanos();
    if (from.isEmpty() || to.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Math.subtractExact(from.get(), to.get()));
    } catch (ArithmeticException e) {
      return OptionalLong.empty();
    }
  }
}
