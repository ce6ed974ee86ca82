package dev.moqlog.analyzer.summary;

/** How a number is known; the best evidence that a log has is used. */
public enum Source {
  /** The stack logged the number itself. */
  LOGGED("logged"),
  /** Events tell it. */
  EVENT("event"),
  /** A packet tells it, such as one with a CONNECTION_CLOSE frame. */
  PACKET("packet"),
  /** The stack's own running total tells it. */
  COUNTER("counter"),
  /** It follows from other things that were logged. */
  INFERRED("inferred");

  private final String label;

  Source(String label) {
    this.label = label;
  }

  /** The name in machine-readable output. */
  public String label() {
    return label;
  }
}
