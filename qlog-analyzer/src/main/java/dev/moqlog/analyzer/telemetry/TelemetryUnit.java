package dev.moqlog.analyzer.telemetry;

/**
 * The unit of a metric, in both naming schemes, and of the integers that it is recorded in.
 *
 * <p>Measurements are integers, so that sums are exact whatever their order.
 */
public enum TelemetryUnit {
  /** Recorded in nanoseconds. */
  SECONDS("s", "seconds", 1e9),
  /** Recorded in bytes. */
  BYTES("By", "bytes", 1),
  /** A share from 0 to 1, recorded in billionths. */
  RATIO("1", "ratio", 1e9),
  /** Yes (1) or no (0); a unit of 1 would have exporters append "ratio" to the name. */
  FLAG("", "", 1),
  CONNECTIONS("{connection}", "", 1),
  SOURCES("{source}", "", 1),
  RECORDS("{record}", "", 1),
  EVENTS("{event}", "", 1),
  PACKETS("{packet}", "", 1),
  TIMES("{time}", "", 1),
  FINDINGS("{finding}", "", 1),
  OBJECTS("{object}", "", 1),
  GROUPS("{group}", "", 1),
  MESSAGES("{message}", "", 1),
  REQUESTS("{request}", "", 1),
  TRACES("{trace}", "", 1),
  PATHS("{path}", "", 1);

  private final String ucum;
  private final String suffix;
  private final double recordedPerUnit;

  TelemetryUnit(String ucum, String suffix, double recordedPerUnit) {
    this.ucum = ucum;
    this.suffix = suffix;
    this.recordedPerUnit = recordedPerUnit;
  }

  /** The unit by the Unified Code for Units of Measure, as OpenTelemetry has it. */
  public String ucum() {
    return ucum;
  }

  /** How names in Prometheus end, without the underscore; empty for mere counts. */
  public String suffix() {
    return suffix;
  }

  /** A recorded integer in this unit. */
  public double value(long recorded) {
    return recorded / recordedPerUnit;
  }

  /** Whether values are whole numbers. */
  public boolean whole() {
    return recordedPerUnit == 1;
  }

  /** A value in this unit as the integer that is recorded. */
  public long recorded(double value) {
    return Math.round(value * recordedPerUnit);
  }
}
