package dev.moqlog.analyzer.connection.moq;

/** Receives the objects of a connection whose track is known, as they are logged. */
@FunctionalInterface
public interface MoqObjects {

  /**
   * An object, in whatever way it was delivered.
   *
   * @param created whether this end created it; else it parsed it
   * @param track the full track name, as in {@link
   *     dev.moqlog.analyzer.summary.MoqTrackSummary#track()}
   * @param group the group id
   * @param object the object id
   * @param nanos when, on the time axis of the log
   */
  void object(boolean created, String track, long group, long object, long nanos);
}
