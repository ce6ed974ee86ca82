package dev.moqlog.samples.telemetry.net;

import java.util.List;

/** A frame of a packet (RFC 9000 section 19), with about the size that it has on the wire. */
public sealed interface Frame {

  /** Its size in bytes. */
  int bytes();

  /** Whether it is sent again if it is lost. */
  default boolean isReliable() {
    return true;
  }

  /**
   * Data of a stream.
   *
   * @param again whether all of it was sent before
   */
  record StreamData(SendStream stream, long offset, int length, boolean fin, boolean again)
      implements Frame {

    /** What comes before the data. */
    static final int HEADER_BYTES = 9;

    @Override
    public int bytes() {
      return HEADER_BYTES + length;
    }

    StreamData asAgain() {
      return new StreamData(stream, offset, length, fin, true);
    }
  }

  /** Data of the handshake. */
  record Crypto(long offset, int length) implements Frame {
    @Override
    public int bytes() {
      return 6 + length;
    }
  }

  /**
   * An acknowledgment.
   *
   * @param ranges the largest packets first
   */
  record Ack(long delayNanos, List<Range> ranges) implements Frame {

    /** Both ends included. */
    public record Range(long smallest, long largest) {}

    @Override
    public int bytes() {
      return 4 + 3 * ranges.size();
    }

    @Override
    public boolean isReliable() {
      return false;
    }
  }

  /** The sender gives up a stream. */
  record Reset(SendStream stream, long errorCode, long finalSize) implements Frame {
    @Override
    public int bytes() {
      return 8;
    }
  }

  /** Nothing but the wish for an acknowledgment. */
  record Ping() implements Frame {
    @Override
    public int bytes() {
      return 1;
    }

    @Override
    public boolean isReliable() {
      return false;
    }
  }

  /** Nothing but size. */
  record Padding(int bytes) implements Frame {
    @Override
    public boolean isReliable() {
      return false;
    }
  }

  /** The server confirms the handshake. */
  record HandshakeDone() implements Frame {
    @Override
    public int bytes() {
      return 1;
    }
  }

  /** The end of the connection. */
  record Close(boolean byApplication, long errorCode, String reason) implements Frame {
    @Override
    public int bytes() {
      return 6 + reason.length();
    }

    @Override
    public boolean isReliable() {
      return false;
    }
  }
}
