package dev.moqlog.analyzer.read;

/**
 * What {@link ContainerReader} finds in a file, as ranges of bytes.
 *
 * <p>A buffer passed here is valid only during the call.
 */
interface RecordHandler {

  /** A member of the top-level object of contained JSON, other than its traces. */
  void fileMember(String name, byte[] buffer, int from, int to, long offset);

  /** A trace of contained JSON begins. */
  void traceStarted();

  /** A member of the current trace, other than its events. */
  void traceMember(String name, byte[] buffer, int from, int to, long offset);

  /** The current trace is complete. */
  void traceEnded();

  /** Whether the events that come now cannot be understood without the members behind them. */
  boolean needsLaterMembers(boolean eventsAreArrays);

  /** Whether events may be read straight from the window; if not, all go the general way. */
  boolean readsInPlace();

  /**
   * An event, of the current trace if there is one.
   *
   * @return why it cannot be used, or null if it can
   */
  String event(byte[] buffer, int from, int to, long offset);

  /**
   * An event of which nothing is known but where it begins.
   *
   * @param cursor stands at it
   * @param buffer what the cursor reads
   * @param topLevel whether it stands by itself, so that it may be no event
   * @return whether it was an event, and was taken; else nothing has happened
   */
  boolean event(ByteCursor cursor, byte[] buffer, int from, long offset, boolean topLevel);

  /**
   * A decoder of events that may come later, for any one thread; null if what comes before them may
   * change how they are decoded.
   *
   * @param topLevel as in {@link #event(ByteCursor, byte[], int, long, boolean)}
   */
  EventBlock.Decoder blockDecoder(boolean topLevel);

  /** An event that was decoded by such a decoder. */
  void take(QlogEvent event);

  /**
   * A record of a sequence that may be a header or an event.
   *
   * @return why it cannot be used, or null if it can
   */
  String record(byte[] buffer, int from, int to, long offset);

  /** Whether events of the current trace may be arrays, their columns being known. */
  boolean eventsAreArrays();

  /** Whether these bytes, found behind damage, are an event; delivers nothing. */
  boolean isEvent(byte[] buffer, int from, int to);

  /** Whether anything of a qlog file was recognised so far. */
  boolean recognized();

  /** Bytes that could not be used. */
  void damage(Damage damage);

  /** The content ended although something was still open. */
  void cut();
}
