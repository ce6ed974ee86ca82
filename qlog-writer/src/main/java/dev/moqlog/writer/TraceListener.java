package dev.moqlog.writer;

/**
 * Told what happens to traces. Whatever it throws is logged and goes no further.
 *
 * <p>Called on the thread that caused it, which for the file is the I/O thread: it must not block.
 */
public interface TraceListener {

  /** The trace's file was made, under the name that {@link QlogTrace#path} has from now on. */
  default void fileCreated(QlogTrace trace) {}

  /** The flight recorder of the connection is being written out, for this reason. */
  default void promoted(QlogTrace trace, String reason) {}

  /** The trace was closed, and its file, if there is one, is complete. */
  default void closed(QlogTrace trace) {}
}
