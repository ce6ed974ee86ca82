package dev.moqlog.analyzer.connection.moq;

/** How many groups all tracks of a connection keep at once. */
final class GroupBudget {

  static final int MAX_GROUPS = 8_192;

  /** Of each track at least so many are kept, whatever the others keep. */
  static final int MIN_OF_TRACK = 4;

  private int groups;

  /** A track keeps so many groups more or less. */
  void add(int more) {
    groups += more;
  }

  /** Whether a track that keeps so many has to give one up. */
  boolean exceeded(int ofTrack) {
    return ofTrack > TrackMetric.MAX_GROUPS || (groups > MAX_GROUPS && ofTrack > MIN_OF_TRACK);
  }
}
