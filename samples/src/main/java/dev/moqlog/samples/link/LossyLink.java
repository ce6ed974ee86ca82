package dev.moqlog.samples.link;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Relays UDP datagrams between the clients of a server and that server: late, and not all of them.
 *
 * <p>Clients send to {@link #address} what they would send to the server. The server sees a socket
 * of the link for each of them. The link fails if there are more than 1024.
 *
 * <p>Which datagrams of a direction are lost depends on the seed and on their order alone.
 */
public final class LossyLink implements AutoCloseable {
  /** What the sockets ask for, so that the operating system does not drop datagrams: {@value}. */
  public static final int SOCKET_BUFFER_BYTES = 4 << 20;

  /** How many datagrams may be on their way in each direction: {@value}. */
  public static final int MAX_IN_TRANSIT = 1 << 15;

  private static final int MAX_CLIENTS = 1 << 10;
  private static final int MAX_DATAGRAM_BYTES = 1 << 16;
  private static final int SEND_ATTEMPTS = 100;
  private static final long SEND_RETRY_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long JOIN_MILLIS = 5_000;

  private final InetSocketAddress server;
  private final Selector selector;
  private final DatagramChannel clientSide;
  private final InetSocketAddress address;
  private final OneWayPath toServer;
  private final OneWayPath toClient;
  private final Thread receiver = new Thread(this::receiveAll, "lossy-link-receiver");
  private final Thread sender = new Thread(this::sendAll, "lossy-link-sender");

  /** The sockets towards the server. Used by the receiver only. */
  private final Map<InetSocketAddress, DatagramChannel> clients = new HashMap<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@link #lock}. */
  private final PriorityQueue<Datagram> inTransit =
      new PriorityQueue<>(
          Comparator.comparingLong(Datagram::arrivalNanos).thenComparingLong(Datagram::ordinal));

  /** Used by the receiver only. */
  private long ordinal;

  /** Guarded by {@link #lock}. */
  private boolean closed;

  /** Guarded by {@link #lock}. */
  private IOException failure;

  /** Times are relative to the start, so that they can be compared. */
  private final long startNanos = System.nanoTime();

  private record Datagram(
      long arrivalNanos,
      long ordinal,
      ByteBuffer payload,
      DatagramChannel channel,
      InetSocketAddress target,
      OneWayPath path) {}

  private LossyLink(
      InetSocketAddress server, LinkConditions toServer, LinkConditions toClient, long seed)
      throws IOException {
    this.server = server;
    this.toServer = new OneWayPath(toServer, seed, MAX_IN_TRANSIT);
    this.toClient = new OneWayPath(toClient, ~seed, MAX_IN_TRANSIT);
    this.selector = Selector.open();
    try {
      this.clientSide = openChannel();
      this.address = (InetSocketAddress) clientSide.getLocalAddress();
      clientSide.register(selector, SelectionKey.OP_READ);
    } catch (IOException e) {
      closeSockets();
      throw e;
    }
  }

  /**
   * Opens a link that leads to a server.
   *
   * @param server the address of the server
   * @param toServer the conditions for what the clients send
   * @param toClient the conditions for what the server sends
   * @param seed decides which datagrams are lost or held back
   * @throws IOException if no socket can be opened
   */
  public static LossyLink open(
      InetSocketAddress server, LinkConditions toServer, LinkConditions toClient, long seed)
      throws IOException {
    LossyLink link = new LossyLink(server, toServer, toClient, seed);
    link.receiver.setDaemon(true);
    link.sender.setDaemon(true);
    link.receiver.start();
    link.sender.start();
    return link;
  }

  /** The address that clients send to. */
  public InetSocketAddress address() {
    return address;
  }

  /** What became of the datagrams so far. They can still be asked for after {@link #close}. */
  public LinkCounters counters(Direction direction) {
    return (direction == Direction.TO_SERVER ? toServer : toClient).counters();
  }

  /**
   * Closes the link. Datagrams that are on their way do not arrive.
   *
   * @throws IOException if the link has failed before
   */
  @Override
  public void close() throws IOException {
    stop(null);
    boolean interrupted = false;
    try {
      receiver.join(JOIN_MILLIS);
      sender.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    closeSockets();
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the link was closing");
    }
    lock.lock();
    try {
      if (failure != null) {
        throw new IOException("the link has failed: " + failure.getMessage(), failure);
      }
    } finally {
      lock.unlock();
    }
  }

  private void stop(IOException cause) {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        failure = cause;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    selector.wakeup();
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void closeSockets() throws IOException {
    if (selector.isOpen()) {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    }
  }

  private DatagramChannel openChannel() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
      channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
      channel.configureBlocking(false);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void receiveAll() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    try {
      while (!isClosed()) {
        selector.select(
            key -> {
              try {
                receiveFrom((DatagramChannel) key.channel(), key.attachment(), buffer);
              } catch (ClosedChannelException e) {
                stop(null);
              } catch (IOException e) {
                stop(e);
              }
            });
      }
    } catch (ClosedSelectorException e) {
      stop(null);
    } catch (IOException e) {
      stop(e);
    }
  }

  /** Takes in all that a socket has. What a client has sent has no attachment. */
  private void receiveFrom(DatagramChannel channel, Object client, ByteBuffer buffer)
      throws IOException {
    while (true) {
      buffer.clear();
      InetSocketAddress source = (InetSocketAddress) channel.receive(buffer);
      if (source == null) {
        return;
      }
      buffer.flip();
      long now = System.nanoTime() - startNanos;
      if (client != null) {
        take(buffer, toClient, now, clientSide, (InetSocketAddress) client);
      } else {
        take(buffer, toServer, now, channelOf(source), server);
      }
    }
  }

  private DatagramChannel channelOf(InetSocketAddress client) throws IOException {
    DatagramChannel channel = clients.get(client);
    if (channel == null) {
      if (clients.size() == MAX_CLIENTS) {
        throw new IOException("more than " + MAX_CLIENTS + " clients have used the link");
      }
      channel = openChannel();
      clients.put(client, channel);
      channel.register(selector, SelectionKey.OP_READ, client);
    }
    return channel;
  }

  private void take(
      ByteBuffer buffer,
      OneWayPath path,
      long now,
      DatagramChannel channel,
      InetSocketAddress target) {
    long arrivalNanos = path.receive(buffer.remaining(), now);
    if (arrivalNanos == OneWayPath.NEVER) {
      return;
    }
    ByteBuffer payload = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
    Datagram datagram = new Datagram(arrivalNanos, ordinal++, payload, channel, target, path);
    lock.lock();
    try {
      inTransit.add(datagram);
      if (inTransit.peek() == datagram) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void sendAll() {
    try {
      for (Datagram datagram = next(); datagram != null; datagram = next()) {
        send(datagram);
      }
    } catch (InterruptedException e) {
      stop(new InterruptedIOException("the sender was interrupted"));
    }
  }

  /** Waits for a datagram to arrive; null when the link is closed. */
  private Datagram next() throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        Datagram first = inTransit.peek();
        if (first == null) {
          changed.await();
          continue;
        }
        long waitNanos = first.arrivalNanos() - (System.nanoTime() - startNanos);
        if (waitNanos <= 0) {
          return inTransit.poll();
        }
        changed.awaitNanos(waitNanos);
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void send(Datagram datagram) {
    int bytes = datagram.payload().remaining();
    for (int attempt = 0; attempt < SEND_ATTEMPTS; attempt++) {
      try {
        // While the buffer of the socket is full, nothing is sent.
        if (datagram.channel().send(datagram.payload(), datagram.target()) == bytes) {
          datagram.path().forwarded(bytes);
          return;
        }
      } catch (IOException e) {
        break;
      }
      LockSupport.parkNanos(SEND_RETRY_NANOS);
    }
    datagram.path().notSent();
  }
}
