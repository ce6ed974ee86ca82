package dev.moqlog.cli.watch;

import dev.moqlog.analyzer.connection.SourceNames;
import dev.moqlog.analyzer.summary.MoqLogs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which files of a directory are analysed together: logs of MoQ and what they are beside of. */
final class MoqPairs {

  /** No connection has more logs than that; so many are something else, and analysed one by one. */
  private static final int MAX_TOGETHER = 8;

  private MoqPairs() {}

  /** All traces of a directory, in groups of those that belong together. */
  static List<List<OpenTrace>> of(Path directory, Collection<OpenTrace> traces) {
    Map<String, List<OpenTrace>> byId = new LinkedHashMap<>();
    for (OpenTrace trace : traces) {
      String source = directory.resolve(trace.name).toString();
      byId.computeIfAbsent(MoqLogs.key(SourceNames.connectionId(source)), any -> new ArrayList<>())
          .add(trace);
    }
    List<List<OpenTrace>> groups = new ArrayList<>();
    for (List<OpenTrace> same : byId.values()) {
      if (same.size() <= MAX_TOGETHER && same.stream().anyMatch(OpenTrace::isMoqLog)) {
        groups.add(same);
      } else {
        same.forEach(trace -> groups.add(List.of(trace)));
      }
    }
    return groups;
  }
}
