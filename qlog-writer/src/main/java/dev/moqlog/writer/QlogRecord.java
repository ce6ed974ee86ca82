package dev.moqlog.writer;

import dev.moqlog.vocabulary.EventType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An event as an object: for tests, and for events of an application, where convenience counts more
 * than nanoseconds. Immutable.
 *
 * <pre>{@code
 * trace.record(now, QlogRecord.of("myrelay:cache_miss", Map.of("group", 17, "cost_ms", 3.5)));
 * }</pre>
 *
 * @param name {@code namespace:type}; an event of the catalogue is written under the name it has in
 *     the trace's profile, but its members under the names that are given
 * @param data the members of {@code data}: texts, numbers, booleans, collections, maps, or null.
 *     What the catalogue says is secret or payload is left out, and so is, in an event that is not
 *     in the catalogue, a member whose name says that it is a secret, such as {@code access_token}
 */
public record QlogRecord(String name, Map<String, ?> data) {

  /** Deeper data, or more of it, is cut off; an event could not hold it. */
  private static final int DEEPEST = 64;

  private static final int MOST_VALUES = 1 << 15;

  /**
   * Checks the name and copies the data.
   *
   * @throws IllegalArgumentException if the name is not {@code namespace:type}
   */
  public QlogRecord {
    Objects.requireNonNull(name, "name");
    int colon = name.indexOf(':');
    if (colon <= 0 || colon == name.length() - 1) {
      throw new IllegalArgumentException(
          "an event's name is namespace:type, such as myrelay:cache_miss, but this is: " + name);
    }
    data = copy(data, 0, new int[1]);
  }

  /** An event of any name. */
  public static QlogRecord of(String name, Map<String, ?> data) {
    return new QlogRecord(name, data);
  }

  /** An event of the catalogue. */
  public static QlogRecord of(EventType type, Map<String, ?> data) {
    return new QlogRecord(type.qlogName(), data);
  }

  private static Map<String, Object> copy(Map<?, ?> map, int depth, int[] values) {
    Map<String, Object> copy = new LinkedHashMap<>();
    for (Map.Entry<?, ?> member : map.entrySet()) {
      if (depth > DEEPEST || ++values[0] > MOST_VALUES) {
        break;
      }
      copy.put(String.valueOf(member.getKey()), copyOf(member.getValue(), depth + 1, values));
    }
    return Collections.unmodifiableMap(copy);
  }

  private static Object copyOf(Object value, int depth, int[] values) {
    if (value instanceof Map<?, ?> map) {
      return copy(map, depth, values);
    }
    if (value instanceof Collection<?> elements) {
      List<Object> copy = new ArrayList<>();
      for (Object element : elements) {
        if (depth > DEEPEST || ++values[0] > MOST_VALUES) {
          break;
        }
        copy.add(copyOf(element, depth + 1, values));
      }
      return Collections.unmodifiableList(copy);
    }
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    return value.toString();
  }
}
