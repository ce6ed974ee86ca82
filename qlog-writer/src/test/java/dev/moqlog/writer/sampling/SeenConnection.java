package dev.moqlog.writer.sampling;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** A connection in tests. */
record SeenConnection(
    byte[] originalDestinationConnectionId,
    String name,
    InetAddress remoteAddress,
    TraceParent traceParent,
    byte[] samplingKey)
    implements Candidate {

  static SeenConnection withId(byte[] connectionId) {
    return new SeenConnection(connectionId, "connection", null, null, null);
  }

  static SeenConnection withId(String connectionIdHex) {
    return withId(HexFormat.of().parseHex(connectionIdHex));
  }

  SeenConnection name(String name) {
    return new SeenConnection(
        originalDestinationConnectionId, name, remoteAddress, traceParent, samplingKey);
  }

  SeenConnection from(byte... address) {
    try {
      InetAddress remote = InetAddress.getByAddress(address);
      return new SeenConnection(
          originalDestinationConnectionId, name, remote, traceParent, samplingKey);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  SeenConnection from(InetAddress remote) {
    return new SeenConnection(
        originalDestinationConnectionId, name, remote, traceParent, samplingKey);
  }

  SeenConnection in(TraceParent span) {
    return new SeenConnection(
        originalDestinationConnectionId, name, remoteAddress, span, samplingKey);
  }

  SeenConnection keyed(byte... key) {
    return new SeenConnection(
        originalDestinationConnectionId, name, remoteAddress, traceParent, key);
  }
}
