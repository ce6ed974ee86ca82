package dev.moqlog.analyzer.join;

import dev.moqlog.analyzer.read.Correction;
import dev.moqlog.analyzer.read.DamageReport;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.read.QlogHandler;
import dev.moqlog.analyzer.read.TraceHeader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The first pass: learns which connections one log has. */
public final class EndIndexer implements QlogHandler {

  /** How many connections are kept of all logs together. */
  public static final int MAX_CONNECTIONS = 262_144;

  private final int sourceOrdinal;
  private final int contentOrdinal;
  private final String source;
  private final List<EndIndex> ends;
  private final Map<String, EndIndex> open = new LinkedHashMap<>();

  private long found;
  private long refused;
  private TraceHeader header;
  private String currentGroup;
  private EndIndex current;

  /**
   * @param sourceOrdinal the ordinal of the source among all
   * @param contentOrdinal the ordinal of the log in its source
   * @param source the name of the log
   * @param ends receives what is found
   */
  public EndIndexer(int sourceOrdinal, int contentOrdinal, String source, List<EndIndex> ends) {
    this.sourceOrdinal = sourceOrdinal;
    this.contentOrdinal = contentOrdinal;
    this.source = source;
    this.ends = ends;
  }

  /** How many connections with packets the log has. */
  public long found() {
    return found;
  }

  /** How many more groups of events there were than are kept. */
  public long refused() {
    return refused;
  }

  @Override
  public void traceStarted(TraceHeader known) {
    header = known;
    open.clear();
    currentGroup = null;
    current = null;
  }

  @Override
  public void event(QlogEvent event) {
    String group = event.groupId() == null ? header.groupId() : event.groupId();
    if (!group.equals(currentGroup)) {
      currentGroup = group;
      current = open.get(group);
      if (current == null && ends.size() + open.size() < MAX_CONNECTIONS) {
        current =
            new EndIndex(
                new EndIndex.Place(sourceOrdinal, contentOrdinal, header.index(), group), source);
        open.put(group, current);
      } else if (current == null) {
        refused++;
      }
    }
    if (current != null) {
      current.event(event);
    }
  }

  @Override
  public void traceEnded(TraceHeader complete, Set<Correction> corrections, DamageReport damage) {
    // Events of the endpoint itself, such as server_listening, are no connection.
    open.values().removeIf(end -> end.packets() == 0 && end.moqObjects() == 0);
    for (EndIndex end : open.values()) {
      end.end(complete, damage, open.size() == 1);
      found += end.packets() > 0 ? 1 : 0;
      ends.add(end);
    }
    open.clear();
    currentGroup = null;
    current = null;
  }

  @Override
  public void traceError(int index, String description) {}
}
