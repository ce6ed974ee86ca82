package dev.moqlog.analyzer.read;

import dev.moqlog.vocabulary.EventType;
import java.util.Set;

/**
 * Receives what a {@link QlogReader} reads, on the thread that reads.
 *
 * <p>For each trace: {@link #traceStarted}, its events in file order, {@link #traceEnded}.
 */
public interface QlogHandler {

  /** A trace begins; of its header only what came before the events is certain to be known. */
  void traceStarted(TraceHeader header);

  /**
   * Whether this handler asks events of a type for anything but their type, name, time, offset and
   * group id. Of those of other types, the reader may leave out everything else.
   */
  default boolean needsData(EventType type) {
    return true;
  }

  /** An event of the current trace; valid only during the call. */
  void event(QlogEvent event);

  /**
   * The current trace is complete.
   *
   * @param header its complete header
   * @param corrections mistakes of its producer that were put right
   * @param damage what of it could not be read
   */
  void traceEnded(TraceHeader header, Set<Correction> corrections, DamageReport damage);

  /** A trace that a converter could not produce, as its file reports (TraceError). */
  void traceError(int index, String description);
}
