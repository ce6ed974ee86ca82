package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Which connections a report shows, and in which order. */
public final class Selection {

  private final Comparator<ConnectionSummary> order;
  private final int limit;
  private final List<ConnectionSummary> all = new ArrayList<>();
  private final PriorityQueue<ConnectionSummary> best;

  private Selection(Comparator<ConnectionSummary> order, int limit) {
    this.order = order;
    this.limit = limit;
    this.best = order == null ? null : new PriorityQueue<>(order.reversed());
  }

  /** All, in the order of the input. */
  public static Selection inputOrder() {
    return new Selection(null, Integer.MAX_VALUE);
  }

  /**
   * The first by some order.
   *
   * @param limit how many at most
   */
  public static Selection worst(Comparator<ConnectionSummary> order, int limit) {
    return new Selection(order, limit);
  }

  /** Whether connections can be shown as they come. */
  boolean isInputOrder() {
    return order == null;
  }

  /** Offers a connection; only what a report shows is kept of it. */
  void add(ConnectionSummary connection) {
    ConnectionSummary kept = connection.withoutDistributions();
    if (order == null) {
      all.add(kept);
      return;
    }
    best.add(kept);
    if (best.size() > limit) {
      best.remove();
    }
  }

  /** The selected connections in order. */
  List<ConnectionSummary> connections() {
    if (order == null) {
      return List.copyOf(all);
    }
    List<ConnectionSummary> sorted = new ArrayList<>(best);
    sorted.sort(order);
    return sorted;
  }
}
