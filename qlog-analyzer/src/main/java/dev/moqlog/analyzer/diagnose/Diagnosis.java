package dev.moqlog.analyzer.diagnose;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import java.util.List;

/** Tells why a connection was slow or failed, from its summary alone. */
public final class Diagnosis {

  private Diagnosis() {}

  /**
   * What is to be said about a connection.
   *
   * @return the findings, the most important first; none or only {@link Finding.Severity#INFO} for
   *     a connection that had no trouble
   */
  public static List<Finding> of(ConnectionSummary connection) {
    Findings findings = new Findings(connection);
    DelayRules.examine(findings);
    LossRules.examine(findings);
    ArrivalRules.examine(findings);
    FlowRules.examine(findings);
    PathRules.examine(findings);
    EndRules.examine(findings);
    MoqRules.examine(findings);
    return findings.worstFirst();
  }
}
