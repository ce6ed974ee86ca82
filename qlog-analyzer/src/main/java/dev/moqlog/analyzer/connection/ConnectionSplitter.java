package dev.moqlog.analyzer.connection;

import dev.moqlog.analyzer.connection.moq.ObjectDelays;
import dev.moqlog.analyzer.read.Correction;
import dev.moqlog.analyzer.read.DamageReport;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.read.QlogHandler;
import dev.moqlog.analyzer.read.TraceHeader;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.vocabulary.EventType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Splits the events of one log by connection, and gives a summary of each.
 *
 * <p>A connection is a trace, or one group id within a trace: stacks that write one file for an
 * endpoint mark each event with the connection it belongs to. Of more than {@value #MAX_OPEN}
 * connections at once, the one that was silent longest is summarised early; what it logs later
 * makes a summary of its own.
 */
public final class ConnectionSplitter implements QlogHandler {

  static final int MAX_OPEN = 16_384;

  private static final int MAX_PROBLEMS = 16;

  private final String source;
  private final int seriesBuckets;
  private final Consumer<ConnectionSummary> summaries;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, ConnectionAnalyzer> open = new LinkedHashMap<>(16, 0.75f, true);

  /** The connections of one trace have one clock. */
  private ObjectDelays relay = new ObjectDelays(0);

  private long traceErrors;
  private long started;
  private TraceHeader header;
  private String currentGroup;
  private ConnectionAnalyzer current;

  /**
   * @param source the name of the log
   * @param summaries receives the summaries, on the thread that reads
   */
  public ConnectionSplitter(String source, Consumer<ConnectionSummary> summaries) {
    this(source, 0, summaries);
  }

  /**
   * @param source the name of the log
   * @param seriesBuckets how many buckets the time series of a connection may have; 0 for none
   * @param summaries receives the summaries, on the thread that reads
   */
  public ConnectionSplitter(
      String source, int seriesBuckets, Consumer<ConnectionSummary> summaries) {
    this.source = source;
    this.seriesBuckets = seriesBuckets;
    this.summaries = summaries;
  }

  /** How many traces hold an error instead of events. */
  public long traceErrors() {
    return traceErrors;
  }

  /** What the log says it lacks, at most the first few. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  @Override
  public void traceStarted(TraceHeader known) {
    header = known;
    relay = new ObjectDelays(0);
    open.clear();
    current = null;
    currentGroup = null;
  }

  @Override
  public boolean needsData(EventType type) {
    return NeededData.of(type);
  }

  @Override
  public void event(QlogEvent event) {
    String group = event.groupId() == null ? header.groupId() : event.groupId();
    if (current == null || !group.equals(currentGroup)) {
      currentGroup = group;
      current =
          open.computeIfAbsent(
              group, any -> new ConnectionAnalyzer(started++, seriesBuckets, relay));
      if (open.size() > MAX_OPEN) {
        summariseEldest();
      }
    }
    current.event(event);
  }

  @Override
  public void traceEnded(TraceHeader complete, Set<Correction> corrections, DamageReport damage) {
    if (open.isEmpty()) {
      open.put(complete.groupId(), new ConnectionAnalyzer(started++, seriesBuckets, relay));
    }
    // Events of the endpoint itself, such as server_listening, are no connection.
    if (open.size() > 1 && open.containsKey("") && !open.get("").hasPackets()) {
      open.remove("");
    }
    open.entrySet().stream()
        .sorted(Comparator.comparingLong(entry -> entry.getValue().ordinal()))
        .map(entry -> summary(entry.getKey(), entry.getValue(), complete, corrections, damage))
        .forEach(summaries);
    open.clear();
    current = null;
  }

  @Override
  public void traceError(int index, String description) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add("trace " + index + " holds an error instead of events: " + description);
    }
    traceErrors++;
  }

  private void summariseEldest() {
    Iterator<Map.Entry<String, ConnectionAnalyzer>> eldest = open.entrySet().iterator();
    Map.Entry<String, ConnectionAnalyzer> entry = eldest.next();
    summaries.accept(
        entry
            .getValue()
            .summary(source, entry.getKey(), header, Set.of(), DamageReport.none(), false));
    eldest.remove();
  }

  private ConnectionSummary summary(
      String group,
      ConnectionAnalyzer analyzer,
      TraceHeader known,
      Set<Correction> corrections,
      DamageReport damage) {
    String id = group.isEmpty() ? known.groupId() : group;
    return analyzer.summary(source, id, known, corrections, damage, true);
  }
}
