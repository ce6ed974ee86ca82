package dev.moqlog.analyzer.join;

import dev.moqlog.analyzer.read.Correction;
import dev.moqlog.analyzer.read.DamageReport;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.read.QlogHandler;
import dev.moqlog.analyzer.read.TraceHeader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The second pass: hands the events of one log to the ends that are wanted of it. */
public final class EndReader implements QlogHandler {

  private record Key(int contentOrdinal, int traceIndex, String group) {}

  /** The ends that are wanted of one source. */
  public static final class Ends {

    private final Map<Key, Consumer<QlogEvent>> byPlace = new HashMap<>();
    private final Set<Integer> contents = new HashSet<>();

    /** Nothing yet. */
    public Ends() {}

    /** Adds an end, whose events go to a table; an end may have several. */
    public void add(EndIndex.Place place, Consumer<QlogEvent> table) {
      byPlace.merge(
          new Key(place.contentOrdinal(), place.traceIndex(), place.group()),
          table,
          Consumer::andThen);
      contents.add(place.contentOrdinal());
    }

    /** Whether any is in that log of the source. */
    public boolean has(int contentOrdinal) {
      return contents.contains(contentOrdinal);
    }
  }

  private final int contentOrdinal;
  private final Ends ends;

  private TraceHeader header;
  private String currentGroup;
  private Consumer<QlogEvent> current;

  /**
   * @param contentOrdinal the ordinal of the log in its source
   * @param ends what is wanted of the source
   */
  public EndReader(int contentOrdinal, Ends ends) {
    this.contentOrdinal = contentOrdinal;
    this.ends = ends;
  }

  @Override
  public void traceStarted(TraceHeader known) {
    header = known;
    currentGroup = null;
    current = null;
  }

  @Override
  public void event(QlogEvent event) {
    String group = event.groupId() == null ? header.groupId() : event.groupId();
    if (!group.equals(currentGroup)) {
      currentGroup = group;
      current = ends.byPlace.get(new Key(contentOrdinal, header.index(), group));
    }
    if (current != null) {
      current.accept(event);
    }
  }

  @Override
  public void traceEnded(TraceHeader complete, Set<Correction> corrections, DamageReport damage) {}

  @Override
  public void traceError(int index, String description) {}
}
