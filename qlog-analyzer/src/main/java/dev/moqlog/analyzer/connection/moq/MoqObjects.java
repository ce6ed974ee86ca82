package dev.moqlog.analyzer.connection.moq;

/** Receives the objects of a connection, as they are logged. */
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

  /**
   * Whether objects are wanted before the name of their track is known, under the alias or what
   * else stands for it. Else they wait for it, a limited number of them.
   */
  default boolean unnamedToo() {
    return false;
  }

  /**
   * The name of a track became known.
   *
   * @param created whether it is a track of objects that this end creates
   * @param label what stood for it until now
   * @param name the full track name
   */
  default void named(boolean created, String label, String name) {}

  /**
   * An alias stands for a track, from now on and for what came under it without a name.
   *
   * @param created whether it is a track of objects that this end creates
   * @param label what would stand for the track if it had no name, the same at both ends
   * @param name the full track name
   */
  default void aliased(boolean created, String label, String name) {}
}
