package dev.moqlog.analyzer;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.QuantileSketch;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All a summary says, for comparing two logs of the same events: every component of every record,
 * also those of later versions, except where in which file it stood and which version that file
 * claims to have.
 */
final class WholeSummary {

  private static final Set<String> OF_THE_FILE = Set.of("source", "traceIndex", "qlogVersion");

  private WholeSummary() {}

  /**
   * What a summary says.
   *
   * @param except further components that may differ
   */
  static Map<String, Object> of(ConnectionSummary summary, String... except) {
    Map<String, Object> all = components(summary);
    all.keySet().removeAll(OF_THE_FILE);
    all.keySet().removeAll(List.of(except));
    return all;
  }

  private static Map<String, Object> components(Record value) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      if (component.getName().toLowerCase(Locale.ROOT).contains("offset")) {
        continue;
      }
      try {
        component.getAccessor().setAccessible(true);
        all.put(component.getName(), plain(component.getAccessor().invoke(value)));
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(component.toString(), e);
      }
    }
    return all;
  }

  private static Object plain(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(WholeSummary::plain);
    }
    if (value instanceof Record component) {
      return components(component);
    }
    if (value instanceof QuantileSketch sketch) {
      return quantiles(sketch);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach((key, each) -> sorted.put(key.toString(), plain(each)));
      return sorted;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(WholeSummary::plain).toList();
    }
    return value;
  }

  private static List<Object> quantiles(QuantileSketch sketch) {
    List<Object> all = new ArrayList<>(List.of(sketch.count()));
    if (sketch.count() > 0) {
      for (int percent = 0; percent <= 100; percent++) {
        all.add(sketch.quantile(percent / 100.0));
      }
    }
    return all;
  }
}
