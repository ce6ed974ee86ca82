package dev.moqlog.analyzer.join;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the aliases of tracks stand for in one direction, by the log of one end.
 *
 * <p>An alias is the same at both ends, while names may not be: each end may hash them by a key of
 * its own or leave them out, and a log may begin after they were told.
 */
final class TrackAliases {

  private static final String SEVERAL = "";

  private final Map<String, String> names = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();

  /** An alias stands for a name. */
  void add(String alias, String name) {
    if (names.containsKey(alias)) {
      names.computeIfPresent(alias, (any, before) -> before.equals(name) ? before : SEVERAL);
    } else if (names.size() < ObjectTable.MAX_LABELS) {
      names.put(alias, name);
      aliases.putIfAbsent(name, alias);
    }
  }

  /**
   * What the other end calls a track that it does not know by the name that it has here.
   *
   * @param label the name here, or the alias
   * @param own all labels here
   * @param other the aliases of the other end
   * @param others all labels there
   * @return the label itself if nothing tells
   */
  String translated(String label, Set<String> own, TrackAliases other, Set<String> others) {
    if (others.contains(label)) {
      return label;
    }
    String alias = aliases.getOrDefault(label, label);
    String here = names.getOrDefault(alias, label);
    String there = other.names.getOrDefault(alias, alias);
    // A track that is here under its own name is that one.
    boolean known = here.equals(label) && others.contains(there) && !own.contains(there);
    return known ? there : label;
  }
}
