package dev.moqlog.observability;

import java.util.List;

/** The labels that dashboards have a variable for, by which what they show is chosen. */
public final class Variables {

  /** Where a relay is and what it serves. */
  public static final List<String> PLACE = List.of("relay_instance", "namespace", "region");

  /** All of the dashboards about MoQ. */
  public static final List<String> MOQ =
      List.of("relay_instance", "namespace", "region", "transport", "vantage_point");

  /** Those of the dashboard about machines. */
  public static final List<String> NODE = List.of("job", "instance");

  private Variables() {}
}
