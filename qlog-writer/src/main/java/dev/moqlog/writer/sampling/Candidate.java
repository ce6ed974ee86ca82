package dev.moqlog.writer.sampling;

import java.net.InetAddress;

/**
 * What a {@link Sampler} sees of a connection.
 *
 * <p>An implementation must allow calls from any thread. Callers leave the arrays unchanged.
 */
public interface Candidate {

  /**
   * The destination connection id of the client's first Initial packet, which both ends know; on a
   * server still that one after a Retry. May be empty.
   */
  byte[] originalDestinationConnectionId();

  /** What the connection is called in logs and file names: printable, and safe to print. */
  String name();

  /** The address of the peer; null, the default, if it is not known. */
  default InetAddress remoteAddress() {
    return null;
  }

  /** The span that the connection belongs to; null, the default, if there is none. */
  default TraceParent traceParent() {
    return null;
  }

  /**
   * What the application wants sampled as a whole, such as the id of a broadcast over all its hops;
   * null, the default, or empty if the connection stands for itself.
   */
  default byte[] samplingKey() {
    return null;
  }
}
