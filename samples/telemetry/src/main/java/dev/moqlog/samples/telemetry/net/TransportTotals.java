package dev.moqlog.samples.telemetry.net;

import java.util.List;

/**
 * What an end has sent and received so far, counted as the packets pass. All packet types count,
 * and bytes are those of packets, without UDP and IP.
 */
public final class TransportTotals {

  private long packetsSent;
  private long inFlightSent;
  private long bytesSent;
  private long packetsReceived;
  private long bytesReceived;
  private long streamBytesSent;
  private long streamBytesSentAgain;
  private long streamBytesReceivedOnce;
  private long declaredLost;
  private long probeTimeouts;

  TransportTotals() {}

  void sent(Packet packet) {
    packetsSent++;
    bytesSent += packet.bytes();
    inFlightSent += packet.inFlight() ? 1 : 0;
    for (Frame.StreamData data : data(packet)) {
      streamBytesSent += data.length();
      streamBytesSentAgain += data.again() ? data.length() : 0;
    }
  }

  void received(Packet packet) {
    packetsReceived++;
    bytesReceived += packet.bytes();
  }

  void receivedOnce(long streamBytes) {
    streamBytesReceivedOnce += streamBytes;
  }

  void declaredLost() {
    declaredLost++;
  }

  void probeTimeout() {
    probeTimeouts++;
  }

  private static List<Frame.StreamData> data(Packet packet) {
    return packet.frames().stream()
        .filter(Frame.StreamData.class::isInstance)
        .map(Frame.StreamData.class::cast)
        .toList();
  }

  /** Packets sent. */
  public long packetsSent() {
    return packetsSent;
  }

  /** Of these, packets that count toward bytes in flight (RFC 9002 section 2). */
  public long inFlightSent() {
    return inFlightSent;
  }

  /** Bytes of packets sent. */
  public long bytesSent() {
    return bytesSent;
  }

  /** Packets received. */
  public long packetsReceived() {
    return packetsReceived;
  }

  /** Bytes of packets received. */
  public long bytesReceived() {
    return bytesReceived;
  }

  /** Data in STREAM frames sent. */
  public long streamBytesSent() {
    return streamBytesSent;
  }

  /** Of that, data sent before. */
  public long streamBytesSentAgain() {
    return streamBytesSentAgain;
  }

  /** Data of streams sent, each byte once. */
  public long streamBytesSentOnce() {
    return streamBytesSent - streamBytesSentAgain;
  }

  /** Data of streams received, each byte once. */
  public long streamBytesReceivedOnce() {
    return streamBytesReceivedOnce;
  }

  /** Packets taken for lost. */
  public long declaredLostPackets() {
    return declaredLost;
  }

  /** Probe timeouts that expired. */
  public long probeTimeouts() {
    return probeTimeouts;
  }
}
