package dev.moqlog.cli.render;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Which connections a report shows, and in which order. */
public final class Selection {

  private final Comparator<DiagnosedConnection> order;
  private final int limit;
  private final List<DiagnosedConnection> all = new ArrayList<>();
  private final PriorityQueue<DiagnosedConnection> best;

  private Selection(Comparator<DiagnosedConnection> order, int limit) {
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
  public static Selection worst(Comparator<DiagnosedConnection> order, int limit) {
    return new Selection(order, limit);
  }

  /** Whether connections can be shown as they come. */
  boolean isInputOrder() {
    return order == null;
  }

  /** Offers a connection; only what a report shows is kept of it. */
  void add(DiagnosedConnection connection) {
    DiagnosedConnection kept = connection.withoutDistributions();
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
  List<DiagnosedConnection> connections() {
    if (order == null) {
      return List.copyOf(all);
    }
    List<DiagnosedConnection> sorted = new ArrayList<>(best);
    sorted.sort(order);
    return sorted;
  }
}
