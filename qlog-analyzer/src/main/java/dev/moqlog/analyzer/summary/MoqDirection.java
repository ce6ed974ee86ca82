package dev.moqlog.analyzer.summary;

/** Which way the objects of a track went, seen from who wrote the log. */
public enum MoqDirection {
  /** Objects that this end created: it is the publisher, or a relay towards a subscriber. */
  OUT("out"),
  /** Objects that this end parsed: it is the subscriber, or a relay towards a publisher. */
  IN("in");

  private final String label;

  MoqDirection(String label) {
    this.label = label;
  }

  /** The name in machine-readable output. */
  public String label() {
    return label;
  }
}
