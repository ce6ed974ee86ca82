package dev.moqlog.samples.netty;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Decides which connections are logged, and is told when a log is complete. Called on the event
 * loop of the connection, which must not be blocked.
 */
interface ConnectionLogs {
  /** The end of a connection that a log was made at. */
  enum Side {
    CLIENT,
    SERVER
  }

  /** Logs no connection. */
  ConnectionLogs NONE =
      new ConnectionLogs() {
        @Override
        public Optional<Path> fileFor(Side side, String originalConnectionId) {
          return Optional.empty();
        }

        @Override
        public void complete(Side side, String originalConnectionId, Path file) {}
      };

  /**
   * Returns the file for the log of a new connection, or nothing if it is not to be logged. The
   * codec does not write to a file that exists, nor does it make directories.
   *
   * @param side the end that logs
   * @param originalConnectionId the original destination connection id in lower-case hexadecimal:
   *     the same at both ends
   */
  Optional<Path> fileFor(Side side, String originalConnectionId);

  /** Takes note that a connection has been closed and that all of its log is in the file. */
  void complete(Side side, String originalConnectionId, Path file);
}
