package dev.moqlog.samples.telemetry.net;

/** The application above an end of a connection. */
public interface StreamHandler {

  /** A message has arrived whole on a stream. */
  void message(long streamId, Object message);

  /** The peer gave up a stream. */
  default void reset(long streamId) {}

  /** The connection is ready for data. */
  default void connected() {}

  /** The connection has ended. */
  default void ended(ConnectionEnd end) {}
}
