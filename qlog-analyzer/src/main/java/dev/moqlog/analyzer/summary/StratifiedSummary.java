package dev.moqlog.analyzer.summary;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Connections grouped by one of their properties, each group with a {@link FleetSummary} of its
 * own.
 *
 * <p>Merging is exactly associative and commutative as long as there are no more groups than {@link
 * #MAX_GROUPS}; what comes beyond is put together under {@link #OTHER}, so that a log that names
 * itself ever anew cannot fill the memory. Not safe for use by several threads.
 */
public final class StratifiedSummary {

  /** More groups than a person reads. */
  public static final int MAX_GROUPS = 256;

  /** The group of connections that found no place among the others. */
  public static final String OTHER = "(other)";

  private final Stratum stratum;
  private final Map<String, FleetSummary> groups = new TreeMap<>();

  /** No connections yet: the identity of {@link #merge}. */
  public StratifiedSummary(Stratum stratum) {
    this.stratum = stratum;
  }

  /** What connections are grouped by. */
  public Stratum stratum() {
    return stratum;
  }

  /** Adds a connection whose distribution is still there. */
  public void add(ConnectionSummary connection) {
    group(stratum.of(connection)).add(connection);
  }

  /**
   * Adds all that another summary has, which stays as it is.
   *
   * @throws IllegalArgumentException if it is grouped by something else
   */
  public void merge(StratifiedSummary other) {
    if (other.stratum != stratum) {
      throw new IllegalArgumentException(
          "grouped by " + other.stratum.label() + " instead of " + stratum.label());
    }
    other.groups.forEach((name, summary) -> group(name).merge(summary));
  }

  private FleetSummary group(String name) {
    FleetSummary known = groups.get(name);
    if (known != null) {
      return known;
    }
    String place = groups.size() < MAX_GROUPS ? name : OTHER;
    return groups.computeIfAbsent(place, any -> new FleetSummary());
  }

  /** The groups by name. */
  public Map<String, FleetSummary> groups() {
    return Collections.unmodifiableMap(groups);
  }
}
