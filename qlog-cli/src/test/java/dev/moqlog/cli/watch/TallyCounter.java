package dev.moqlog.cli.watch;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts how often each trace was counted, by what its head tells: a series for each. */
final class TallyCounter implements Counter {

  final Map<String, Long> counted = new HashMap<>();
  final List<FinishedTrace> order = new ArrayList<>();
  final List<WatchNumbers> committed = new ArrayList<>();
  private final Set<String> changed = new HashSet<>();

  /** Run before each trace is read. */
  Hook before = trace -> {};

  interface Hook {
    void beforeReading(FinishedTrace trace) throws Exception;
  }

  TallyCounter(Map<String, byte[]> series) {
    series.forEach((name, value) -> counted.put(name, ByteBuffer.wrap(value).getLong()));
  }

  @Override
  public Collection<FinishedTrace> count(List<FinishedTrace> traces) {
    Collection<FinishedTrace> gone = new ArrayList<>();
    List<FinishedTrace> read = new ArrayList<>();
    for (FinishedTrace trace : traces) {
      try {
        before.beforeReading(trace);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      if (trace.paths().stream().allMatch(Files::exists)) {
        read.add(trace);
      } else {
        gone.add(trace);
      }
    }
    for (FinishedTrace trace : read) {
      order.add(trace);
      for (FinishedTrace.Part part : trace.files()) {
        String name = part.key() + "#" + part.counted().headHash();
        counted.merge(name, 1L, Long::sum);
        changed.add(name);
      }
    }
    return gone;
  }

  @Override
  public Map<String, byte[]> takeChanges() {
    Map<String, byte[]> changes = new HashMap<>();
    changed.forEach(
        name ->
            changes.put(name, ByteBuffer.allocate(Long.BYTES).putLong(counted.get(name)).array()));
    changed.clear();
    return changes;
  }

  @Override
  public void committed(WatchNumbers numbers) {
    committed.add(numbers);
  }

  /** Keys of counted traces, in order; those counted together joined by a plus sign. */
  List<String> keys() {
    return order.stream()
        .map(
            trace -> String.join("+", trace.files().stream().map(FinishedTrace.Part::key).toList()))
        .toList();
  }
}
