package dev.moqlog.observability.dashboards;

import dev.moqlog.observability.grafana.Dashboard;
import java.util.List;

/** All dashboards of the stack. */
public final class Dashboards {

  private Dashboards() {}

  /** Them all. */
  public static List<Dashboard> all() {
    return List.of(
        MoqOverview.dashboard(),
        MoqPipeline.dashboard(),
        QuicQlog.dashboard(),
        NodeExporter.dashboard());
  }
}
