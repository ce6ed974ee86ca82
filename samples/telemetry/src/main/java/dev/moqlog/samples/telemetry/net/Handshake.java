package dev.moqlog.samples.telemetry.net;

import dev.moqlog.vocabulary.PacketType;
import java.util.List;

/**
 * Makes the two ends of a connection and plays the handshake between them, one and a half round
 * trips (RFC 9000 section 7). No packet of a handshake is lost or late: to keep this small, only
 * 1-RTT packets meet what a {@link Path} does.
 */
public final class Handshake {

  private static final int CLIENT_HELLO = 280;
  private static final int SERVER_HELLO = 90;
  private static final int CERTIFICATES = 1700;
  private static final int FINISHED = 52;
  private static final int FIRST_DATAGRAM = 1200;

  private final Endpoint client;
  private final Endpoint server;

  private Handshake(Endpoint client, Endpoint server) {
    this.client = client;
    this.server = server;
  }

  /** What one end brings along. */
  public record Side(List<? extends TransportListener> listeners, StreamHandler handler) {}

  /** The two ends of a connection. */
  public record Ends(Endpoint client, Endpoint server) {}

  /** Makes two ends, whose handshake begins now, as the client sends its first packet. */
  public static Ends begin(SimulatedTime time, Path path, Side client, Side server) {
    Endpoint clientEnd = new Endpoint(time, true, path, client.listeners(), client.handler());
    Endpoint serverEnd = new Endpoint(time, false, path, server.listeners(), server.handler());
    clientEnd.setPeer(serverEnd);
    serverEnd.setPeer(clientEnd);
    new Handshake(clientEnd, serverEnd).play(time, path.profile().delayNanos());
    return new Ends(clientEnd, serverEnd);
  }

  private void play(SimulatedTime time, long delay) {
    Frame hello = new Frame.Crypto(0, CLIENT_HELLO);
    int padding = FIRST_DATAGRAM - Packet.OVERHEAD_BYTES - hello.bytes();
    List<Packet> first =
        List.of(Packet.of(PacketType.INITIAL, 0, List.of(hello, new Frame.Padding(padding))));
    List<Packet> second =
        List.of(
            Packet.of(PacketType.INITIAL, 0, List.of(ack(0), new Frame.Crypto(0, SERVER_HELLO))),
            Packet.of(PacketType.HANDSHAKE, 0, List.of(new Frame.Crypto(0, 1000))),
            Packet.of(
                PacketType.HANDSHAKE, 1, List.of(new Frame.Crypto(1000, CERTIFICATES - 1000))));
    List<Packet> third =
        List.of(
            Packet.of(PacketType.INITIAL, 1, List.of(ack(0))),
            Packet.of(PacketType.HANDSHAKE, 0, List.of(ack(1), new Frame.Crypto(0, FINISHED))));
    List<Packet> fourth = List.of(Packet.of(PacketType.HANDSHAKE, 2, List.of(ack(0))));
    exchange(first, client, true);
    time.after(
        delay,
        () -> {
          exchange(first, server, false);
          exchange(second, server, true);
        });
    time.after(
        2 * delay,
        () -> {
          exchange(second, client, false);
          exchange(third, client, true);
          client.established(2 * delay);
        });
    time.after(
        3 * delay,
        () -> {
          exchange(third, server, false);
          exchange(fourth, server, true);
          server.established(2 * delay);
        });
  }

  private static void exchange(List<Packet> packets, Endpoint end, boolean sent) {
    packets.forEach(packet -> end.exchanged(packet, sent));
  }

  private static Frame ack(long largest) {
    return new Frame.Ack(0, List.of(new Frame.Ack.Range(0, largest)));
  }
}
