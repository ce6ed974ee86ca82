package dev.moqlog.samples.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LossyLinkTest {
  private static final LinkConditions NO_DELAY = LinkConditions.delayedBy(Duration.ZERO);
  private static final int TIMEOUT_MILLIS = 10_000;

  private final List<DatagramSocket> sockets = new ArrayList<>();
  private DatagramSocket server;
  private DatagramSocket client;

  @BeforeEach
  void open() throws IOException {
    server = open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    client = open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void close() {
    sockets.forEach(DatagramSocket::close);
  }

  @Test
  void delaysEachDirectionOnItsOwn() throws IOException {
    LinkConditions slow = LinkConditions.delayedBy(Duration.ofMillis(60));
    LinkConditions fast = LinkConditions.delayedBy(Duration.ofMillis(5));
    try (LossyLink link = openLink(slow, fast)) {
      long start = System.nanoTime();
      send(client, 7, link.address());
      DatagramPacket request = receive(server);
      long atServer = System.nanoTime();
      send(server, 8, (InetSocketAddress) request.getSocketAddress());
      DatagramPacket response = receive(client);
      long atClient = System.nanoTime();

      assertThat(number(request)).isEqualTo(7);
      assertThat(number(response)).isEqualTo(8);
      assertThat(response.getSocketAddress()).isEqualTo(link.address());
      assertThat(atServer - start).isGreaterThanOrEqualTo(60_000_000);
      assertThat(atClient - atServer).isGreaterThanOrEqualTo(5_000_000);
    }
  }

  @Test
  void losesWhatItCountsAsLost() throws IOException {
    int count = 2_000;
    try (LossyLink link = openLink(NO_DELAY.withLoss(0.1), NO_DELAY.withLoss(0.2))) {
      for (int i = 0; i < count; i++) {
        send(client, i, link.address());
      }
      waitFor(() -> link.counters(Direction.TO_SERVER).received(), count);
      long arriving = count - link.counters(Direction.TO_SERVER).lost();
      List<Integer> arrived = new ArrayList<>();
      InetSocketAddress source = null;
      for (int i = 0; i < arriving; i++) {
        DatagramPacket packet = receive(server);
        source = (InetSocketAddress) packet.getSocketAddress();
        arrived.add(number(packet));
      }
      for (int i = 0; i < count; i++) {
        send(server, i, source);
      }
      waitFor(() -> link.counters(Direction.TO_CLIENT).received(), count);
      long returning = count - link.counters(Direction.TO_CLIENT).lost();
      for (int i = 0; i < returning; i++) {
        receive(client);
      }

      assertThat(arrived).isSorted().doesNotHaveDuplicates();
      assertThat(arrived).isEqualTo(survivors(NO_DELAY.withLoss(0.1), count));
      assertThat(link.counters(Direction.TO_SERVER).lost()).isBetween(150L, 250L);
      assertThat(link.counters(Direction.TO_CLIENT).lost()).isBetween(320L, 480L);
      waitFor(() -> link.counters(Direction.TO_CLIENT).inTransit(), 0);
      assertAddsUp(link.counters(Direction.TO_SERVER));
      assertAddsUp(link.counters(Direction.TO_CLIENT));
      assertThat(link.counters(Direction.TO_CLIENT).sendFailures()).isZero();
      assertThat(link.counters(Direction.TO_CLIENT).forwarded()).isEqualTo(returning);
    }
  }

  @Test
  void letsLaterDatagramsOvertake() throws IOException {
    LinkConditions reordering = NO_DELAY.withReordering(0.2, Duration.ofMillis(50));
    try (LossyLink link = openLink(reordering, NO_DELAY)) {
      for (int i = 0; i < 100; i++) {
        send(client, i, link.address());
      }
      List<Integer> arrived = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        arrived.add(number(receive(server)));
      }

      List<Integer> sent = IntStream.range(0, 100).boxed().toList();
      assertThat(arrived).isNotEqualTo(sent).containsExactlyInAnyOrderElementsOf(sent);
    }
  }

  @Test
  void keepsClientsApart() throws IOException {
    DatagramSocket other = open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    try (LossyLink link = openLink(NO_DELAY, NO_DELAY)) {
      send(client, 1, link.address());
      DatagramPacket first = receive(server);
      send(other, 2, link.address());
      DatagramPacket second = receive(server);
      send(server, 20, (InetSocketAddress) second.getSocketAddress());
      send(server, 10, (InetSocketAddress) first.getSocketAddress());

      assertThat(first.getSocketAddress()).isNotEqualTo(second.getSocketAddress());
      assertThat(number(receive(client))).isEqualTo(10);
      assertThat(number(receive(other))).isEqualTo(20);
    }
  }

  @Test
  void forwardsNothingOnceClosedButStillTellsItsCounters() throws IOException {
    LossyLink link = openLink(LinkConditions.delayedBy(Duration.ofSeconds(60)), NO_DELAY);
    send(client, 1, link.address());
    waitFor(() -> link.counters(Direction.TO_SERVER).inTransit(), 1);
    link.close();
    link.close();

    server.setSoTimeout(50);
    assertThat(isSilent(server)).isTrue();
    assertThat(link.counters(Direction.TO_SERVER).inTransit()).isEqualTo(1);
    assertThat(link.counters(Direction.TO_SERVER).forwarded()).isZero();
  }

  private LossyLink openLink(LinkConditions toServer, LinkConditions toClient) throws IOException {
    InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
    return LossyLink.open(address, toServer, toClient, 42);
  }

  private DatagramSocket open(InetSocketAddress address) throws IOException {
    DatagramSocket socket = new DatagramSocket(address);
    sockets.add(socket);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setReceiveBufferSize(LossyLink.SOCKET_BUFFER_BYTES);
    return socket;
  }

  private static List<Integer> survivors(LinkConditions conditions, int count) {
    OneWayPath path = new OneWayPath(conditions, 42, Integer.MAX_VALUE);
    return IntStream.range(0, count)
        .filter(i -> path.receive(4, i) != OneWayPath.NEVER)
        .boxed()
        .toList();
  }

  private static void assertAddsUp(LinkCounters counters) {
    assertThat(
            counters.forwarded()
                + counters.dropped()
                + counters.sendFailures()
                + counters.inTransit())
        .isEqualTo(counters.received());
    assertThat(counters.receivedBytes()).isEqualTo(4 * counters.received());
    assertThat(counters.forwardedBytes()).isEqualTo(4 * counters.forwarded());
  }

  private static void waitFor(LongSupplier counter, long value) {
    while (counter.getAsLong() != value) {
      Thread.onSpinWait();
    }
  }

  private static void send(DatagramSocket socket, int number, InetSocketAddress target)
      throws IOException {
    byte[] payload = ByteBuffer.allocate(4).putInt(number).array();
    socket.send(new DatagramPacket(payload, payload.length, target));
  }

  private static DatagramPacket receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    socket.receive(packet);
    return packet;
  }

  private static boolean isSilent(DatagramSocket socket) throws IOException {
    try {
      receive(socket);
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    }
  }

  private static int number(DatagramPacket packet) {
    return ByteBuffer.wrap(packet.getData(), 0, packet.getLength()).getInt();
  }
}
